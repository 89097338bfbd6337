using Leadline.App.Platform;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>On which tickets the user has begun to write, on whatever device.</summary>
public sealed class DraftMarks
{
    private readonly HashSet<string> keys = [];
    private readonly LeadlineClient client;
    private bool isRead;

    public DraftMarks(LeadlineClient client, Live live)
    {
        this.client = client;
        live.Drafted += Hear;
        live.Missed += () => _ = Read();
    }

    /// <summary>Something was begun, sent or discarded.</summary>
    public event Action? Changed;

    /// <summary>Whether something is written on a ticket.</summary>
    public bool Has(long ticket)
    {
        if (!isRead)
            _ = Read();
        return keys.Any(key => key.StartsWith($"tickets/{ticket}/", StringComparison.Ordinal));
    }

    private async Task Read()
    {
        isRead = true;
        try
        {
            var found = (await client.Drafts("tickets")).Drafts.Select(draft => draft.Key).ToList();
            keys.Clear();
            keys.UnionWith(found);
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            // Lists do without the marks.
            return;
        }

        Changed?.Invoke();
    }

    private void Hear(LiveDraft told)
    {
        if (told.Change == "deleted" ? keys.Remove(told.Key) : keys.Add(told.Key))
            Changed?.Invoke();
    }
}
