using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Tickets;
using Leadline.Tickets.Conversations;

namespace Leadline.InboundMail;

/// <summary>The list of mails that made no ticket: agents look through it, take mails up, and drop the rest.</summary>
internal sealed partial class SetAsideOperations(
    SetAsideStore store,
    DeskOperations desks,
    MailTickets tickets,
    TicketReadOperations reads,
    TimeProvider clock,
    ILogger<SetAsideOperations> logger)
{
    /// <summary>Bytes that are kept of a mail that is too large.</summary>
    private const int MostOfTooLarge = 1024 * 1024;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such mail in the list.");

    private static readonly Failure NoSender = new(
        ErrorCode.MissingAttribute, "'emailAddress' is mandatory: the mail names no sender that can be read.");

    /// <summary>Adds a mail to the list, and the log says so; false where it was taken before.</summary>
    public async Task<bool> Add(int accountId, byte[] bytes, byte[] key, string reason, string? detail)
    {
        var kept = reason == SetAsideReasons.TooLarge ? bytes[..Math.Min(bytes.Length, MostOfTooLarge)] : bytes;
        var (sender, subject) = reason == SetAsideReasons.Fault ? ("", "") : Described(kept);
        var now = clock.Now();
        var mail = new SetAsideMail
        {
            AccountId = accountId,
            Id = Ids.New(),
            Key = key,
            Reason = reason,
            Detail = detail,
            Sender = sender,
            Subject = subject,
            ReceivedOn = now,
        };
        if (!await store.Add(mail, kept, now - Kept))
            return false;
        Log.SetAside(logger, mail.Id, accountId, reason);
        return true;
    }

    public Task<(long Total, IReadOnlyList<SetAsideMail> Page)> Page(int accountId, int skip, int take) =>
        store.Page(accountId, skip, take);

    /// <summary>The mail as it came; null when it is not in the list.</summary>
    public Task<byte[]?> Original(int accountId, Guid mailId) => store.Content(accountId, mailId);

    /// <summary>Makes a ticket of a mail, or adds it to one, and takes it out of the list.</summary>
    /// <param name="caller">The agent.</param>
    /// <param name="mailId">The mail.</param>
    /// <param name="emailAddress">Whose mail it is; null for the one whom it names.</param>
    /// <param name="ticketNumber">The ticket that it is added to; null for a new one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<Result<Ticket>> TakeUp(
        Caller caller, Guid mailId, string? emailAddress, long? ticketNumber, CancellationToken cancellation)
    {
        if (await store.Content(caller.AccountId, mailId) is not { } bytes)
            return Unknown;
        var mail = IncomingMail.Read(bytes, sender: emailAddress ?? "");
        var people = MailPeople.Of(mail, (await desks.Get(caller.AccountId)).Settings.MailAddress);
        if (emailAddress is not null)
            people = people with { Customer = emailAddress };
        if (people.Customer.Length == 0)
            return NoSender;
        if (ticketNumber is { } number)
            return await AddTo(caller, number, mailId, mail, people, bytes, cancellation);
        var claim = new SetAsideClaim<Ticket>(caller.AccountId, mailId, made => made.Id);
        var made = await tickets.Create(
            caller, mail, people, bytes, isAcknowledged: false, claim, cancellation);
        return claim.IsMine || made.Failure is not null ? made : Unknown;
    }

    /// <summary>Drops a mail for good.</summary>
    public async Task<Failure?> Drop(Caller caller, Guid mailId) =>
        ServiceRights.CreateRefusal(caller)
        ?? (await store.Remove(caller.AccountId, mailId) ? null : Unknown);

    private async Task<Result<Ticket>> AddTo(
        Caller caller, long number, Guid mailId, IncomingMail mail, MailPeople people, byte[] bytes,
        CancellationToken cancellation)
    {
        if (await reads.Find(caller, number) is null)
            return TicketRules.Unknown;
        var claim = new SetAsideClaim<MessageAdded>(caller.AccountId, mailId, added => added.Ticket.Id);
        var added = await tickets.Add(
            caller, new MailTicket(number, MergedLead: null), mail, people, bytes, claim, cancellation);
        if (added.Failure is { } refusal)
            return refusal;
        return claim.IsMine ? added.Value.Ticket : Unknown;
    }

    private static (string Sender, string Subject) Described(byte[] bytes)
    {
        var mail = IncomingMail.Read(bytes, sender: "");
        return (mail.From, mail.Subject);
    }

    private static partial class Log
    {
        [LoggerMessage(83, LogLevel.Warning, "Mail {Mail} for account {Account} is set aside ({Reason})")]
        public static partial void SetAside(ILogger logger, Guid mail, int account, string reason);
    }
}
