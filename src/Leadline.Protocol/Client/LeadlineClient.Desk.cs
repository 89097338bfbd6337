using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Administration: the service desk, and calls that were refused.</content>
public sealed partial class LeadlineClient
{
    /// <summary>How the service desk works.</summary>
    public Task<ServiceDeskResponse> Desk(CancellationToken cancellation = default) =>
        Get<ServiceDeskResponse>("service-desk", cancellation);

    /// <summary>Changes how the service desk works.</summary>
    public async Task<ServiceDeskResponse> ChangeDesk(
        ServiceDeskRequest request, CancellationToken cancellation = default) =>
        (await Patch<ServiceDeskRequest, ServiceDeskResponse>("service-desk", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>The groups of agents.</summary>
    public Task<TicketGroupsResponse> DeskGroups(CancellationToken cancellation = default) =>
        Get<TicketGroupsResponse>("ticket-groups", cancellation);

    /// <summary>Makes a group of agents.</summary>
    public Task<TicketGroupResponse> CreateDeskGroup(
        TicketGroupRequest request, CancellationToken cancellation = default) =>
        Post<TicketGroupRequest, TicketGroupResponse>("ticket-groups", request, cancellation);

    /// <summary>Replaces a group of agents.</summary>
    public Task<TicketGroupResponse> ReplaceDeskGroup(
        Guid group, TicketGroupRequest request, CancellationToken cancellation = default) =>
        Put<TicketGroupRequest, TicketGroupResponse>($"ticket-groups/{group}", request, cancellation);

    /// <summary>Removes a group of agents.</summary>
    public Task RemoveDeskGroup(Guid group, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"ticket-groups/{group}", cancellation);

    /// <summary>The fields of tickets.</summary>
    public Task<TicketFieldsResponse> DeskFields(CancellationToken cancellation = default) =>
        Get<TicketFieldsResponse>("ticket-fields", cancellation);

    /// <summary>The SLA policies, in the order in which they are tried.</summary>
    public Task<SlaPoliciesResponse> SlaPolicies(CancellationToken cancellation = default) =>
        Get<SlaPoliciesResponse>("sla-policies", cancellation);

    /// <summary>Makes an SLA policy.</summary>
    public Task<SlaPolicyResponse> CreateSlaPolicy(
        SlaPolicyRequest request, CancellationToken cancellation = default) =>
        Post<SlaPolicyRequest, SlaPolicyResponse>("sla-policies", request, cancellation);

    /// <summary>Replaces an SLA policy.</summary>
    public Task<SlaPolicyResponse> ReplaceSlaPolicy(
        Guid policy, SlaPolicyRequest request, CancellationToken cancellation = default) =>
        Put<SlaPolicyRequest, SlaPolicyResponse>($"sla-policies/{policy}", request, cancellation);

    /// <summary>Removes an SLA policy.</summary>
    public Task RemoveSlaPolicy(Guid policy, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"sla-policies/{policy}", cancellation);

    /// <summary>The business hours.</summary>
    public Task<BusinessHoursListResponse> BusinessHours(CancellationToken cancellation = default) =>
        Get<BusinessHoursListResponse>("business-hours", cancellation);

    /// <summary>Makes business hours.</summary>
    public Task<BusinessHoursResponse> CreateBusinessHours(
        BusinessHoursRequest request, CancellationToken cancellation = default) =>
        Post<BusinessHoursRequest, BusinessHoursResponse>("business-hours", request, cancellation);

    /// <summary>Replaces business hours.</summary>
    public Task<BusinessHoursResponse> ReplaceBusinessHours(
        Guid hours, BusinessHoursRequest request, CancellationToken cancellation = default) =>
        Put<BusinessHoursRequest, BusinessHoursResponse>($"business-hours/{hours}", request, cancellation);

    /// <summary>Removes business hours that no policy uses.</summary>
    public Task RemoveBusinessHours(Guid hours, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"business-hours/{hours}", cancellation);

    /// <summary>The mailboxes that mail is taken from.</summary>
    public Task<MailboxesResponse> Mailboxes(CancellationToken cancellation = default) =>
        Get<MailboxesResponse>("mailboxes", cancellation);

    /// <summary>Has mail taken from a mailbox.</summary>
    public Task<MailboxResponse> CreateMailbox(MailboxRequest request, CancellationToken cancellation = default) =>
        Post<MailboxRequest, MailboxResponse>("mailboxes", request, cancellation);

    /// <summary>Changes what is sent of a mailbox.</summary>
    public async Task<MailboxResponse> ChangeMailbox(
        Guid mailbox, MailboxRequest request, CancellationToken cancellation = default) =>
        (await Patch<MailboxRequest, MailboxResponse>($"mailboxes/{mailbox}", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Takes no more mail from a mailbox.</summary>
    public Task RemoveMailbox(Guid mailbox, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"mailboxes/{mailbox}", cancellation);

    /// <summary>Tries to get into a mailbox; no message is touched.</summary>
    public Task<MailboxTestResponse> TestMailbox(Guid mailbox, CancellationToken cancellation = default) =>
        Post<MailboxTestResponse>($"mailboxes/{mailbox}/test", cancellation);

    /// <summary>The last calls that were refused, the newest first.</summary>
    /// <param name="before">The id of the last one of the page before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<RefusedCallsResponse> RefusedCalls(
        Guid? before = null, int limit = 100, CancellationToken cancellation = default) =>
        Get<RefusedCallsResponse>(
            $"refused-calls?limit={Number(limit)}" + (before is null ? "" : $"&before={before}"), cancellation);
}
