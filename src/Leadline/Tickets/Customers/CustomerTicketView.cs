using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Portals.Hosted;
using Leadline.ServiceDesk;
using Leadline.Tickets.Conversations;
using Leadline.Tickets.Customers.Pages;

namespace Leadline.Tickets.Customers;

/// <summary>What the page of a ticket shows.</summary>
internal sealed class CustomerTicketView(CustomerTickets tickets)
{
    /// <summary>The parameters of <see cref="TicketPage"/>.</summary>
    public async Task<object> Build(PageRequest at, Ticket ticket, DeskSettings desk)
    {
        var (messages, files) = await tickets.Messages(ticket);
        var description = ticket.Value(TicketFieldNames.Description);

        // A ticket that began with a message has it as its description, too.
        var isSaid = messages.Any(message => TextOf(message) == description?.Trim());
        return new
        {
            ticket.Key,
            Subject = ticket.Title,
            Path = TicketPortalPage.PathOf(ticket),
            IsDone = desk.DoneStatuses.Contains(ticket.Status),
            Facts = Facts(at.Context.Caller.Account, ticket).ToList(),
            Description = string.IsNullOrWhiteSpace(description) || isSaid ? null : description,
            Messages = messages.Select(message => Shown(at, ticket, message, [.. files[message.Number]])).ToList(),
        };
    }

    private IEnumerable<(string Name, string Value)> Facts(Account account, Ticket ticket)
    {
        yield return ("Status", ticket.Status);
        yield return ("Opened", PortalPage.Minute(account, ticket.CreatedOn));

        if (tickets.Promise(ticket) is { } due)
            yield return ("To be solved by", PortalPage.Minute(account, due));
    }

    private static Message Shown(PageRequest at, Ticket ticket, CustomerMessage message, IReadOnlyList<FileEntry> files)
    {
        var isOwn = MessageKinds.IsInbound(message.Kind);
        var path = $"{TicketPortalPage.PathOf(ticket)}/files";
        var shown = new HashSet<Guid>();
        var html = isOwn || message.Html is not { Length: > 0 } formatted
            ? null
            : SafeHtml.WithinPage(formatted, Enclosed);
        return new Message(
            !isOwn ? at.Portal.Name : message.Sender ?? "You",
            PortalPage.Minute(at.Context.Caller.Account, message.CreatedOn),
            TextOf(message),
            html,
            isOwn,
            [
                .. files.Where(file => !shown.Contains(file.Id)).Select(file =>
                    ($"{path}/{file.Id}", $"{file.Name} ({FileSize.Print(file.Size)})")),
            ]);

        // A picture that stands in the text is no file beside it.
        string? Enclosed(string name)
        {
            if (AgentMessage.Picture(files, name) is not { } id)
                return null;
            shown.Add(id);
            return at.To($"{path}/{id}");
        }
    }

    // HTML that came by mail is never shown as such.
    private static string TextOf(CustomerMessage message) =>
        (string.IsNullOrWhiteSpace(message.Text) ? HtmlText.Extract(message.Html ?? "") : message.Text).Trim();
}
