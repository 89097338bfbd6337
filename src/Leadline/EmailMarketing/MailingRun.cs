using System.Globalization;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Lists;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Storage;
using Leadline.Storage.Batching;
using MimeKit;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>
/// Takes the next leads of a mailing and leaves their mails to be sent: recipients, mails and where the mailing goes on
/// commit together, so that whatever ends a node between them, no lead is passed over and none gets two.
/// </summary>
internal sealed partial class MailingRun(
    Database database, MailingStore store, MailingRecipientStore recipients, EmailSettingsOperations settings,
    EmailSettingsStore slots, EmailWriter writer, AccountOperations accounts, ListOperations lists,
    ListMemberOperations members, LeadReads leads, MailOutbox outbox, TimeProvider clock, ILogger<MailingRun> logger)
{
    /// <summary>Leads that are taken at once.</summary>
    private const int LargestPage = 500;

    /// <summary>Mails of a mailing that wait: what a pause cannot hold, and a cancellation takes back.</summary>
    private const int MostQueued = 2_000;

    /// <summary>How far ahead mails are queued.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FaultWait = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Takes leads of the mailings that are due: how many mailings nobody else had, and when there is something to do.
    /// </summary>
    public async Task<(int Claimed, DateTime? Next)> Pass(CancellationToken cancellation)
    {
        var claimed = 0;
        var now = clock.Now();
        var found = await store.Due(now + Rest.Horizon, cancellation);
        foreach (var (accountId, mailingId, _) in found.TakeWhile(one => one.On <= now))
        {
            if (await accounts.Find(accountId) is not { } account
                || await store.Claim(accountId, mailingId, clock.Now()) is not { } mailing)
                continue;
            claimed++;
            await RunApart(account, mailing, cancellation);
        }

        return (claimed, found.Count > 0 ? found[0].On : null);
    }

    /// <summary>What fails in one mailing must not hold up the others: it is put off.</summary>
    private async Task RunApart(Account account, Mailing mailing, CancellationToken cancellation)
    {
        try
        {
            await Run(account, mailing, cancellation);
        }
        catch (Exception exception) when (
            exception is not OperationCanceledException && !DatabaseErrors.IsUnavailable(exception))
        {
            if (!DatabaseErrors.IsRace(exception))
                Log.Failed(logger, mailing.AccountId, mailing.Id, exception.GetType().Name, exception.StackTrace);
            await store.Wait(mailing, clock.Now() + (DatabaseErrors.IsRace(exception) ? TimeSpan.Zero : FaultWait));
        }
    }

    private async Task Run(Account account, Mailing mailing, CancellationToken cancellation)
    {
        // It reaches the leads that whoever made it may see.
        var caller = await accounts.CallerOf(account, EmailTimeline.SenderOf(account, mailing.CreatedBy));
        var set = await settings.Get(account.Id);
        var most = LargestPage;
        if (mailing.IsCampaign)
        {
            most = (int)Math.Min(
                MostQueued - await recipients.CountQueued(account.Id, mailing.Id),
                set.MailsPerMinute == 0
                    ? LargestPage
                    : Math.Clamp(set.MailsPerMinute * (int)Ahead.TotalSeconds / 60, 1, LargestPage));
            var slot = await slots.NextSlot(account.Id);
            if (most <= 0 || slot - clock.Now() > Ahead)
            {
                await store.Wait(mailing, clock.Now() + TimeSpan.FromSeconds(1));
                return;
            }
        }

        var sender = EmailTimeline.SenderOf(account, mailing.SenderId);
        var draft = await writer.Draft(account, sender, mailing);
        var page = await Page(caller, mailing, most, cancellation);
        if (draft.Failure is not null || page is null)
            await End(mailing, draft.Failure?.Message ?? "The list is gone, or its filter cannot be read.");
        else
            await Queue(caller, mailing, set, draft.Value, sender, page, isLast: page.Leads.Count < most);
    }

    /// <summary>The next leads; null where the list cannot be read.</summary>
    private async Task<LeadPageFound?> Page(Caller caller, Mailing mailing, int most, CancellationToken cancellation)
    {
        if (mailing.LeadId is { } leadId)
            return new LeadPageFound(
                await leads.ById(caller, leadId, cancellation) is { } lead ? [lead] : [], Last: null);
        var list = await lists.Find(caller, mailing.ListId, cancellation);
        if (list.Failure is not null)
            return null;
        var found = await members.Page(
            caller,
            list.Value,
            new LeadPage(LeadColumns.CreatedOn, Descending: false, Offset: 0, most)
            {
                After = mailing.PageEnd is { } end ? LeadCursor.Read(end) : null,
            },
            cancellation);
        return found.Failure is null ? found.Value : null;
    }

    private async Task Queue(
        Caller caller, Mailing mailing, EmailSettings set, EmailDraft draft, User sender, LeadPageFound page,
        bool isLast)
    {
        var account = caller.Account;
        var mails = new List<Addressed>(page.Leads.Count);
        foreach (var lead in page.Leads)
        {
            var values = lead.Parse().Values;
            var addresses = MailingRules.Addresses(mailing, values);
            var written = addresses.Count > 0 ? await draft.Write(lead, addresses[0]) : null;
            mails.Add(new Addressed(lead.Id, values, addresses, written));
        }

        await database.Transaction(account.Id, async connection =>
        {
            var known = (await LeadStore.Keep(connection, caller, [.. mails.Select(mail => mail.LeadId)])).ToHashSet();
            mails.RemoveAll(mail => !known.Contains(mail.LeadId));

            // Whoever paused or cancelled it meanwhile, or took it up when the lease was over, has the say.
            if (await MailingStore.Lock(connection, account.Id, mailing.Id) is not { } now
                || now.NextOn != mailing.NextOn)
                return false;
            var rest = await Leave(connection, account, mailing, set, sender, mails);
            await MailingStore.Update(connection, now with
            {
                State = isLast ? MailingState.Finished : MailingState.Sending,
                PageEnd = page.Last?.ToString() ?? now.PageEnd,
                NextOn = isLast ? null : rest,
                StartedOn = now.StartedOn ?? clock.Now(),
                FinishedOn = isLast ? clock.Now() : null,
            });
            return true;
        });
    }

    /// <summary>Adds recipients and mails; when the next ones are to be taken.</summary>
    private async Task<DateTime> Leave(
        NpgsqlConnection connection, Account account, Mailing mailing, EmailSettings set, User sender,
        List<Addressed> mails)
    {
        var now = clock.Now();
        if (mails.Count == 0)
            return now;
        var keys = mails.Where(mail => mail.Addresses.Count > 0)
            .Select(mail => EmailAddress.Key(mail.Addresses[0])).Distinct();
        var suppressed = await EmailSuppressionStore.Reasons(connection, account.Id, [.. keys]);
        var taken = mails.ConvertAll(mail => Recipient(mailing, mail, suppressed, now));
        var added = (await MailingRecipientStore.Add(connection, account.Id, mailing.Id, taken)).ToHashSet();

        var mailed = taken.Index()
            .Where(one => one.Item.State == RecipientState.Queued && added.Contains(one.Item.LeadId)).ToList();
        var interval = mailing.IsCampaign ? set.Interval : TimeSpan.Zero;
        var start = interval == TimeSpan.Zero
            ? now
            : await EmailSettingsStore.TakeSlots(connection, account.Id, now, interval * mailed.Count);
        var rows = new RowBuffer();
        foreach (var (place, (index, recipient)) in mailed.Index())
        {
            var message = Message(account, mailing, set, sender, mails[index], recipient);
            rows.Add(
                MailStore.Insert,
                new OutgoingMail(recipient.MailId!.Value, message, now) { DueOn = start + (interval * place) });
        }

        outbox.Notify(rows);
        await rows.Write(connection);
        var end = start + (interval * mailed.Count) - (Ahead / 2);
        return end > now ? end : now;
    }

    private static MailingRecipient Recipient(
        Mailing mailing, Addressed mail, IReadOnlyDictionary<string, string> suppressed, DateTime now)
    {
        var address = mail.Addresses.Count > 0 ? mail.Addresses[0] : null;
        var reason = MailingRules.SkipReason(
                mailing,
                mail.Values,
                address,
                address is null ? null : suppressed.GetValueOrDefault(EmailAddress.Key(address)))
            ?? (mail.Written is null ? MailingRules.TooLong : null);
        return new MailingRecipient
        {
            LeadId = mail.LeadId,
            Address = address ?? "",
            MailId = reason is null ? Ids.New() : null,
            State = reason is null ? RecipientState.Queued : RecipientState.Skipped,
            Reason = reason,
            QueuedOn = now,
        };
    }

    private static MailMessage Message(
        Account account, Mailing mailing, EmailSettings set, User sender, Addressed mail, MailingRecipient recipient)
    {
        var written = mail.Written!;
        var own = sender.Email.Length == 0 ? null : new MailboxAddress(sender.Name, sender.Email).ToString();
        return new MailMessage(
            account.Id,
            recipient.Address,
            written.Subject,
            written.Text,
            written.Html,
            set.Sender is null ? own : WithName(set.Sender, sender).ToString(),
            ReplyTo: set.Sender is null ? null : own,
            Copies: string.Join(',', mail.Addresses.Skip(1).Append(mailing.Copies ?? "").Where(one => one.Length > 0)),
            IsBulk: mailing.IsCampaign,
            IsFollowed: true,
            UnsubscribeUrl: written.UnsubscribeUrl);
    }

    private static MailboxAddress WithName(string setSender, User sender)
    {
        var address = Mailboxes.Parse(setSender)!;
        return string.IsNullOrEmpty(address.Name) ? new MailboxAddress(sender.Name, address.Address) : address;
    }

    private Task End(Mailing claimed, string reason) => database.Transaction(claimed.AccountId, async connection =>
    {
        if (await MailingStore.Lock(connection, claimed.AccountId, claimed.Id) is { } now
            && now.NextOn == claimed.NextOn)
            await MailingStore.Update(connection, now with
            {
                State = MailingState.Failed,
                Reason = reason,
                NextOn = null,
                FinishedOn = clock.Now(),
            });
    });

    private sealed record Addressed(
        Guid LeadId,
        IReadOnlyDictionary<string, string> Values,
        IReadOnlyList<string> Addresses,
        WrittenEmail? Written);

    private static partial class Log
    {
        [LoggerMessage(
            106, LogLevel.Error, "Mailing {Mailing} of account {Account} failed and is put off: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, int account, Guid mailing, string error, string? stack);
    }
}
