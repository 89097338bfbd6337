using System.Net;
using Leadline.App.Leads;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>What canned answers and macros can name of a ticket.</summary>
/// <param name="ticket">The ticket.</param>
/// <param name="customer">Whose it is; null where the user may not see that.</param>
/// <param name="me">The name of who writes.</param>
public sealed class TicketFacts(TicketResponse ticket, LeadRow? customer, string me)
{
    /// <summary>The names, as they stand between the braces.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "customer.name", "customer.firstName", "customer.lastName", "customer.email", "customer.phone",
        "customer.company", "ticket.number", "ticket.subject", "agent.name",
    ];

    /// <summary>The value of a name; null where it is none of these, or there is nothing.</summary>
    public string? this[string name] => name.ToLowerInvariant() switch
    {
        "customer.name" => FullName,
        "customer.firstname" => customer?["FirstName"],
        "customer.lastname" => customer?["LastName"],
        "customer.email" => customer?["EmailAddress"],
        "customer.phone" => customer?["Phone"],
        "customer.company" => customer?["Company"],
        "ticket.number" => ticket.Key,
        "ticket.subject" => ticket.Fields.GetValueOrDefault("Title"),
        "agent.name" => me,
        _ => null,
    };

    private string? FullName =>
        $"{customer?["FirstName"]} {customer?["LastName"]}".Trim() is { Length: > 0 } name ? name : null;

    /// <summary>The text with what is known filled in.</summary>
    public string Fill(string text) => Placeholders.Fill(text, name => this[name]);

    /// <summary>HTML with what is known filled in, as text whatever it holds.</summary>
    public string FillHtml(string html) => Placeholders.Fill(html, name => WebUtility.HtmlEncode(this[name]));
}
