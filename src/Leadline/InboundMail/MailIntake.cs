using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;
using Npgsql;

namespace Leadline.InboundMail;

/// <summary>What became of a mail.</summary>
internal enum MailTaken
{
    /// <summary>It made a ticket.</summary>
    AsTicket,

    /// <summary>It was said on a ticket.</summary>
    AsAnswer,

    /// <summary>It had been taken before.</summary>
    Before,

    /// <summary>A machine wrote it, and it belongs to no ticket.</summary>
    NotAtAll,
}

/// <summary>
/// Takes mail in, each message once: its key, and all that it does, commit together. A message that comes again, after a crash or
/// through another node, finds its key.
/// </summary>
internal sealed partial class MailIntake(
    Database database, AccountOperations accounts, DeskOperations desks, FieldOperations fields, TicketOperations tickets, TimeProvider clock)
{
    private const int LongestTitle = 500;

    /// <summary>Throws <see cref="UnreadableMailException"/> for what is no mail; a failure says why the account takes none of it.</summary>
    public async Task<Result<MailTaken>> Take(int accountId, byte[] bytes, CancellationToken cancellation)
    {
        var mail = IncomingMail.Read(bytes);
        var key = SHA256.HashData(mail.MessageId is { } id ? Encoding.UTF8.GetBytes(id) : bytes);
        if (await accounts.Find(accountId) is not { } account)
            return new Failure(ErrorCode.UnknownRecord, "There is no such account.");
        var desk = await desks.Of(accountId);
        await using var connection = await database.Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await Claim(connection, accountId, key))
            return MailTaken.Before;
        var receiver = SystemUser.InPlaceOf(new Caller(account, Receiver(account)) { Transaction = connection });
        var taken = await Take(receiver, desk, mail, key, cancellation);
        if (taken.Failure is null)
            await transaction.CommitAsync(cancellation);
        return taken;
    }

    private async Task<Result<MailTaken>> Take(Caller caller, Desk desk, IncomingMail mail, byte[] key, CancellationToken cancellation)
    {
        var saying = new Saying(ConversationKinds.InboundEmail, mail.Text, mail.Html)
        {
            Sender = mail.From,
            Recipients = [.. mail.Recipients.Take(50)],
            MessageId = mail.MessageId,
            IsAutomatic = mail.IsAutomatic,
            Files = mail.Files,
        };
        if (await FindTicket(caller.Transaction!, caller.AccountId, mail) is var (number, mergedLead))
        {
            var said = await tickets.Say(caller, number, saying with { MergedLead = mergedLead }, cancellation);
            if (said.Failure is { } refused)
                return refused;
            await Note(caller.Transaction!, caller.AccountId, key, said.Value.Ticket.Id);
            return MailTaken.AsAnswer;
        }

        if (mail.IsAutomatic || EmailAddress.Same(mail.From, desk.Settings.MailAddress ?? ""))
            return MailTaken.NotAtAll;
        var catalog = TicketFields.Of(await fields.Of(caller.AccountId));
        var made = await tickets.Create(
            caller, new NewTicket { Fields = FieldsOf(mail, desk, catalog), Said = saying }, cancellation);
        if (made.Failure is { } failure)
            return failure;
        await Note(caller.Transaction!, caller.AccountId, key, made.Value.Id);
        return MailTaken.AsTicket;
    }

    /// <summary>True when the message is this transaction's to take. Waits while another has it.</summary>
    private async Task<bool> Claim(NpgsqlConnection connection, int accountId, byte[] key) => await connection.ExecuteAsync(
        """
        INSERT INTO ticket_mail (account_id, message_key, received_on) VALUES (@accountId, @key, @now)
        ON CONFLICT (account_id, message_key) DO NOTHING
        """,
        new { accountId, key, now = clock.GetUtcNow().UtcDateTime }) > 0;

    private static Task Note(NpgsqlConnection connection, int accountId, byte[] key, Guid ticketId) => connection.ExecuteAsync(
        "UPDATE ticket_mail SET ticket_id = @ticketId WHERE account_id = @accountId AND message_key = @key",
        new { accountId, key, ticketId });

    /// <summary>The ticket that the mail belongs to: by what it answers, else by the mark in its subject. A merged one leads on, and whose it was goes with it.</summary>
    private static async Task<(long Number, Guid? MergedLead)?> FindTicket(NpgsqlConnection connection, int accountId, IncomingMail mail)
    {
        var named = mail.Answers.Select(id => OwnId().Match(id)).Where(match => match.Success)
            .Select(match => Guid.ParseExact(match.Groups["id"].Value, "N")).ToArray();
        var (number, mergedLead) = await connection.QuerySingleOrDefaultAsync<(long? Number, Guid? MergedLead)>(
            """
            SELECT t.number, c.merged_lead
            FROM unnest(@answers) WITH ORDINALITY AS a (message_id, ord)
            JOIN ticket_conversation c ON c.account_id = @accountId AND c.message_id = a.message_id
            JOIN ticket t ON t.account_id = c.account_id AND t.ticket_id = c.ticket_id
            WHERE t.trashed_on IS NULL ORDER BY a.ord LIMIT 1
            """,
            new { accountId, answers = mail.Answers.ToArray() });
        number ??= await connection.ExecuteScalarAsync<long?>(
            "SELECT number FROM ticket WHERE account_id = @accountId AND ticket_id = ANY(@named) AND trashed_on IS NULL ORDER BY number LIMIT 1",
            new { accountId, named });
        if (number is null && Mark().Match(mail.Subject) is { Success: true } mark && long.TryParse(mark.Groups["number"].Value, out var marked))
            number = await connection.ExecuteScalarAsync<long?>(
                """
                SELECT number FROM ticket
                WHERE account_id = @accountId AND number = @marked AND trashed_on IS NULL
                    AND right(replace(ticket_id::text, '-', ''), 8) = @end
                """,
                new { accountId, marked, end = mark.Groups["end"].Value.ToLowerInvariant() });
        const int furthest = 10;
        for (var step = 0; step < furthest && number is not null; step++)
        {
            var (into, leadId) = await connection.QuerySingleOrDefaultAsync<(long? Into, Guid LeadId)>(
                "SELECT merged_into, lead_id FROM ticket WHERE account_id = @accountId AND number = @number", new { accountId, number });
            if (into is null)
                break;
            (number, mergedLead) = (into, mergedLead ?? leadId);
        }

        return number is { } found ? (found, mergedLead) : null;
    }

    private static List<LeadProperty> FieldsOf(IncomingMail mail, Desk desk, FieldCatalog catalog)
    {
        var title = mail.Subject.Length == 0 ? "(no subject)" : mail.Subject;
        List<LeadProperty> properties =
        [
            Property(TicketFieldNames.Title, StorableText.Cut(title, LongestTitle)),
            Property(TicketFieldNames.Description, mail.Text),
            Property(TicketFieldNames.LeadPrefix + LeadFieldNames.EmailAddress, mail.From),
        ];
        if (mail.FromName.Length is > 0 and <= 200)
        {
            var blank = mail.FromName.LastIndexOf(' ');
            if (blank > 0)
                properties.Add(Property(TicketFieldNames.LeadPrefix + LeadFieldNames.FirstName, mail.FromName[..blank]));
            properties.Add(Property(TicketFieldNames.LeadPrefix + LeadFieldNames.LastName, mail.FromName[(blank + 1)..]));
        }

        if (string.Join(',', mail.Copies) is { Length: > 0 and <= 2000 } copies)
            properties.Add(Property(TicketFieldNames.CcEmails, copies));

        // An account may have taken these values out of its dropdowns.
        if (catalog.Find(TicketFieldNames.Channel)!.Options.Contains("Email"))
            properties.Add(Property(TicketFieldNames.Channel, "Email"));
        if (desk.Settings.MailType is { } type && catalog.Find(TicketFieldNames.Type)!.Options.Contains(type))
            properties.Add(Property(TicketFieldNames.Type, type));
        return properties;
    }

    private static LeadProperty Property(string name, string value) => new() { Attribute = name, Value = value };

    /// <summary>Whose leads new customers become: the first administrator's.</summary>
    private static User Receiver(Account account) => account.Users.Values
        .Where(user => user is { IsActive: true, IsAdministrator: true }).MinBy(user => user.Id) ?? SystemUser.Itself;

    [GeneratedRegex("^<ticket-(?<id>[0-9a-f]{32})\\.[0-9]+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnId();

    [GeneratedRegex(@"\[#(?<number>[0-9]{1,18})-(?<end>[0-9a-f]{8})\]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();
}
