using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Npgsql;

namespace Leadline.InboundMail.Imap;

/// <summary>A mailbox as somebody wants it, with the password or token where a new one is set.</summary>
internal sealed record MailboxDraft(Mailbox Mailbox, string? Secret);

/// <summary>How far a test came: what is wrong and where, or how many messages lie in the folder.</summary>
internal sealed record MailboxTest(MailboxStep? FailedAt, string? Problem, int Messages, bool CanIdle);

/// <summary>An account's mailboxes: made, changed, removed and tried.</summary>
internal sealed class MailboxOperations(
    MailboxStore store, MailboxSecrets secrets, MailboxNetworks networks, Database database, TimeProvider clock)
{
    private const int Most = 50;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such mailbox.");

    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"An account has at most {Most} mailboxes.");

    private static readonly Failure NoSecret = new(
        ErrorCode.MissingAttribute,
        "'password' or 'accessToken' is missing. One that was set goes to no other server or user.");

    /// <summary>Only administrators look after mailboxes.</summary>
    public static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator();

    public async Task<Result<IReadOnlyList<Mailbox>>> All(Caller caller) => Refuse(caller) is { } refusal
        ? refusal
        : Result<IReadOnlyList<Mailbox>>.Success(await store.All(caller.AccountId));

    public async Task<Result<Mailbox>> Find(Caller caller, Guid id)
    {
        var all = await All(caller);
        if (all.Failure is { } refusal)
            return refusal;
        return all.Value.FirstOrDefault(mailbox => mailbox.Id == id) is { } found ? found : Unknown;
    }

    public async Task<Result<Mailbox>> Create(
        Caller caller, NpgsqlConnection? within, Func<Mailbox, Result<MailboxDraft>> fill)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        var now = clock.Now();
        var empty = new Mailbox
        {
            AccountId = caller.AccountId,
            Id = Guid.NewGuid(),
            CreatedOn = now,
            ModifiedOn = now,
            DueOn = now,
        };
        var filled = fill(empty);
        if (filled.Failure is { } wrong)
            return wrong;
        if (filled.Value.Secret is not { } secret)
            return NoSecret;
        return await database.Transaction<Result<Mailbox>>(caller.AccountId, within, async connection =>
        {
            if (await MailboxStore.Count(connection, caller.AccountId) >= Most)
                return TooMany;
            var mailbox = filled.Value.Mailbox with { Secret = secrets.Seal(empty, secret) };
            await MailboxStore.Save(connection, mailbox);
            return mailbox;
        });
    }

    public async Task<Result<Mailbox>> Change(
        Caller caller, NpgsqlConnection? within, Guid id, Func<Mailbox, Result<MailboxDraft>> fill)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return await database.Transaction<Result<Mailbox>>(caller.AccountId, within, async connection =>
        {
            if (await MailboxStore.Lock(connection, caller.AccountId, id) is not { } before)
                return Unknown;
            var filled = fill(before);
            if (filled.Failure is { } wrong)
                return wrong;
            var changed = Changed(before, filled.Value);
            if (changed.Failure is null)
                await MailboxStore.Save(connection, changed.Value);
            return changed;
        });
    }

    public async Task<Failure?> Remove(Caller caller, Guid id) => Refuse(caller) ?? (
        await database.Transaction(
            caller.AccountId, connection => MailboxStore.Remove(connection, caller.AccountId, id))
            ? null
            : Unknown);

    /// <summary>Goes into the mailbox as it is set, and touches nothing there.</summary>
    public async Task<Result<MailboxTest>> Test(Caller caller, Guid id, CancellationToken cancellation)
    {
        var found = await Find(caller, id);
        if (found.Failure is { } refusal)
            return refusal;
        try
        {
            var secret = secrets.Open(found.Value);
            await using var connection = await ImapConnection.Open(found.Value, secret, networks, cancellation);
            return new MailboxTest(null, null, connection.Count, connection.CanIdle);
        }
        catch (MailboxException problem)
        {
            return new MailboxTest(problem.Step, problem.Message, 0, false);
        }
    }

    private Result<Mailbox> Changed(Mailbox before, MailboxDraft draft)
    {
        var isSameLogin = before.IsSameLogin(draft.Mailbox);
        if (draft.Secret is null && !isSameLogin)
            return NoSecret;
        var changed = draft.Mailbox with
        {
            Version = before.Version + 1,
            ModifiedOn = clock.Now(),
            DueOn = clock.Now(),
            LastError = null,
        };

        // Another folder's UIDs are others, though its UIDVALIDITY may be the same.
        var isSameFolder = isSameLogin && before.Folder == changed.Folder;
        return changed with
        {
            Secret = draft.Secret is { } secret ? secrets.Seal(before, secret) : before.Secret,
            Progress = isSameFolder ? before.Progress : new MailboxProgress(),
        };
    }
}
