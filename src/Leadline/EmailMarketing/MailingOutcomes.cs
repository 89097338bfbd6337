using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>
/// Notes what became of mails: on their mailings, on the leads' timelines, and among the addresses that nothing is sent
/// to. A mail is told of in the transaction that notes it, and so once.
/// </summary>
internal sealed class MailingOutcomes(
    Database database, MailStore mails, AccountOperations accounts, EmailTimeline timeline, TimeProvider clock)
{
    private const int Batch = 200;

    /// <summary>Notes some of what is new; how many mails.</summary>
    public async Task<int> Pass(CancellationToken cancellation)
    {
        var noted = 0;
        foreach (var accountId in await mails.FollowedAccounts())
        {
            if (await accounts.Find(accountId) is { } account)
                noted += await database.Transaction(
                    accountId, connection => Note(connection, account), cancellation);
        }

        return noted;
    }

    private async Task<int> Note(NpgsqlConnection connection, Account account)
    {
        var now = clock.Now();
        var settled = (await MailStore.Settled(connection, account.Id, Batch)).ToDictionary(mail => mail.Id);
        if (settled.Count == 0)
            return 0;
        var found = await MailingRecipientStore.OfMails(connection, account.Id, [.. settled.Keys]);
        var leads = (await MailingRecipientStore.LockLeads(
            connection, account.Id, [.. found.Select(mail => mail.LeadId).Distinct()])).ToHashSet();
        var known = found.Where(mail => leads.Contains(mail.LeadId)).ToList();
        var ends = known.ConvertAll(mail => (Mail: mail, End: MailingRules.EndOf(settled[mail.MailId])));
        if (ends.Count == 0)
            return settled.Count;
        await MailingRecipientStore.Settle(
            connection,
            account.Id,
            [.. ends.Select(one => (one.Mail.MailId, one.End.State, one.End.Reason))],
            now);
        List<EmailSuppression> bounced =
        [
            .. ends.Where(one => one.End.State == RecipientState.Bounced)
                .Select(one => Bounced(one.Mail, now)).DistinctBy(one => one.Key),
        ];
        if (bounced.Count > 0)
            await EmailSuppressionStore.Add(connection, account.Id, bounced);
        await timeline.Add(
            connection,
            account,
            [
                .. ends.Select(one => Happening(one.Mail, settled[one.Mail.MailId], one.End.State))
                    .OfType<EmailHappening>(),
            ],
            now);
        return settled.Count;
    }

    /// <summary>The address of a mail that came back, as nothing is sent to it from then on.</summary>
    public static EmailSuppression Bounced(MailedLead mail, DateTime now) => new()
    {
        Key = EmailAddress.Key(mail.Address),
        Address = mail.Address,
        Reason = SuppressionReason.Bounced,
        MailingId = mail.MailingId,
        CreatedOn = now,
    };

    private static EmailHappening? Happening(MailedLead mail, SettledMail settled, string state) => state switch
    {
        RecipientState.Sent => new EmailHappening(EmailActivityTypes.Sent, mail, settled.Subject),
        RecipientState.Bounced => new EmailHappening(
            EmailActivityTypes.Bounced, mail, settled.Subject, ("Reason", settled.Failure ?? "")),
        _ => null,
    };
}
