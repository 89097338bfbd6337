using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>Something that a mail did, to stand on its lead's timeline.</summary>
/// <param name="Type">One of <see cref="EmailActivityTypes"/>.</param>
/// <param name="Mail">The mail.</param>
/// <param name="Subject">As the lead got it; null where only the template's is known.</param>
/// <param name="Detail">What else there is to say.</param>
internal sealed record EmailHappening(
    SystemActivityType Type, MailedLead Mail, string? Subject = null, (string Name, string Value)? Detail = null);

/// <summary>Puts what mails do on the timelines of their leads, which the caller has locked.</summary>
internal sealed class EmailTimeline(CounterStore counters)
{
    public async Task Add(
        NpgsqlConnection connection, Account account, IReadOnlyList<EmailHappening> happenings, DateTime now)
    {
        if (happenings.Count == 0)
            return;
        var rows = new RowBuffer();
        var number = await counters.Take(account.Id, ActivityStore.NumberCounter, happenings.Count);
        foreach (var happening in happenings)
        {
            var caller = new Caller(account, SenderOf(account, happening.Mail.SenderId));
            var type = happening.Type.Type;
            var entry = new TimelineEntry(happening.Mail.LeadId, type.EventCode, Note(caller, happening));
            var activity = ActivityTimeline.AddTo(rows, caller, entry, type.Name, now);
            activity.Number = number++;
        }

        await rows.Write(connection);
    }

    /// <summary>The user who sends, active or not; one of the same id where there is none any more.</summary>
    public static User SenderOf(Account account, Guid senderId) =>
        account.Users.GetValueOrDefault(senderId)
        ?? new User(senderId, "", account.Name, "", Roles.Administrator, IsActive: false, PasswordHash: null);

    private static string Note(Caller caller, EmailHappening happening)
    {
        List<(string Name, string? Value)> details =
        [
            ("Subject", happening.Subject ?? happening.Mail.Subject),
            ("EmailAddress", happening.Mail.Address),
        ];
        if (happening.Mail.IsCampaign)
            details.Add(("CampaignName", happening.Mail.MailingName));
        if (happening.Detail is { } detail)
            details.Add(detail);
        details.Add((SystemNote.CreatedBy, caller.User.Name));
        return SystemNote.Heading + SystemNote.Write(details);
    }
}
