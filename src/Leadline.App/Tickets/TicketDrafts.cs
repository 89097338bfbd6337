using Leadline.App.Platform;

namespace Leadline.App.Tickets;

/// <summary>
/// What somebody has written on a ticket and not sent: one draft a person, ticket and kind, kept with every letter. It
/// is kept on the device; a server that keeps drafts can stand behind these two operations.
/// </summary>
public sealed class TicketDrafts(Device device, Session session)
{
    /// <summary>The draft; null where there is none.</summary>
    /// <param name="ticket">The ticket's number.</param>
    /// <param name="kind">reply or note.</param>
    public async Task<TicketDraft?> Read(long ticket, string kind)
    {
        if (await device.Kept(Key(ticket, kind)) is not { Length: > 0 } kept)
            return null;
        var values = Draft.Read(kept);
        return new(
            values.GetValueOrDefault("text") ?? "",
            values.GetValueOrDefault("once"),
            Moments.Read(values.GetValueOrDefault("savedOn")) ?? DateTime.UtcNow);
    }

    /// <summary>Keeps a draft; null forgets it.</summary>
    public Task Keep(long ticket, string kind, TicketDraft? draft) => device.Keep(
        Key(ticket, kind),
        draft is null
            ? null
            : Draft.Write(new()
            {
                ["text"] = draft.Text,
                ["once"] = draft.Once,
                ["savedOn"] = draft.SavedOn.ToString("O"),
            }));

    private string Key(long ticket, string kind) => $"ll-draft-{session.User.UserId}-tickets/{ticket}/{kind}";
}

/// <summary>A text that has not been sent.</summary>
/// <param name="Text">The text.</param>
/// <param name="Once">The key under which sending it was tried; null before that, and after it has changed.</param>
/// <param name="SavedOn">When it was kept.</param>
public sealed record TicketDraft(string Text, string? Once, DateTime SavedOn);
