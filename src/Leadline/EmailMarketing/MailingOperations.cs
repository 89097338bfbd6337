using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Lists;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>A campaign that was made: how many leads its list has, and how many of them mail may be sent to.</summary>
internal readonly record struct CampaignMade(Mailing Mailing, long MemberCount, long MailableCount);

/// <summary>
/// Mails to leads and campaigns: made, held, cancelled and read. A mail goes with its lead; a campaign is for whoever
/// made it, and for those who may see all leads.
/// </summary>
internal sealed class MailingOperations(
    Database database, MailingStore store, MailingRecipientStore recipients, EmailSuppressionStore suppressions,
    EmailTemplateStore templates, EmailWriter writer, ListMemberOperations members, LeadReads leads, LeadSearch search,
    TimeProvider clock)
{
    private const int LongestName = 200;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such campaign or mail.");

    public static readonly Failure InvalidSender = new(ErrorCode.MissingAttribute, "Invalid Sender details.")
    {
        Field = "senderId",
    };

    private static readonly RecordFilter[] Mailable =
    [
        new RecordFilter.OfField(LeadFieldNames.EmailAddress, "<>", ""),
        new RecordFilter.OfField("DoNotEmail", "<>", "1"),
    ];

    /// <summary>
    /// Sends a mail to one lead when it is due. A lead that cannot be sent to is a failure at once; one that
    /// unsubscribes until the mail is due gets none.
    /// </summary>
    public async Task<Result<Mailing>> SendToLead(
        Caller caller, NpgsqlConnection? within, Mailing draft, StoredLead lead, CancellationToken cancellation)
    {
        var mailing = New(caller, draft) with { LeadId = lead.Id };
        if (Refuse(caller, mailing) is { } refusal)
            return refusal;
        if (Mailboxes.ParseAll(mailing.Copies).Count != Separate(mailing.Copies).Length)
            return new Failure(ErrorCode.InvalidInput, "Copies go to e-mail addresses.") { Field = "copies" };
        var values = lead.Parse().Values;
        var address = MailingRules.Addresses(mailing, values) is [var first, ..] ? first : null;
        var known = address is null
            ? null
            : await suppressions.Find(caller.AccountId, EmailAddress.Key(address), cancellation);
        if (MailingRules.SkipReason(mailing, values, address, known?.Reason) is { } reason)
            return NotMailable(reason);
        return await Add(caller, within, mailing);
    }

    /// <summary>
    /// Sends a mail to each lead of a list, when it is due and at the account's rate. One whose template is yet to be
    /// made is paused, with the reason.
    /// </summary>
    public async Task<Result<CampaignMade>> SendToList(
        Caller caller, NpgsqlConnection? within, Mailing draft, LeadList list, CancellationToken cancellation)
    {
        var mailing = New(caller, draft) with { ListId = list.ListId };
        if (mailing.TemplateName is { } missing)
            mailing = mailing with
            {
                State = MailingState.Paused,
                Reason = NoTemplate(missing).Message,
                NextOn = null,
            };
        if ((RefuseName(mailing.Name) ?? Refuse(caller, mailing)) is { } refusal)
            return refusal;
        if (await Unreadable(caller, mailing) is { } unreadable)
            return unreadable;
        var count = await members.Count(caller, list, cancellation);
        var mailable = count.Failure is null ? await CountMailable(caller, list, cancellation) : count;
        if (mailable.Failure is { } failure)
            return failure;
        var added = await Add(caller, within, mailing);
        return added.Failure is { } refused
            ? refused
            : new CampaignMade(added.Value, count.Value, Math.Min(mailable.Value, count.Value));
    }

    public async Task<Result<Mailing>> Find(Caller caller, Guid? mailingId, CancellationToken cancellation) =>
        mailingId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } found
        && (found.LeadId is { } leadId
            ? await leads.ById(caller, leadId, cancellation) is not null
            : MakerOf(caller) is not { } maker || maker == found.CreatedBy)
            ? found
            : Unknown;

    public Task<IReadOnlyList<Mailing>> Campaigns(
        Caller caller, string? state, Guid? after, int most, CancellationToken cancellation) =>
        store.Campaigns(caller.AccountId, state, MakerOf(caller), after, most, cancellation);

    /// <summary>Mails to single leads, with what became of each that was taken up.</summary>
    public async Task<IReadOnlyList<(Mailing Mailing, MailingRecipient? Recipient)>> ToLeads(
        Caller caller, Guid? leadId, Guid? after, int most, CancellationToken cancellation)
    {
        if (leadId is { } lead && await leads.ById(caller, lead, cancellation) is null)
            return [];
        var found = await store.ToLeads(
            caller.AccountId, leadId, caller.Scope(RecordKind.Lead, Deed.View), after, most, cancellation);
        var ends = await recipients.Single(
            caller.AccountId, [.. found.Select(mailing => mailing.Id)], cancellation);
        return [.. found.Select(mailing => (mailing, ends.GetValueOrDefault(mailing.Id)))];
    }

    public async Task<MailingRecipient?> RecipientOf(Mailing mailing, CancellationToken cancellation) =>
        (await recipients.Single(mailing.AccountId, [mailing.Id], cancellation)).GetValueOrDefault(mailing.Id);

    public Task<MailingCounts> Counts(Mailing mailing, CancellationToken cancellation) =>
        recipients.Counts(mailing.AccountId, mailing.Id, cancellation);

    public Task<IReadOnlyList<MailingRecipient>> Recipients(
        Mailing mailing, string? state, Guid? after, int most, CancellationToken cancellation) =>
        recipients.Page(mailing.AccountId, mailing.Id, state, after, most, cancellation);

    /// <summary>Takes no more leads from the list until it is resumed. Mails that are queued go out.</summary>
    public Task<Result<Mailing>> Pause(Caller caller, NpgsqlConnection? within, Guid? mailingId) => Change(
        caller,
        within,
        mailingId,
        EmailEvents.Paused,
        mailing => mailing.State is MailingState.Scheduled or MailingState.Sending
            ? mailing with { State = MailingState.Paused, NextOn = null }
            : NotNow(mailing, "paused"));

    /// <summary>Goes on where it was, or begins with the template that it has waited for.</summary>
    public async Task<Result<Mailing>> Resume(
        Caller caller, NpgsqlConnection? within, Mailing found, CancellationToken cancellation)
    {
        var template = found.TemplateName is { } name
            ? await templates.FindByName(caller.AccountId, name, cancellation)
            : null;
        if (found.TemplateName is { } missing && template is null)
            return NoTemplate(missing);
        return await Change(
            caller,
            within,
            found.Id,
            EmailEvents.Resumed,
            mailing => mailing.State == MailingState.Paused
                ? Filled(mailing, template) with
                {
                    State = mailing.StartedOn is null ? MailingState.Scheduled : MailingState.Sending,
                    Reason = null,
                    NextOn = mailing.StartedOn is null ? mailing.DueOn : clock.Now(),
                }
                : NotNow(mailing, "resumed"),
            template is null ? null : MailingStore.Fill);
    }

    /// <summary>Ends it for good: mails that nobody has begun to send are taken back.</summary>
    public Task<Result<Mailing>> Cancel(Caller caller, NpgsqlConnection? within, Guid? mailingId) => Change(
        caller,
        within,
        mailingId,
        EmailEvents.Cancelled,
        mailing => mailing.State is MailingState.Cancelled or MailingState.Failed
            ? NotNow(mailing, "cancelled")
            : mailing with
            {
                State = MailingState.Cancelled,
                NextOn = null,
                FinishedOn = mailing.FinishedOn ?? clock.Now(),
            },
        async (connection, mailing) => await MailStore.Withdraw(
            connection,
            mailing.AccountId,
            [.. await MailingRecipientStore.QueuedOfMailing(connection, mailing.AccountId, mailing.Id)],
            clock.Now(),
            MailingRules.Cancelled));

    private static Mailing Filled(Mailing mailing, EmailTemplate? template) => template is null
        ? mailing
        : mailing with
        {
            TemplateId = template.Id,
            TemplateName = null,
            Category = mailing.Category.Length > 0 ? mailing.Category : template.Category,
            Subject = template.Subject,
            Text = template.Text,
            Html = template.Html,
        };

    private Task<Result<Mailing>> Change(
        Caller caller, NpgsqlConnection? within, Guid? mailingId, string kind, Func<Mailing, Result<Mailing>> change,
        Func<NpgsqlConnection, Mailing, Task>? more = null) =>
        database.Transaction<Result<Mailing>>(caller.AccountId, within, async connection =>
        {
            if (mailingId is not { } id
                || await MailingStore.Lock(connection, caller.AccountId, id) is not { } before)
                return Unknown;
            var after = change(before);
            if (after.Failure is not null)
                return after;
            var changed = after.Value with { Version = before.Version + 1 };
            await MailingStore.Update(connection, changed);
            if (more is not null)
                await more(connection, changed);
            await Tell(connection, caller, kind, changed);
            return changed;
        });

    private async Task<Result<Mailing>> Add(Caller caller, NpgsqlConnection? within, Mailing mailing)
    {
        await database.Transaction(caller.AccountId, within, async connection =>
        {
            await MailingStore.Add(connection, mailing);
            await Tell(connection, caller, EmailEvents.Created, mailing);
            return true;
        });
        return mailing;
    }

    private Mailing New(Caller caller, Mailing draft)
    {
        var now = clock.Now();
        var due = draft.DueOn > now ? draft.DueOn : now;
        return draft with
        {
            Id = Ids.New(),
            State = MailingState.Scheduled,
            DueOn = due,
            NextOn = due,
            CreatedBy = caller.User.Id,
            CreatedOn = now,
        };
    }

    /// <summary>Whose campaigns the caller may see; null is everybody's.</summary>
    private static Guid? MakerOf(Caller caller) =>
        caller.Scope(RecordKind.Lead, Deed.View).IsAll ? null : caller.User.Id;

    private static Failure? Refuse(Caller caller, Mailing mailing) =>
        caller.Account.Users.GetValueOrDefault(mailing.SenderId) is not { IsActive: true } ? InvalidSender
        : !FieldRules.IsStorable(mailing.Category)
            ? new Failure(ErrorCode.InvalidInput, "A category holds no such characters.") { Field = "category" }
        : mailing.TemplateName is null ? mailing.Content.Check()
            : null;

    private async Task<Failure?> Unreadable(Caller caller, Mailing mailing) =>
        (await writer.Draft(caller.Account, caller.User, mailing)).Failure;

    private async Task<Result<long>> CountMailable(Caller caller, LeadList list, CancellationToken cancellation)
    {
        if (!list.IsDynamic)
            return await store.CountMailable(caller.AccountId, list.ListId, cancellation);
        var filter = ListMemberOperations.FilterOf(list);
        if (filter.Failure is { } unreadable)
            return unreadable;
        IReadOnlyList<RecordFilter> terms = filter.Value is { } own ? [own, .. Mailable] : Mailable;
        var count = await search.CountAll(caller, new RecordFilter.OfSeveral(terms, IsAny: false), cancellation);
        return count.Failure is { } failure ? failure : (long)count.Value;
    }

    private static Failure NotMailable(string reason) => new(ErrorCode.NotMailable, reason switch
    {
        MailingRules.NoAddress => "The lead has no e-mail address.",
        SuppressionReason.Bounced => "Mail to the lead's e-mail address has come back: there is no such mailbox.",
        SuppressionReason.Added => "The lead's e-mail address is on the list of those that nothing is sent to.",
        _ => "The lead has opted out of e-mail.",
    });

    private static Failure NoTemplate(string name) =>
        new(ErrorCode.Conflict, $"There is no template '{name}': make it, then resume the campaign.");

    private static Failure NotNow(Mailing mailing, string what) =>
        new(ErrorCode.Conflict, $"It is {mailing.State}, and cannot be {what}.");

    private static Failure? RefuseName(string name) => UnicodeText.IsBlank(name)
        ? new Failure(ErrorCode.MissingAttribute, "'Name' is mandatory.") { Field = "name" }
        : name.Length > LongestName || !FieldRules.IsStorable(name)
            ? new Failure(ErrorCode.InvalidInput, $"A name has at most {LongestName} characters.") { Field = "name" }
            : null;

    private static string[] Separate(string? list) => (list ?? "").Split(
        [',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind, Mailing mailing)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, mailing.LeadId, mailing.Id, clock.Now()));
        return rows.Write(connection);
    }
}
