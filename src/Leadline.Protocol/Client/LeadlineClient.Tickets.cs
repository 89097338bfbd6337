using System.Globalization;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Tickets, and the desk that works on them.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of tickets.</summary>
    public Task<TicketPageResponse> SearchTickets(
        TicketSearchRequest request, CancellationToken cancellation = default) =>
        Post<TicketSearchRequest, TicketPageResponse>("tickets/search", request, cancellation);

    /// <summary>A ticket that is not in the bin.</summary>
    public Task<TicketResponse> Ticket(long number, CancellationToken cancellation = default) =>
        Get<TicketResponse>(TicketPath(number), cancellation);

    /// <summary>Makes a ticket.</summary>
    public Task<TicketResponse> CreateTicket(NewTicketRequest request, CancellationToken cancellation = default) =>
        Post<NewTicketRequest, TicketResponse>("tickets", request, cancellation);

    /// <summary>Changes a ticket: what is absent stays.</summary>
    public async Task<TicketResponse> ChangeTicket(
        long number, TicketChangeRequest request, CancellationToken cancellation = default) =>
        (await Patch<TicketChangeRequest, TicketResponse>(TicketPath(number), request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Puts a ticket into the bin.</summary>
    public Task<TicketResponse> TrashTicket(long number, CancellationToken cancellation = default) =>
        Delete<TicketResponse>(TicketPath(number), cancellation);

    /// <summary>Takes a ticket out of the bin.</summary>
    public Task<TicketResponse> RestoreTicket(long number, CancellationToken cancellation = default) =>
        Post<TicketResponse>(TicketPath(number, "restore"), cancellation);

    /// <summary>Merges a ticket into another, which goes on.</summary>
    public Task<TicketResponse> MergeTicket(long number, long into, CancellationToken cancellation = default) =>
        Post<MergeRequest, TicketResponse>(
            TicketPath(number, "merge"), new MergeRequest { Into = into }, cancellation);

    /// <summary>Every change of a ticket.</summary>
    public Task<TicketHistoryResponse> TicketHistory(long number, CancellationToken cancellation = default) =>
        Get<TicketHistoryResponse>(TicketPath(number, "history"), cancellation);

    /// <summary>
    /// What was said on a ticket, the oldest first: up to 200 messages after as many as the offset says.
    /// </summary>
    public Task<ConversationsResponse> TicketMessages(
        long number, long offset = 0, CancellationToken cancellation = default) =>
        Get<ConversationsResponse>(
            TicketPath(number, string.Create(CultureInfo.InvariantCulture, $"conversations?offset={offset}")),
            cancellation);

    /// <summary>Answers the customer.</summary>
    /// <param name="number">The ticket's number.</param>
    /// <param name="request">What is said.</param>
    /// <param name="files">What goes along: at most 20, less than 10 MiB together.</param>
    /// <param name="once">
    /// A key of this answer: repeated with the same answer, it is said once. Another answer takes another key.
    /// </param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<SaidResponse> ReplyToTicket(
        long number, SayRequest request, IReadOnlyList<FileToSend> files, string once,
        CancellationToken cancellation = default) =>
        Say(TicketPath(number, "replies"), request, files, once, cancellation);

    /// <summary>Adds a note, which the customer never sees.</summary>
    /// <inheritdoc cref="ReplyToTicket" path="/param"/>
    public Task<SaidResponse> AddTicketNote(
        long number, SayRequest request, IReadOnlyList<FileToSend> files, string once,
        CancellationToken cancellation = default) =>
        Say(TicketPath(number, "notes"), request, files, once, cancellation);

    /// <summary>The fields of tickets.</summary>
    public Task<TicketFieldsResponse> TicketFields(CancellationToken cancellation = default) =>
        Get<TicketFieldsResponse>("ticket-fields", cancellation);

    /// <summary>The groups of agents.</summary>
    public Task<TicketGroupsResponse> TicketGroups(CancellationToken cancellation = default) =>
        Get<TicketGroupsResponse>("ticket-groups", cancellation);

    /// <summary>How the service desk works.</summary>
    public Task<ServiceDeskResponse> ServiceDesk(CancellationToken cancellation = default) =>
        Get<ServiceDeskResponse>("service-desk", cancellation);

    /// <summary>The users with their roles in the service desk.</summary>
    public Task<ServiceRolesResponse> ServiceRoles(CancellationToken cancellation = default) =>
        Get<ServiceRolesResponse>("service-roles", cancellation);

    /// <summary>Mails that made no ticket, the latest first: up to 200 after as many as the offset says.</summary>
    public Task<SetAsideMailsResponse> SetAsideMails(int offset = 0, CancellationToken cancellation = default) =>
        Get<SetAsideMailsResponse>(
            string.Create(CultureInfo.InvariantCulture, $"set-aside-mails?offset={offset}"), cancellation);

    /// <summary>Makes a ticket of such a mail, or adds it to one.</summary>
    public Task<TicketResponse> TakeUpMail(
        Guid mail, TakeUpMailRequest request, CancellationToken cancellation = default) =>
        Post<TakeUpMailRequest, TicketResponse>($"set-aside-mails/{mail}/ticket", request, cancellation);

    /// <summary>Drops such a mail for good.</summary>
    public Task DropMail(Guid mail, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"set-aside-mails/{mail}", cancellation);

    private async Task<SaidResponse> Say(
        string path, SayRequest request, IReadOnlyList<FileToSend> files, string once, CancellationToken cancellation)
    {
        HttpContent content = Content(request);
        if (files.Count > 0)
        {
            // The boundary is a part of what the key stands for: a call that is repeated is the same to the byte.
            var form = new MultipartFormDataContent($"leadline-{once}") { { content, "message" } };
            AddFiles(form, files);
            content = form;
        }

        using var sent = content;
        using var response = await Call(HttpMethod.Post, path, content, null, cancellation, once)
            .ConfigureAwait(false);
        return await Read<SaidResponse>(response, cancellation).ConfigureAwait(false);
    }

    private static string TicketPath(long number, string? below = null) =>
        string.Create(CultureInfo.InvariantCulture, $"tickets/{number}") + (below is null ? "" : $"/{below}");
}
