using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads.Editing;

/// <summary>Making, changing and deleting leads in Leadline's own API, and who is there already.</summary>
internal sealed class LeadEditEndpoints(
    LeadEditOperations edits, LeadDuplicateOperations duplicates, LeadOperations leads, LeadReads reads)
{
    private static readonly Failure NoLead = new(ErrorCode.UnknownRecord, "There is no such lead.");

    /// <summary><c>POST leads</c>: the lead as <c>GET leads/{lead}</c> has it.</summary>
    public async Task<CommandAnswer> Create(Call call)
    {
        var values = Values(call);
        if (values.Failure is { } unreadable)
            return unreadable;
        var view = (await reads.Columns(call.Caller)).All;
        return await call.Run<LeadEdited>(
            claim => edits.Create(call.Caller, values.Value, claim, call.Cancelled),
            edited => Write(call, view, edited));
    }

    /// <summary><c>PATCH leads/{lead}</c>, with If-Match where nobody's change is to be written over.</summary>
    public async Task<Failure?> Change(Call call)
    {
        var values = Values(call);
        if (values.Failure is { } unreadable)
            return unreadable;
        if (call.RouteId("lead") is not { } leadId)
            return NoLead;
        var edited = await edits.Change(call.Caller, leadId, values.Value, IfMatch.Moment(call), call.Cancelled);
        if (edited.Failure is { } failure)
            return failure;
        Write(call, (await reads.Columns(call.Caller)).All, edited.Value);
        return null;
    }

    public async Task<Failure?> Delete(Call call)
    {
        if (call.RouteId("lead") is not { } leadId)
            return NoLead;
        var deleted = await leads.Delete(call.Caller, leadId, call.Cancelled);
        return deleted.Failure ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary><c>POST leads/duplicates</c></summary>
    public async Task<Failure?> Duplicates(Call call)
    {
        var body = call.ReadStrictly<LeadDuplicatesRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Values is not { } values)
            return new Failure(ErrorCode.MissingAttribute, "'values' is mandatory.") { Field = "values" };
        var found = await duplicates.Find(call.Caller, values, body.Value.Except, call.Cancelled);
        return call.Answer(
            found,
            all => new LeadDuplicatesResponse([.. all.Select(one => Response(Card(call, one.Lead), one))]),
            OwnJson.Default.LeadDuplicatesResponse);
    }

    public async Task<Failure?> Settings(Call call) => call.Answer(
        new LeadSettingsMessage { TellsHiddenDuplicates = await duplicates.TellsHidden(call.Caller) },
        OwnJson.Default.LeadSettingsMessage);

    public async Task<Failure?> ChangeSettings(Call call)
    {
        var body = call.ReadStrictly<LeadSettingsMessage>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var tells = body.Value.TellsHiddenDuplicates ?? await duplicates.TellsHidden(call.Caller);
        return call.Answer(
            await duplicates.TellHidden(call.Caller, tells),
            changed => new LeadSettingsMessage { TellsHiddenDuplicates = changed },
            OwnJson.Default.LeadSettingsMessage);
    }

    private static LeadDuplicateResponse Response(LeadCardResponse card, LeadDuplicate found) =>
        new(found.Field, found.IsUnique, found.IsHidden, card.OwnerName, found.IsHidden ? null : card);

    private static LeadCardResponse Card(Call call, StoredLead stored)
    {
        var lead = stored.Parse();
        return new LeadCardResponse(
            lead.Id,
            lead.Number,
            lead.Name,
            lead.Value(LeadFieldNames.Stage),
            lead.OwnerId,
            call.Caller.Account.Users.GetValueOrDefault(lead.OwnerId)?.Name,
            lead.LastActivityName,
            lead.LastActivityOn);
    }

    private static Result<Dictionary<string, string?>> Values(Call call)
    {
        var body = call.ReadStrictly<LeadValuesRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return body.Value.Values is { } values
            ? values
            : new Failure(ErrorCode.MissingAttribute, "'values' is mandatory.") { Field = "values" };
    }

    private static void Write(Call call, LeadView view, LeadEdited edited)
    {
        var lead = edited.Whole;
        IfMatch.Tell(call, lead.ModifiedOn);
        view.WriteFlat(call.Json, lead, call.Caller.Account);
    }
}
