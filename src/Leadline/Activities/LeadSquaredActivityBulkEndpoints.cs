using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// Up to 25 activities in a call, each row with an outcome of its own under its number from 1 (core §3.8, §3.12).
/// </summary>
internal sealed class LeadSquaredActivityBulkEndpoints(ActivityOperations activities)
{
    private const int MostRows = 25;

    public async Task<CommandAnswer> AddByLeadId(Call call)
    {
        var rows = Rows<ActivityBody>(call);
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<ActivityPosted>>>(
            claim => activities.PostAll(
                call.Caller, rows.Value.ConvertAll(LeadSquaredActivityInput.OnLead), claim, call.Cancelled),
            posted => AnswerPosted(call, posted));
    }

    public async Task<CommandAnswer> AddByLeadField(Call call)
    {
        if (call.Query("searchBy") is not { } searchBy)
            return new Failure(ErrorCode.InvalidInput, ErrorTexts.InvalidSearchBy);
        var rows = Rows<ActivityBody>(call);
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<ActivityPosted>>>(
            claim => activities.PostAllOnLeadsOf(call.Caller, searchBy, rows.Value, claim, call.Cancelled),
            posted => AnswerPosted(call, posted));
    }

    public async Task<Failure?> Update(Call call)
    {
        var rows = Rows<UpdateActivityBody>(call);
        if (rows.Failure is { } failure)
            return failure;
        Answer(call, "ActivityUpdated", await activities.Update(call.Caller, call.Transaction, rows.Value));
        return null;
    }

    private static void AnswerPosted(Call call, IReadOnlyList<Result<ActivityPosted>> posted) => Answer(
        call,
        "ActivityCreated",
        [.. posted.Select(row => row.Failure is { } refusal ? (Result<Guid>)refusal : row.Value.ActivityId)]);

    private static Result<List<T>> Rows<T>(Call call)
    {
        var rows = call.Read<List<T>>();
        return rows.Failure is null && rows.Value.Count > MostRows
            ? Failure.InvalidParameter($"You can not pass more than {MostRows} activities.")
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
