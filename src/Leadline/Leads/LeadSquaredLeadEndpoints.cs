using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>Writing leads as LeadSquared's <c>LeadManagement.svc</c> does (core §2).</summary>
internal sealed class LeadSquaredLeadEndpoints(LeadOperations leads)
{
    public async Task<CommandAnswer> Create(Call call)
    {
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        return await call.Run<LeadWritten>(
            claim => leads.Create(call.Caller, properties.Value, claim, call.Cancelled),
            created => LeadSquaredLeadAnswers.WriteMessage(call.Json, created.LeadId, affectedRows: null));
    }

    public Task<CommandAnswer> Update(Call call) => OfId(call, leads.Update);

    // Has the parameters and the answer of an update (core §2.5). A visitor's id is one that no lead has yet.
    public Task<CommandAnswer> Convert(Call call) => OfId(call, leads.Convert);

    public async Task<CommandAnswer> CreateOrUpdate(Call call)
    {
        var properties = call.Read<List<LeadProperty>>();
        if (properties.Failure is { } unreadable)
            return unreadable;
        return await call.Run<LeadWritten>(
            claim => leads.CreateOrUpdate(
                call.Caller,
                properties.Value,
                LeadSquaredLeadInput.IsQuiet(call.Query(LeadSquaredLeadInput.PostUpdated)),
                claim,
                call.Cancelled),
            written => LeadSquaredLeadAnswers.WriteMessage(call.Json, written.LeadId, affectedRows: 1));
    }

    public async Task<CommandAnswer> Capture(Call call)
    {
        var input = LeadSquaredLeadInput.ReadCapture(call.Query(LeadSquaredLeadInput.UpdateBehavior), call.Body.Span);
        if (input.Failure is { } failure)
            return failure;
        var (properties, behavior) = input.Value;
        return await call.Run<LeadWritten>(
            claim => leads.Capture(call.Caller, properties, behavior, claim, call.Cancelled),
            captured => LeadSquaredLeadAnswers.WriteCaptured(call.Json, captured));
    }

    // Deletes by GET, and answers without a Message (core §2.13).
    public async Task<Failure?> Delete(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for deleting lead");
        if (!Guid.TryParse(leadId, out var id))
            return LeadRules.Unknown;
        if ((await leads.Delete(call.Caller, id, call.Cancelled)).Failure is { } failure)
            return failure;
        call.Json.WriteStartObject();
        call.Json.WriteString("Status"u8, "Success"u8);
        call.Json.WriteEndObject();
        return null;
    }

    private static async Task<CommandAnswer> OfId(
        Call call,
        Func<
            Caller,
            Guid,
            IReadOnlyList<LeadProperty>,
            bool,
            Claim<Result<LeadWritten>>?,
            CancellationToken,
            Task<Result<LeadWritten>>
        > write)
    {
        var input = LeadSquaredLeadInput.ReadUpdate(call.Query(LeadSquaredLeadInput.LeadId), call.Body.Span);
        if (input.Failure is { } failure)
            return failure;
        var (leadId, properties) = input.Value;
        var isQuiet = LeadSquaredLeadInput.IsQuietUpdate(call.Query(LeadSquaredLeadInput.PostUpdated));
        return await call.Run<LeadWritten>(
            claim => write(call.Caller, leadId, properties, isQuiet, claim, call.Cancelled),
            _ => LeadSquaredLeadAnswers.WriteMessage(call.Json, id: null, affectedRows: 1));
    }
}
