using Leadline.Activities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>
/// Up to 25 opportunities, or activities of one, in a call. The documentation's answers are not known: they are given
/// in the form of the bulk calls for activities, each row with an outcome of its own under its number from 1 (extended
/// §2.9).
/// </summary>
internal sealed class LeadSquaredOpportunityBulkEndpoints(
    OpportunityOperations opportunities, OpportunityActivities activities)
{
    private const int MostRows = 25;

    /// <summary>Makes no leads.</summary>
    public async Task<CommandAnswer> AddByLeadField(Call call)
    {
        if (call.Query("SearchBy") is not { } searchBy)
            return new Failure(ErrorCode.InvalidInput, ErrorTexts.InvalidSearchBy);
        var rows = Rows<OpportunityBody>(call, "opportunities");
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<OpportunityCaptured>>>(
            claim => opportunities.AddToLeadsOf(call.Caller, searchBy, rows.Value, claim, call.Cancelled),
            added => Answer(
                call,
                added,
                row => row.Failure is null && row.Value.IsCreated,
                "OpportunityCreated"u8,
                "ProspectOpportunityId"u8,
                captured => captured.OpportunityId));
    }

    public async Task<CommandAnswer> UpdateByOpportunityId(Call call)
    {
        var rows = Rows<UpdateOpportunityBody>(call, "opportunities");
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<Guid>>>(
            claim => opportunities.UpdateAll(call.Caller, rows.Value, claim, call.Cancelled),
            updated =>
                Answer(
                    call,
                    updated,
                    row => row.Failure is null,
                    "OpportunityUpdated"u8,
                    "ProspectOpportunityId"u8,
                    id => id));
    }

    public async Task<CommandAnswer> AddActivities(Call call)
    {
        var rows = Rows<ActivityBody>(call, "activities");
        if (rows.Failure is { } failure)
            return failure;
        if (call.QueryId("opportunityId") is not { } opportunityId)
            return OpportunityRules.Unknown;
        return await call.Run<IReadOnlyList<Result<ActivityPosted>>>(
            claim => activities.AddAll(call.Caller, opportunityId, rows.Value, claim, call.Cancelled),
            posted => Answer(
                call,
                posted,
                row => row.Failure is null,
                "ActivityCreated"u8,
                "ProspectActivityId"u8,
                activity => activity.ActivityId));
    }

    private static Result<List<T>> Rows<T>(Call call, string what)
    {
        var rows = call.Read<List<T>>();
        return rows.Failure is null && rows.Value.Count > MostRows
            ? Failure.InvalidParameter($"You can not pass more than {MostRows} {what}.")
            : rows;
    }

    private static void Answer<T>(
        Call call,
        IReadOnlyList<Result<T>> outcomes,
        Func<Result<T>, bool> isDone,
        ReadOnlySpan<byte> flag,
        ReadOnlySpan<byte> idName,
        Func<T, Guid> idOf)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("Response"u8);
        for (var row = 0; row < outcomes.Count; row++)
        {
            var failure = outcomes[row].Failure;
            json.WriteStartObject();
            json.WriteNumber("RowNumber"u8, row + 1);
            json.WriteBoolean(flag, isDone(outcomes[row]));
            if (failure is null)
                json.WriteString(idName, idOf(outcomes[row].Value));
            else
                json.WriteString("ExceptionMessage"u8, failure.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
