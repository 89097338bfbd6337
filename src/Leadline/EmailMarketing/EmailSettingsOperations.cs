using Leadline.Accounts;
using Leadline.Events;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>An account's e-mail settings: every user may read them, its administrators change them.</summary>
internal sealed class EmailSettingsOperations(Database database, EmailSettingsStore store, TimeProvider clock)
{
    public async Task<EmailSettings> Get(int accountId)
    {
        if (await store.Find(accountId) is { } settings)
            return settings;
        await store.Begin(accountId, clock.Now());
        return await store.Find(accountId) ?? throw new InvalidOperationException("The account has no settings.");
    }

    /// <summary>Changes what is passed.</summary>
    public async Task<Result<EmailSettings>> Update(
        Caller caller, NpgsqlConnection? within, EmailSettingsChange change)
    {
        if ((caller.RefuseUnlessAdministrator("change the e-mail settings") ?? Refuse(change)) is { } refusal)
            return refusal;
        await Get(caller.AccountId);
        return await database.Transaction<Result<EmailSettings>>(caller.AccountId, within, async connection =>
        {
            var before = await EmailSettingsStore.Lock(connection, caller.AccountId);
            if (change.ExpectedVersion is { } expected && expected != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The settings have changed: they are at version {before.Version}, not {expected}.");
            var after = before with
            {
                Sender = change.Sender is { } sender ? (sender.Trim() is { Length: > 0 } set ? set : null)
                    : before.Sender,
                FooterText = change.FooterText ?? before.FooterText,
                FooterHtml = change.FooterHtml ?? before.FooterHtml,
                MailsPerMinute = change.MailsPerMinute ?? before.MailsPerMinute,
                TrackOpens = change.TrackOpens ?? before.TrackOpens,
                TrackClicks = change.TrackClicks ?? before.TrackClicks,
            };
            if (after == before)
                return before;
            after = after with { Version = before.Version + 1 };
            await EmailSettingsStore.Update(connection, after);
            var rows = new RowBuffer();
            rows.Add(
                EventStore.Append,
                Event.By(caller, EmailEvents.SettingsUpdated, leadId: null, recordId: null, clock.Now()));
            await rows.Write(connection);
            return after;
        });
    }

    private static Failure? Refuse(EmailSettingsChange change)
    {
        if (change.Sender?.Trim() is { Length: > 0 } sender && Mailboxes.Parse(sender) is null)
            return new Failure(ErrorCode.InvalidInput, "The sender is an e-mail address.") { Field = "sender" };
        if (change.MailsPerMinute is < 0 or > EmailSettings.MostPerMinute)
            return new Failure(ErrorCode.InvalidInput, $"0 to {EmailSettings.MostPerMinute} mails a minute.")
            {
                Field = "mailsPerMinute",
            };
        return EmailContent.ErrorIn("footerText", change.FooterText) ?? EmailContent.ErrorIn(
            "footerHtml", change.FooterHtml);
    }
}
