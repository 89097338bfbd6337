using Leadline.Platform;

namespace Leadline.InboundMail;

/// <summary>Whose mail it is: a form on a web site, or a list, sends in another's name.</summary>
/// <param name="Customer">Who is answered; empty where the mail names nobody.</param>
/// <param name="Name">The customer's name; may be empty.</param>
/// <param name="Others">Who else gets the answer.</param>
internal sealed record MailPeople(string Customer, string Name, IReadOnlyList<string> Others)
{
    /// <param name="mail">The mail.</param>
    /// <param name="desk">The desk's own address, which is nobody's in particular; null where it has none.</param>
    public static MailPeople Of(IncomingMail mail, string? desk)
    {
        var author = new MailPerson(mail.From, mail.FromName);
        var asked = mail.ReplyTo.Where(IsSomebody).ToList();
        var customer = asked
            .Concat(IsOfDesk(mail.From) || IsPassed(mail.From) ? mail.Originally.Where(IsSomebody) : [])
            .Append(author)
            .First();
        var name = customer.Name.Length == 0 && EmailAddress.Same(customer.Address, mail.From)
            ? author.Name
            : customer.Name;

        // Where nobody is the desk, a single recipient is: another name of its mailbox.
        var isToAlias = mail.To.Count == 1 && !mail.To.Concat(mail.Copies).Any(one => IsOfDesk(one) || IsPassed(one));
        return new MailPeople(
            customer.Address,
            name,
            [
                .. asked.Select(person => person.Address).Concat(isToAlias ? [] : mail.To).Concat(mail.Copies)
                    .Where(one => !IsOfDesk(one) && !IsPassed(one))
                    .DistinctBy(EmailAddress.Key)
                    .Where(one =>
                        !EmailAddress.Same(one, customer.Address) && !EmailAddress.Same(one, author.Address)),
            ]);

        bool IsOfDesk(string address) => desk is not null && EmailAddress.Same(address, desk);

        bool IsPassed(string address) => mail.Passed.Any(passed => EmailAddress.Same(passed, address));

        // A list asks for answers to itself, and some senders for none at all.
        bool IsSomebody(MailPerson person) => !IsOfDesk(person.Address) && !IsPassed(person.Address)
            && !person.Address.StartsWith("no-reply@", StringComparison.OrdinalIgnoreCase)
            && !person.Address.StartsWith("noreply@", StringComparison.OrdinalIgnoreCase);
    }
}
