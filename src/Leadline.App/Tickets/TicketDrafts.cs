using Leadline.App.Platform;
using Leadline.Protocol.Client;
using Microsoft.Extensions.Localization;

namespace Leadline.App.Tickets;

/// <summary>What the user has written on tickets and not sent: one text a ticket and kind, nobody else's.</summary>
public sealed class TicketDrafts(
    Device device, Session session, LeadlineClient client, IStringLocalizer<TicketTexts> texts)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(long Ticket, string Kind), ReplyFiles> files = [];

    private string Prefix => $"ll-draft-{session.User.UserId}-tickets/";

    /// <summary>What is written on a ticket.</summary>
    /// <param name="ticket">The ticket's number.</param>
    /// <param name="kind">reply or note.</param>
    public WrittenText Of(long ticket, string kind)
    {
        var (key, kept) = ($"tickets/{ticket}/{kind}", $"{Prefix}{ticket}/{kind}");
        return new(key, client, () => device.Kept(kept), value => device.Keep(kept, value), Delay);
    }

    /// <summary>The files that are to go along with it: those that were picked since the page was loaded.</summary>
    public ReplyFiles FilesOf(long ticket, string kind) => files.TryGetValue((ticket, kind), out var picked)
        ? picked
        : files[(ticket, kind)] = new ReplyFiles(texts);

    /// <summary>The user leaves this device: what the server has, the device forgets.</summary>
    public async Task Leave()
    {
        foreach (var (key, value) in await device.KeptBelow(Prefix))
            if (TicketDraft.Read(Draft.Read(value)) is not { IsNew: true })
                await device.Keep(key, null);
    }

    /// <summary>Asks the server for those of the texts that it has, or has had.</summary>
    public async Task Fetch(IReadOnlyList<WrittenText> texts)
    {
        try
        {
            var known = (await client.Drafts("tickets")).Drafts.Select(draft => draft.Key).ToHashSet();
            await Task.WhenAll(texts
                .Where(text => known.Contains(text.Key) || text.Draft is { Version: > 0 })
                .Select(text => text.Fetch()));
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            // What the device keeps is there; the rest comes with the next change.
        }
    }
}
