using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Writing many leads at once as LeadSquared's <c>Lead/Bulk</c> calls do (core §2.10, §2.16, §2.19).</summary>
internal sealed class LeadSquaredBulkEndpoints(LeadBulk leads)
{
    private const int MostCreated = 50;
    private const int MostCreatedOrUpdated = 25;
    private const int MostWithOneField = 50;
    private const int MostUpdated = 25;

    // How the wire writes ProspectID in this one call (core §2.10).
    private const string ProspectId = "ProspectId";

    public async Task<CommandAnswer> Create(Call call)
    {
        var rows = Rows(call, MostCreated);
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<LeadWritten>>>(
            claim => leads.Create(call.Caller, rows.Value, claim, call.Cancelled),
            outcomes => WriteRows(call.Json, outcomes, withUpdates: false));
    }

    public async Task<CommandAnswer> CreateOrUpdate(Call call)
    {
        var rows = Rows(call, MostCreatedOrUpdated);
        if (rows.Failure is { } failure)
            return failure;
        return await call.Run<IReadOnlyList<Result<LeadWritten>>>(
            claim => leads.CreateOrUpdate(call.Caller, rows.Value, claim, call.Cancelled),
            outcomes => WriteRows(call.Json, outcomes, withUpdates: true));
    }

    /// <summary>
    /// One field of many leads. Unknown leads are left out of the count; a value that fits no lead fails the call.
    /// </summary>
    public async Task<CommandAnswer> SetField(Call call)
    {
        var body = call.Read<BulkUpdateBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.LeadIds is not { Count: > 0 } ids)
            return Missing("LeadIds");
        if (body.Value.LeadFields is not { Attribute.Length: > 0 } field)
            return Missing("LeadFields");
        if (ids.Count > MostWithOneField)
            return TooMany(MostWithOneField);

        var known = ids.Select(id => Guid.TryParse(id, out var leadId) ? leadId : (Guid?)null)
            .OfType<Guid>()
            .Distinct();
        return await call.Run<int>(
            claim => leads.SetField(call.Caller, [.. known], field, claim, call.Cancelled),
            updated => LeadSquaredLeadAnswers.WriteMessage(call.Json, id: null, updated));
    }

    public async Task<CommandAnswer> Update(Call call)
    {
        var body = call.Read<UpdateV2Body>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.LeadPropertiesList is not { Count: > 0 } entries)
            return Missing("LeadPropertiesList");
        if (entries.Count > MostUpdated)
            return TooMany(MostUpdated);

        var searchBy = string.IsNullOrWhiteSpace(body.Value.SearchByKey) ? ProspectId : body.Value.SearchByKey.Trim();
        var rows = entries.ConvertAll(entry => entry.Fields ?? []);
        return await call.Run<IReadOnlyList<Result<LeadWritten>>>(
            claim => leads.Update(call.Caller, searchBy, rows, claim, call.Cancelled),
            outcomes => WriteUpdated(call.Json, body.Value, searchBy, rows, outcomes));
    }

    private static void WriteUpdated(
        Utf8JsonWriter json, UpdateV2Body body, string searchBy, List<List<LeadProperty>> rows,
        IReadOnlyList<Result<LeadWritten>> outcomes)
    {
        var failed = new List<UnwrittenRow>();
        var unprocessed = new List<UnwrittenRow>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i].Failure is not { } failure)
                continue;
            var asUnprocessed = failure.Code == ErrorCode.UnknownLead
                && body.Options is { PushNonExistentLeadsToUnProcessedList: true };
            (asUnprocessed ? unprocessed : failed).Add(
                new(searchBy, WriteLead.Identifier(searchBy, rows[i]), Reason(failure, rows[i])));
        }

        WriteSummary(json, outcomes.Count, failed, unprocessed);
    }

    private static Result<List<List<LeadProperty>>> Rows(Call call, int most)
    {
        var rows = call.Read<List<List<LeadProperty>>>();
        if (rows.Failure is { } unreadable)
            return unreadable;
        return rows.Value.Count == 0 ? new Failure(ErrorCode.MissingAttribute, "You have not passed any lead.")
            : rows.Value.Count > most ? TooMany(most)
            : rows;
    }

    private static Failure Missing(string name) => new(ErrorCode.MissingAttribute, $"You have not passed {name}.");

    // The service's own text for this is not known; it follows that of a page that is too large (core §1.7).
    private static Failure TooMany(int most) =>
        Failure.InvalidParameter($"Leads can not be more than {most}.");

    private static string Reason(Failure failure, List<LeadProperty> row) => failure.Code switch
    {
        _ when row.Count == 0 => "Fields cannot be empty",
        ErrorCode.UnknownLead => "Lead does not exist in the system or You do not have permission to update the lead",
        _ => failure.Message,
    };

    private static void WriteRows(Utf8JsonWriter json, IReadOnlyList<Result<LeadWritten>> outcomes, bool withUpdates)
    {
        json.WriteStartArray();
        for (var i = 0; i < outcomes.Count; i++)
        {
            var failure = outcomes[i].Failure;
            var isCreated = failure is null && outcomes[i].Value.IsCreated;
            json.WriteStartObject();
            json.WriteNumber("RowNumber"u8, i + 1);
            json.WriteString("LeadId"u8, failure is null ? outcomes[i].Value.LeadId.ToString() : "");
            json.WriteBoolean("LeadCreated"u8, isCreated);
            if (withUpdates)
            {
                json.WriteBoolean("LeadUpdated"u8, failure is null && !isCreated);
                json.WriteNumber("AffectedRows"u8, failure is null ? 1 : 0);
            }

            if (failure is not null)
            {
                json.WriteString("ExceptionType"u8, SurfaceErrors.LeadSquaredType(failure.Code));
                json.WriteString("ErrorMessage"u8, failure.Message);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Status is an object in this one answer (core §2.10).
    private static void WriteSummary(
        Utf8JsonWriter json, int total, List<UnwrittenRow> failed, List<UnwrittenRow> unprocessed)
    {
        json.WriteStartObject();
        json.WriteStartObject("Status"u8);
        json.WriteNumber("TotalCount"u8, total);
        json.WriteNumber("SuccessCount"u8, total - failed.Count - unprocessed.Count);
        json.WriteNumber("FailureCount"u8, failed.Count);
        json.WriteNumber("UnProcessedCount"u8, unprocessed.Count);
        json.WriteString("Message"u8, failed.Count == 0 ? "Success"u8 : "Error"u8);
        json.WriteEndObject();
        json.WriteStartObject("Details"u8);
        WriteUnwritten(json, "FailedLeads", failed);
        WriteUnwritten(json, "UnProcessedLeads", unprocessed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteUnwritten(Utf8JsonWriter json, string name, List<UnwrittenRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("Identifier"u8, row.Identifier);
            json.WriteString("IdentifierValue"u8, row.Value ?? "");
            json.WriteString("Reason"u8, row.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private sealed record UnwrittenRow(string Identifier, string? Value, string Reason);
}
