using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>
/// Finding leads by what identifies them as LeadSquared's <c>LeadManagement.svc</c> does (core §2.7).
/// </summary>
internal sealed class LeadSquaredLeadReadEndpoints(LeadReads leads)
{
    public async Task<Failure?> GetById(Call call) =>
        await Write(call, call.QueryId("id") is { } id ? await leads.ById(call.Caller, id, call.Cancelled) : null);

    // A wrong parameter name finds nothing, and is no error (core §2.17).
    public async Task<Failure?> GetByEmailAddress(Call call)
    {
        // An address holds no space: it was a + that its sender did not encode (clients.md A4).
        var found = call.Query("emailaddress") is { } address
            ? await leads.ByUnique(
                call.Caller,
                LeadFieldNames.EmailAddress,
                EmailAddress.Read(address) ?? UnicodeText.Visible(address).Trim().Replace(' ', '+'),
                call.Cancelled)
            : (StoredLead?)null;
        return found.Failure ?? await Write(call, found.Value);
    }

    // Some clients POST the number in a body that the service never read (clients.md A3): that finds nothing.
    public async Task<Failure?> GetByPhoneNumber(Call call)
    {
        if (call.Query("phone") is not { } phone)
            return await Write(call, null);

        // A space at the beginning may be a + that its sender did not encode.
        var found = phone.StartsWith(' ') ? await leads.ByPhone(call.Caller, $"+{phone[1..]}", call.Cancelled) : null;
        return await Write(call, found ?? await leads.ByPhone(call.Caller, phone, call.Cancelled));
    }

    public async Task<Failure?> GetByIds(Call call)
    {
        var body = call.Read<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.SearchParameters?.LeadIds is not { } sent)
            return new Failure(ErrorCode.MissingAttribute, "'LeadIds' is mandatory");
        if (sent.Count > LeadReads.MostIds)
            return new Failure(ErrorCode.LimitExceeded, $"LeadIds can not be more than {LeadReads.MostIds}.");
        var ids = sent.Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty).Distinct().ToArray();
        var found = await leads.ByIds(call.Caller, ids, call.Cancelled);
        var view = (await leads.Columns(call.Caller)).Select(
            body.Value.Columns?.Include_CSV, body.Value.Columns?.Exclude_CSV);

        var page = LeadSquaredPaging.Read(body.Value, LeadReads.MostIds, LeadReads.MostIds);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("RecordCount"u8, found.Count);
        call.Json.WriteStartArray("Leads"u8);
        foreach (var lead in found.Skip(page.Offset).Take(page.Limit))
        {
            call.Cancelled.ThrowIfCancellationRequested();
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        }

        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    /// <summary>
    /// The owner of the lead that a unique field's value identifies (core §2.13); members that Leadline keeps nothing
    /// for are null.
    /// </summary>
    public async Task<Failure?> GetOwner(Call call)
    {
        if (call.Query("LeadIdentifier") is not { } field || call.Query("value") is not { } value)
            return new Failure(ErrorCode.MissingAttribute, "'LeadIdentifier' and 'value' are mandatory");
        var found = await leads.ByUnique(call.Caller, field, value, call.Cancelled);
        if (found.Failure is { } failure)
            return failure;
        IReadOnlyList<LeadOwnerResponse> owners =
            found.Value is { } lead && call.Caller.Account.Users.TryGetValue(lead.OwnerId, out var owner)
                ? [LeadSquaredOwnerAnswers.Owner(owner, call.Caller.Account)]
                : [];
        return call.Answer(owners, LeadSquaredJson.Default.IReadOnlyListLeadOwnerResponse);
    }

    private async ValueTask<Failure?> Write(Call call, StoredLead? lead)
    {
        call.Json.WriteStartArray();
        if (lead is not null)
            (await leads.Columns(call.Caller)).All.WriteFlat(call.Json, lead, call.Caller.Account);
        call.Json.WriteEndArray();
        return null;
    }
}
