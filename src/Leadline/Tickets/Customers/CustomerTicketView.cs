using Leadline.Accounts;
using Leadline.Portals.Hosted;
using Leadline.ServiceDesk;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets.Customers;

/// <summary>A ticket as its customer sees it: how it stands, what was said, and the form of an answer.</summary>
internal sealed class CustomerTicketView(CustomerTickets tickets)
{
    public const string AnswerInput = "answer";

    /// <summary>The page, with what is wrong with the answer that was sent, if one was.</summary>
    public async Task<Page> Of(PageRequest at, Ticket ticket, DeskSettings desk, string? error, string? filesError)
    {
        var account = at.Context.Caller.Account;
        var (messages, files) = await tickets.Messages(ticket);
        var description = ticket.Value(TicketFieldNames.Description);

        // A ticket that began with a message has it as its description, too.
        var isSaid = messages.Any(message => TextOf(message) == description?.Trim());
        List<Section> sections = [];
        if (!string.IsNullOrWhiteSpace(description) && !isSaid)
            sections.Add(new Section("description", "Description") { Text = description });
        if (messages.Count > 0)
            sections.Add(new Section("conversation", "Conversation")
            {
                Messages = [.. messages.Select(message => Shown(at, ticket, message, files[message.Number]))],
            });
        return new Page($"{ticket.Key} {ticket.Title}")
        {
            Facts = [.. Facts(account, ticket)],
            Sections = sections,
            Form = new Form(
                TicketPortalPage.Of(ticket),
                "Send",
                [
                    new Field(AnswerInput, "Your answer", Field.LongType)
                    {
                        Value = at.Form[AnswerInput].ToString(),
                        Hint = (desk.DoneStatuses.Contains(ticket.Status) ? "The ticket is done; an answer opens it again. " : "")
                            + $"At most {CustomerInput.LongestText:N0} characters.",
                        Error = error,
                    },
                    CustomerInput.FilesField(at, filesError),
                ])
            {
                Title = "Answer",
            },
            Links = [(TicketPortalPage.Path, "Your tickets")],
        };
    }

    private IEnumerable<(string Name, string Value)> Facts(Account account, Ticket ticket)
    {
        yield return ("Status", ticket.Status);
        yield return ("Opened", PortalPage.Minute(account, ticket.CreatedOn));

        if (tickets.Promise(ticket) is { } due)
            yield return ("To be solved by", PortalPage.Minute(account, due));
    }

    private static Message Shown(PageRequest at, Ticket ticket, CustomerMessage message, IEnumerable<FileEntry> files)
    {
        var isOwn = MessageKinds.IsInbound(message.Kind);
        return new Message(
            !isOwn ? at.Portal.Name : message.Sender ?? "You",
            PortalPage.Minute(at.Context.Caller.Account, message.CreatedOn),
            TextOf(message),
            isOwn)
        {
            Files = [.. files.Select(file => ($"{TicketPortalPage.Of(ticket)}/files/{file.Id}", $"{file.Name} ({FileSize.Print(file.Size)})"))],
        };
    }

    // HTML that came by mail is never shown as such.
    private static string TextOf(CustomerMessage message) =>
        (string.IsNullOrWhiteSpace(message.Text) ? HtmlText.Of(message.Html ?? "") : message.Text).Trim();
}
