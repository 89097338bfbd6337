using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;

namespace Leadline.EmailMarketing;

/// <summary>A mail as its reader gets it.</summary>
internal sealed record WrittenEmail(string Subject, string Text, string? Html, string? UnsubscribeUrl);

/// <summary>Reads what people wrote into drafts that are filled in for leads.</summary>
internal sealed class EmailWriter(FieldOperations fields, EmailSettingsOperations settings, EmailLinks links)
{
    /// <summary>A mailing, ready to be filled in; a failure where its template cannot be read.</summary>
    public async Task<Result<EmailDraft>> Draft(Account account, User sender, Mailing mailing)
    {
        var set = await settings.Get(account.Id);
        var layout = new EmailLayout(
            mailing.HasFooter ? (set.FooterText, set.FooterHtml) : ("", ""),
            MayUnsubscribe: mailing.IsCampaign || mailing.HasFooter,
            set.TrackOpens,
            set.TrackClicks);
        var catalog = (await fields.Get(account.Id)).Lead;
        return EmailDraft.Read(
            mailing.Content,
            catalog,
            layout,
            new EmailPeople(account, sender),
            (kind, lead, target) =>
                links.Url(new EmailLink(kind, account.Id, mailing.Id, lead, target), set.LinkKey));
    }

    /// <summary>What a lead would get; its links lead nowhere.</summary>
    public async Task<Result<WrittenEmail>> Preview(Caller caller, EmailContent content, StoredLead lead)
    {
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        var draft = EmailDraft.Read(
            content,
            catalog,
            EmailLayout.Plain,
            new EmailPeople(caller.Account, caller.User),
            (_, _, _) => "#");
        if (draft.Failure is { } unreadable)
            return unreadable;
        return await draft.Value.Write(lead, "") is { } written
            ? written
            : new Failure(ErrorCode.LimitExceeded, "The mail becomes too long.");
    }
}
