using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Up to 25 activities in a call, each row with an outcome of its own under its number from 1 (core §3.8, §3.12).</summary>
internal sealed class LeadSquaredActivityBulkEndpoints(ActivityOperations activities)
{
    private const int MostRows = 25;

    private static readonly Failure UnknownLead = new(ErrorCode.UnknownLead, "Lead does not exist in the system");

    public Task<Failure?> AddByLeadId(Call call) => Add(
        call,
        row => Guid.TryParse(row.RelatedProspectId, out var leadId)
            ? activities.CreateOnLead(call.Caller, leadId, row, call.Cancelled)
            : Task.FromResult<Result<ActivityPosted>>(UnknownLead));

    public async Task<Failure?> AddByLeadField(Call call) => call.Query("searchBy") is { } searchBy
        ? await Add(call, row => activities.CreateOnLeadOf(call.Caller, searchBy, row.SearchByValue, row, call.Cancelled))
        : new Failure(ErrorCode.InvalidInput, "Invalid SearchBy value provided");

    public async Task<Failure?> Update(Call call)
    {
        var rows = Rows<UpdateActivityBody>(call);
        if (rows.Failure is { } failure)
            return failure;
        Answer(call, "ActivityUpdated", await activities.Update(call.Caller, rows.Value));
        return null;
    }

    private static async Task<Failure?> Add(Call call, Func<ActivityBody, Task<Result<ActivityPosted>>> post)
    {
        var rows = Rows<ActivityBody>(call);
        if (rows.Failure is { } failure)
            return failure;
        var posts = new List<Task<Result<ActivityPosted>>>(rows.Value.Count);
        foreach (var row in rows.Value)
        {
            posts.Add(post(row));

            // A transaction that the whole call shares carries one row at a time; else the rows share the group's.
            if (call.Caller.Transaction is not null)
                await posts[^1];
        }

        var posted = await Task.WhenAll(posts);
        Answer(
            call,
            "ActivityCreated",
            [.. posted.Select(row => row.Failure is { } refusal ? (Result<Guid>)refusal : row.Value.ActivityId)]);
        return null;
    }

    private static Result<List<T>> Rows<T>(Call call)
    {
        var rows = call.Read<List<T>>();
        return rows.Failure is null && rows.Value.Count > MostRows
            ? LeadSquaredActivityPaging.Invalid($"You can not pass more than {MostRows} activities.")
            : rows;
    }

    private static void Answer(Call call, string flag, IReadOnlyList<Result<Guid>> outcomes)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("Response"u8);
        for (var row = 0; row < outcomes.Count; row++)
        {
            var failure = outcomes[row].Failure;
            json.WriteStartObject();
            json.WriteNumber("RowNumber"u8, row + 1);
            json.WriteBoolean(flag, failure is null);
            if (failure is null)
                json.WriteString("ProspectActivityId"u8, outcomes[row].Value);
            else
                json.WriteString("ExceptionMessage"u8, failure.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
