using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>How the service desk works, in Leadline's own API.</summary>
internal sealed class DeskEndpoints(DeskOperations desks, FieldOperations fields)
{
    public async Task<Failure?> Get(Call call) =>
        call.Answer(Response(await desks.Get(call.Caller.AccountId)), OwnJson.Default.ServiceDeskResponse);

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<ServiceDeskRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        if (Refusal(body.Value, catalog) is { } refusal)
            return refusal;
        var changed = await desks.Change(
            call.Caller, call.Transaction, (_, desk) => Task.FromResult<Result<Desk>>(Changed(desk, body.Value)));
        return call.Answer(changed, Response, OwnJson.Default.ServiceDeskResponse);
    }

    private static Desk Changed(Desk desk, ServiceDeskRequest request) =>
        desk with
        {
            ApiEnabled = request.ApiEnabled ?? desk.ApiEnabled,
            ApiAddresses = request.ApiAddresses ?? desk.ApiAddresses,
            Settings = desk.Settings with
            {
                PausedStatuses = request.PausedStatuses ?? desk.Settings.PausedStatuses,
                DoneStatuses = request.DoneStatuses ?? desk.Settings.DoneStatuses,
                ReopenedStatus = request.ReopenedStatus ?? desk.Settings.ReopenedStatus,
                MailAddress = Given(
                    request.MailAddress is { } address ? EmailAddress.Read(address) ?? "" : null,
                    desk.Settings.MailAddress),
                MailName = Given(request.MailName, desk.Settings.MailName),
                MailType = Given(request.MailType, desk.Settings.MailType),
                Acknowledge = request.Acknowledge ?? desk.Settings.Acknowledge,
                PortalEnabled = request.PortalEnabled ?? desk.Settings.PortalEnabled,
            },
        };

    private static Failure? Refusal(ServiceDeskRequest request, FieldCatalog catalog)
    {
        foreach (var range in request.ApiAddresses ?? [])
            if (!AddressRules.IsRange(range))
                return Invalid($"'{range}' is not an address range such as 10.0.0.0/8.");
        var statuses = catalog.Find(TicketFieldNames.Status)!.Options;
        foreach (var status in (request.PausedStatuses ?? []).Concat(request.DoneStatuses ?? []).Concat(
                     request.ReopenedStatus is { } reopened ? [reopened] : []))
            if (!statuses.Contains(status))
                return Invalid($"'{status}' is not a status of the account.");
        if (request.MailAddress is { Length: > 0 } address && EmailAddress.Read(address) is null)
            return Invalid("'mailAddress' is an e-mail address.");
        return request.MailName?.Any(char.IsControl) == true ? Invalid("'mailName' is one line.") : null;
    }

    private static string? Given(string? sent, string? before) =>
        sent is null ? before
        : sent.Length == 0 ? null
        : sent;

    private static ServiceDeskResponse Response(Desk desk) => new(
        desk.ApiEnabled,
        desk.ApiAddresses,
        desk.Settings.PausedStatuses,
        desk.Settings.DoneStatuses,
        desk.Settings.ReopenedStatus,
        desk.Settings.MailAddress,
        desk.Settings.MailName,
        desk.Settings.MailType,
        desk.Settings.Acknowledge,
        desk.PortalEnabled);

    private static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message);
}
