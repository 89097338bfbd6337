using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>What readers do with mails, and mail servers after they took them. Each is noted once.</summary>
internal sealed class EmailReactions(
    Database database, EmailSettingsStore settings, AccountOperations accounts, LeadOperations leads,
    EmailTimeline timeline, TimeProvider clock)
{
    /// <summary>What a link in a mail says; null where it was not made here.</summary>
    public async Task<EmailLink?> Read(string token, EmailLinkKind kind) =>
        EmailLinks.AccountIn(token) is { } accountId && await accounts.Find(accountId) is not null
        && await settings.Find(accountId) is { } set
            ? EmailLinks.Read(token, kind, set.LinkKey)
            : null;

    /// <summary>Notes that a mail was opened.</summary>
    public Task Opened(EmailLink link) => Note(
        link,
        async (connection, mail, now) => await MailingRecipientStore.Open(connection, link.AccountId, mail, now)
            ? new EmailHappening(EmailActivityTypes.Opened, mail)
            : null);

    /// <summary>Notes that a link of a mail was followed.</summary>
    public Task Clicked(EmailLink link) => Note(
        link,
        async (connection, mail, now) => await MailingRecipientStore.Click(connection, link.AccountId, mail, now)
            ? new EmailHappening(EmailActivityTypes.Clicked, mail, Detail: ("Link", link.Target))
            : null);

    /// <summary>
    /// Sends nothing more to the mail's address; the lead says so as well (DoNotEmail), unless it is gone. The address
    /// counts: it is kept first, whatever has become of the lead, or ends the server before the lead says so.
    /// </summary>
    public async Task Unsubscribe(EmailLink link)
    {
        await database.Transaction(link.AccountId, connection => EmailSuppressionStore.Add(
            connection,
            link.AccountId,
            [
                new EmailSuppression
                {
                    Key = EmailAddress.Key(link.Target),
                    Address = link.Target,
                    Reason = SuppressionReason.Unsubscribed,
                    MailingId = link.MailingId,
                    CreatedOn = clock.Now(),
                },
            ]));
        await Note(link, async (connection, mail, now) =>
        {
            await MailStore.Withdraw(
                connection,
                link.AccountId,
                [.. await MailingRecipientStore.QueuedToLead(connection, link.AccountId, mail.LeadId)],
                now,
                SuppressionReason.Unsubscribed);
            return await MailingRecipientStore.Unsubscribe(connection, link.AccountId, mail, now)
                ? new EmailHappening(EmailActivityTypes.Unsubscribed, mail)
                : null;
        });
        if (await accounts.Find(link.AccountId) is { } account)
            await leads.Update(
                new Caller(account, EmailTimeline.SenderOf(account, Guid.Empty)).Unrestricted,
                link.LeadId,
                [new LeadProperty { Attribute = "DoNotEmail", Value = "1" }],
                claim: null,
                CancellationToken.None);
    }

    /// <summary>
    /// Notes that a mail came back, and sends nothing more to an address that there is not; false where it is no mail
    /// of a mailing.
    /// </summary>
    public async Task<bool> Bounced(int accountId, MailBounce bounce)
    {
        if (await accounts.Find(accountId) is not { } account)
            return false;
        return await Races.Again(() => database.Transaction(accountId, async connection =>
        {
            if (await MailingRecipientStore.OfMails(connection, accountId, [bounce.MailId]) is not [var mail])
                return false;
            var now = clock.Now();
            var isThere = (await MailingRecipientStore.LockLeads(connection, accountId, [mail.LeadId])).Any();
            if (!isThere || !await MailingRecipientStore.Bounce(connection, accountId, mail, bounce.Status, now))
                return true;
            if (MailingRules.IsHardStatus(bounce.Status))
                await EmailSuppressionStore.Add(connection, accountId, [MailingOutcomes.Bounced(mail, now)]);
            await timeline.Add(
                connection,
                account,
                [new EmailHappening(EmailActivityTypes.Bounced, mail, Detail: ("Reason", bounce.Status))],
                now);
            return true;
        }));
    }

    private async Task Note(
        EmailLink link, Func<NpgsqlConnection, MailedLead, DateTime, Task<EmailHappening?>> note)
    {
        if (await accounts.Find(link.AccountId) is not { } account)
            return;
        await Races.Again(() => database.Transaction(link.AccountId, async connection =>
        {
            var isThere = (await MailingRecipientStore.LockLeads(connection, link.AccountId, [link.LeadId])).Any();
            if (!isThere || await MailingRecipientStore.OfLead(
                    connection, link.AccountId, link.MailingId, link.LeadId) is not { } mail)
                return false;
            var now = clock.Now();
            if (await note(connection, mail, now) is { } happening)
                await timeline.Add(connection, account, [happening], now);
            return true;
        }));
    }
}
