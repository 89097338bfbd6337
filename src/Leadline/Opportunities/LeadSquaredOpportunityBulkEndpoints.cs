using Leadline.Activities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>
/// Up to 25 opportunities, or activities of one, in a call. The documentation's answers are not known: they are given in
/// the form of the bulk calls for activities, each row with an outcome of its own under its number from 1 (extended §2.9).
/// </summary>
internal sealed class LeadSquaredOpportunityBulkEndpoints(OpportunityOperations opportunities, OpportunityActivities activities)
{
    private const int MostRows = 25;

    /// <summary>Makes no leads.</summary>
    public async Task<Failure?> AddByLeadField(Call call)
    {
        if (call.Query("SearchBy") is not { } searchBy)
            return new Failure(ErrorCode.InvalidInput, "Invalid SearchBy value provided");
        var rows = Rows<OpportunityBody>(call, "opportunities");
        if (rows.Failure is { } failure)
            return failure;
        var added = await opportunities.AddToLeadsOf(call.Caller, searchBy, rows.Value, call.Cancelled);
        Answer(
            call,
            added.Count,
            row => added[row].Failure,
            row =>
            {
                call.Json.WriteBoolean("OpportunityCreated"u8, added[row].Failure is null && added[row].Value.IsCreated);
                if (added[row].Failure is null)
                    call.Json.WriteString("ProspectOpportunityId"u8, added[row].Value.OpportunityId);
            });
        return null;
    }

    public async Task<Failure?> UpdateByOpportunityId(Call call)
    {
        var rows = Rows<UpdateOpportunityBody>(call, "opportunities");
        if (rows.Failure is { } failure)
            return failure;
        var updated = await opportunities.Update(call.Caller, rows.Value, call.Cancelled);
        Answer(
            call,
            updated.Count,
            row => updated[row].Failure,
            row =>
            {
                call.Json.WriteBoolean("OpportunityUpdated"u8, updated[row].Failure is null);
                if (updated[row].Failure is null)
                    call.Json.WriteString("ProspectOpportunityId"u8, updated[row].Value);
            });
        return null;
    }

    public async Task<Failure?> AddActivities(Call call)
    {
        var rows = Rows<ActivityBody>(call, "activities");
        if (rows.Failure is { } failure)
            return failure;
        if (call.QueryId("opportunityId") is not { } opportunityId)
            return OpportunityRules.Unknown;
        var posts = new List<Task<Result<ActivityPosted>>>(rows.Value.Count);
        foreach (var row in rows.Value)
        {
            posts.Add(activities.Add(call.Caller, opportunityId, row, call.Cancelled));

            // A transaction that the whole call shares carries one row at a time; else the rows share the group's.
            if (call.Caller.Transaction is not null)
                await posts[^1];
        }

        var posted = await Task.WhenAll(posts);
        Answer(
            call,
            posted.Length,
            row => posted[row].Failure,
            row =>
            {
                call.Json.WriteBoolean("ActivityCreated"u8, posted[row].Failure is null);
                if (posted[row].Failure is null)
                    call.Json.WriteString("ProspectActivityId"u8, posted[row].Value.ActivityId);
            });
        return null;
    }

    private static Result<List<T>> Rows<T>(Call call, string what)
    {
        var rows = call.Read<List<T>>();
        return rows.Failure is null && rows.Value.Count > MostRows
            ? ActivityRules.Invalid($"You can not pass more than {MostRows} {what}.")
            : rows;
    }

    private static void Answer(Call call, int count, Func<int, Failure?> failureOf, Action<int> write)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("Response"u8);
        for (var row = 0; row < count; row++)
        {
            json.WriteStartObject();
            json.WriteNumber("RowNumber"u8, row + 1);
            write(row);
            if (failureOf(row) is { } failure)
                json.WriteString("ExceptionMessage"u8, failure.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
