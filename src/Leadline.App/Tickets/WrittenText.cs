using System.Net;
using System.Text.Json;
using Leadline.App.Platform;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>
/// What somebody writes on a ticket and has not sent: on the device with every letter, on the server a moment later,
/// and so on each of the user's devices.
/// </summary>
/// <param name="key">What the server calls it, e.g. tickets/157/reply.</param>
/// <param name="client">The server.</param>
/// <param name="read">Reads what the device keeps; null for nothing.</param>
/// <param name="keep">Keeps it on the device; null forgets it.</param>
/// <param name="delay">How long the server waits for what is typed.</param>
public sealed class WrittenText(
    string key, LeadlineClient client, Func<Task<string?>> read, Func<string?, Task> keep, TimeSpan delay)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private Soon? soon;
    private bool isWithdrawn;

    /// <summary>It has changed otherwise than by what is typed here.</summary>
    public event Action? Changed;

    /// <summary>What is written; null for nothing.</summary>
    public TicketDraft? Draft { get; private set; }

    /// <summary>The server could not be reached: the text is on this device alone.</summary>
    public bool IsHereAlone { get; private set; }

    /// <summary>What stood here till it was sent or discarded on another device.</summary>
    public string? Gone { get; private set; }

    public string Key => key;

    public string Text => Draft?.Text ?? "";

    /// <summary>Brings back what the device keeps.</summary>
    public async Task Open()
    {
        soon = new Soon(Save, delay);
        if (await read() is { Length: > 0 } kept)
            Draft ??= TicketDraft.Read(Platform.Draft.Read(kept));
        if (Draft is { IsNew: true })
            soon.Ask();
    }

    /// <summary>Asks the server for what was written on other devices.</summary>
    public Task Fetch() => Fetch(isNeeded: () => true);

    /// <summary>Another device has kept or discarded it, or this one has.</summary>
    public Task Hear(LiveDraft told) => told.Key == key && IsNews(told)
        ? Fetch(isNeeded: () => IsNews(told))
        : Task.CompletedTask;

    /// <summary>Tries again what could not be told to the server.</summary>
    public void Retry() => soon?.Ask();

    /// <summary>Something else is written now.</summary>
    /// <param name="text">The whole text; empty for nothing.</param>
    /// <param name="seen">How many messages the ticket has, as the user sees it.</param>
    public Task Write(string text, long? seen)
    {
        Gone = null;

        // Another text is another message: the key under which the former was tried does not stand for it.
        var next = text.Length == 0 ? null : new TicketDraft(text, DateTime.UtcNow)
        {
            Seen = Draft?.Seen ?? seen,
            Other = Draft?.Other,
            Version = Draft?.Version ?? 0,
            IsNew = true,
        };
        isWithdrawn |= next is null && Draft is { Version: > 0 };
        return Put(next);
    }

    /// <summary>Changes what is known of the text.</summary>
    public Task Change(Func<TicketDraft, TicketDraft> change) =>
        Draft is null ? Task.CompletedTask : Put(change(Draft) with { IsNew = true });

    /// <summary>It was sent: nobody needs it any more.</summary>
    public async Task Forget()
    {
        isWithdrawn = true;
        await Put(null);
        await Save();
    }

    public void Dispose()
    {
        soon?.Dispose();
        if (Draft is { IsNew: true } || isWithdrawn)
            _ = Save();
    }

    private bool IsNews(LiveDraft told) => Draft is null or { Version: 0 }
        ? told.Version > 0
        : told.Version == 0 || told.Version > Draft.Version;

    private async Task Fetch(Func<bool> isNeeded)
    {
        await turn.WaitAsync();
        try
        {
            if (isNeeded())
                await Take();
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            IsHereAlone = Draft is not null;
        }
        finally
        {
            turn.Release();
        }

        Changed?.Invoke();
    }

    private async Task Put(TicketDraft? draft)
    {
        Draft = draft;
        await Keep();
        soon?.Ask();
    }

    private Task Keep() => keep(Draft is null ? null : Platform.Draft.Write(Draft.Kept));

    // One call after the other: a text that was sent must not come back by a call that was under way.
    private async Task Save()
    {
        await turn.WaitAsync();
        try
        {
            await Send();
            IsHereAlone = false;
        }
        catch (LeadlineException refused) when (refused.Status == HttpStatusCode.PreconditionFailed)
        {
            await Catch(Take);
            soon?.Ask();
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            IsHereAlone = Draft is not null;
        }
        finally
        {
            turn.Release();
        }

        Changed?.Invoke();
    }

    private async Task Send()
    {
        if (isWithdrawn)
        {
            await client.DiscardDraft(key);
            isWithdrawn = false;
            if (Draft is { Version: > 0 })
                Draft = Draft with { Version = 0 };
        }

        if (Draft is not { IsNew: true } sent)
            return;
        var kept = await client.KeepDraft(key, sent.Content, sent.Version);
        if (Draft is null)
            isWithdrawn = true;
        else
            Draft = Draft with { Version = kept.Version, IsNew = Draft != sent };
        await Keep();
        if (isWithdrawn || Draft is { IsNew: true })
            soon?.Ask();
    }

    private async Task Take()
    {
        var kept = await client.Draft(key);
        if (isWithdrawn)
            return;
        var before = Draft;
        if (kept is null)
            Draft = TicketDraft.Settle(before, null);
        else if (TicketDraft.Read(Values(kept.Content)) is { } there)
            Draft = TicketDraft.Settle(before, there with { Version = kept.Version, IsNew = false });
        else if (before is not null)
            Draft = before with { Version = kept.Version };
        if (before is not null && Draft is null)
            Gone = before.Text;
        IsHereAlone = false;
        await Keep();
    }

    private static async Task Catch(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            // It is tried again with the next save.
        }
    }

    private static Dictionary<string, string?> Values(JsonElement content) => content.EnumerateObject()
        .Where(one => one.Value.ValueKind == JsonValueKind.String)
        .ToDictionary(one => one.Name, one => one.Value.GetString());
}
