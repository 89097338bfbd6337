using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>What became of a mail.</summary>
internal enum MailTaken
{
    /// <summary>It made a ticket.</summary>
    AsTicket,

    /// <summary>It was added to a ticket.</summary>
    AsAnswer,

    /// <summary>It had been taken before, or is the desk's own come back.</summary>
    Before,

    /// <summary>It told that a mail to a lead came back, which is noted there.</summary>
    AsBounce,

    /// <summary>It stands in the list of mails that made no ticket.</summary>
    SetAside,
}

/// <summary>
/// Takes mail in, wherever it comes from, each message once: its key is a part of the command that carries it
/// (<see cref="MailClaim{T}"/>).
/// </summary>
internal sealed partial class MailIntake(
    InboundMailStore store,
    SetAsideOperations setAside,
    AccountOperations accounts,
    DeskOperations desks,
    MailTickets tickets,
    MailBounceHandler bounced,
    TimeProvider clock,
    ILogger<MailIntake> logger)
{
    private const int MostAcknowledged = 5;

    /// <summary>
    /// Takes a mail for an account, given as its bytes. Whatever comes makes a ticket, is said on one, or is set aside
    /// where agents see it. A failure says that it was not taken: there is no such account, or, with
    /// <see cref="Failure.RetryAfter"/>, not now. Throws only what has nothing to do with the mail.
    /// </summary>
    public async Task<Result<MailTaken>> Take(int accountId, byte[] bytes, CancellationToken cancellation)
    {
        if (await accounts.Find(accountId) is not { } account)
            return new Failure(ErrorCode.UnknownRecord, "There is no such account.");
        var key = MailKey.Of(bytes);
        if (bytes.Length > MailParser.LargestMail)
            return await SetAside(accountId, bytes, key, SetAsideReasons.TooLarge);
        try
        {
            var mail = IncomingMail.Read(bytes);
            key = MailKey.Of(mail, bytes);
            var taken = await Take(account, mail, bytes, key, cancellation);
            return taken.Failure is { RetryAfter: null } refusal
                ? await SetAside(accountId, bytes, key, SetAsideReasons.Refused, refusal.Message)
                : taken;
        }
        catch (UnreadableMailException)
        {
            return await SetAside(accountId, bytes, key, SetAsideReasons.Unreadable);
        }
        catch (Exception exception) when (
            exception is not (IOException or OperationCanceledException)
            && !DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // A mail that breaks what takes it in must not hold up those behind it.
            Log.Failed(logger, accountId, exception.GetType().Name, exception.StackTrace);
            return await SetAside(accountId, bytes, key, SetAsideReasons.Fault);
        }
    }

    private async Task<Result<MailTaken>> Take(
        Account account, IncomingMail mail, byte[] bytes, byte[] key, CancellationToken cancellation)
    {
        if (await store.IsTaken(account.Id, key) || await IsOwn(account.Id, mail))
            return MailTaken.Before;
        if (mail.FailureStatus is { } status && await IsOfMailing(account.Id, mail, status))
            return MailTaken.AsBounce;
        var receiver = SystemUser.InPlaceOf(new Caller(account, Receiver(account)));
        var people = MailPeople.Of(mail, (await desks.Get(account.Id)).Settings.MailAddress);
        const int most = 3;
        for (var attempt = 1; ; attempt++)
        {
            if (await FindTicket(account.Id, mail) is not { } ticket)
                return await TakeAsTicket(receiver, mail, people, bytes, key, cancellation);
            var claim = new MailClaim<MessageAdded>(account.Id, key, clock.Now(), added => added.Ticket.Id);
            var known = await store.IsParty(account.Id, ticket.Number, people.Customer)
                ? people
                : people with { Others = [] };
            var added = await tickets.Add(receiver, ticket, mail, known, bytes, claim, cancellation);
            if (claim.IsTaken)
                return MailTaken.Before;
            if (added.Failure is not { } refusal)
                return MailTaken.AsAnswer;

            // A ticket that has gone since it was looked for: the mail belongs to another now, or to none.
            if (!TicketRules.IsGone(refusal) || attempt == most)
                return refusal;
        }
    }

    private async Task<Result<MailTaken>> TakeAsTicket(
        Caller receiver, IncomingMail mail, MailPeople people, byte[] bytes, byte[] key,
        CancellationToken cancellation)
    {
        var accountId = receiver.AccountId;
        if (mail.Notice is { } notice)
            return await SetAside(accountId, bytes, key, SetAsideReasons.Of(notice));
        var desk = (await desks.Get(accountId)).Settings;
        if (EmailAddress.Same(people.Customer, desk.MailAddress ?? ""))
            return await SetAside(accountId, bytes, key, SetAsideReasons.Own);

        // However badly another machine is made, the two do not go on answering each other.
        var isAcknowledged = mail.IsAnswerable && desk.Acknowledge
            && await store.Written(accountId, people.Customer, clock.Now().AddHours(-1)) < MostAcknowledged;
        var claim = new MailClaim<Ticket>(accountId, key, clock.Now(), made => made.Id);
        var made = await tickets.Create(receiver, mail, people, bytes, isAcknowledged, claim, cancellation);
        return claim.IsTaken ? MailTaken.Before
            : made.Failure is { } failure ? failure
            : MailTaken.AsTicket;
    }

    private async Task<Result<MailTaken>> SetAside(
        int accountId, byte[] bytes, byte[] key, string reason, string? detail = null) =>
        await setAside.Add(accountId, bytes, key, reason, detail) ? MailTaken.SetAside : MailTaken.Before;

    private async Task<bool> IsOfMailing(int accountId, IncomingMail mail, string status)
    {
        foreach (var mailId in mail.Answers.Select(MailComposer.IdIn).OfType<Guid>())
            if (await bounced(accountId, new MailBounce(mailId, status)))
                return true;
        return false;
    }

    /// <summary>A copy of what the desk itself sent is on its ticket already.</summary>
    private async Task<bool> IsOwn(int accountId, IncomingMail mail) =>
        TicketIn(mail.MessageId ?? "") is { } ticketId && await store.ById(accountId, [ticketId]) is not null;

    /// <summary>
    /// The ticket that the mail belongs to: by what it answers, else by the mark in its subject. A merged one leads on,
    /// and whose it was goes with it.
    /// </summary>
    private async Task<MailTicket?> FindTicket(int accountId, IncomingMail mail)
    {
        var ticket = mail.Answers.Count > 0 ? await store.ByMessage(accountId, mail.Answers) : null;
        if (ticket is null && await NamedTicket(accountId, mail) is { } number)
            ticket = new MailTicket(number, MergedLead: null);
        const int furthest = 10;
        for (var step = 0; step < furthest && ticket is { } found; step++)
        {
            var (into, leadId) = await store.Merged(accountId, found.Number);
            if (into is null)
                break;
            ticket = new MailTicket(into.Value, found.MergedLead ?? leadId);
        }

        return ticket;
    }

    private async Task<long?> NamedTicket(int accountId, IncomingMail mail)
    {
        var named = mail.Answers.Select(TicketIn).OfType<Guid>().ToList();
        if (named.Count > 0 && await store.ById(accountId, named) is { } number)
            return number;
        return
            Mark().Match(mail.Subject) is { Success: true } mark
            && long.TryParse(mark.Groups["number"].Value, out var marked)
            ? await store.ByMark(accountId, marked, mark.Groups["end"].Value.ToLowerInvariant())
            : null;
    }

    /// <summary>The ticket that a Message-ID of the desk's own names.</summary>
    private static Guid? TicketIn(string messageId) =>
        OwnId().Match(messageId) is { Success: true } own ? Guid.ParseExact(own.Groups["id"].Value, "N") : null;

    /// <summary>Whose leads new customers become: the first administrator's.</summary>
    private static User Receiver(Account account) => account.Users.Values
        .Where(user => user is { IsActive: true, IsAdministrator: true }).MinBy(user => user.Id) ?? SystemUser.Itself;

    [GeneratedRegex("^<ticket-(?<id>[0-9a-f]{32})\\.[0-9]+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OwnId();

    [GeneratedRegex(
        @"\[#(?<number>[0-9]{1,18})-(?<end>[0-9a-f]{8})\]", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mark();

    private static partial class Log
    {
        [LoggerMessage(87, LogLevel.Error, "A mail for account {Account} could not be taken in: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, int account, string error, string? stack);
    }
}
