using System.Text.Json;
using Leadline.Protocol.Own;
using Microsoft.JSInterop;

namespace Leadline.App.Platform;

/// <summary>What others do, within a second (<c>GET /leadline/v1/live</c>).</summary>
public sealed class Live(Device device) : IDisposable
{
    // What happens between the first reading of a page and the connection is told by nobody.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(500);

    private DotNetObjectReference<Live>? reference;
    private DateTime? startedOn;

    /// <summary>A record has changed that the user may see.</summary>
    public event Action<LiveChange>? Changed;

    /// <summary>Somebody has begun or ceased to look at a record, or to write there.</summary>
    public event Action<LivePresence>? Present;

    /// <summary>A draft of the user's was kept or discarded, here or elsewhere.</summary>
    public event Action<LiveDraft>? Drafted;

    /// <summary>The user's notifications have changed.</summary>
    public event Action<LiveNotification>? Notified;

    /// <summary>Too much was missed to be told one by one: what is shown is old.</summary>
    public event Action? Missed;

    /// <summary>The connection was lost, or is there again.</summary>
    public event Action? ConnectionChanged;

    /// <summary>False while the server cannot be heard.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>Listens from now on.</summary>
    public async Task Start()
    {
        if (reference is not null)
            return;
        (reference, startedOn) = (DotNetObjectReference.Create(this), DateTime.UtcNow);
        await device.Follow(reference);
    }

    /// <summary>The browser tells what has come.</summary>
    [JSInvokable]
    public void Hear(string kind, string text)
    {
        switch (kind)
        {
            case "change":
                Changed?.Invoke(JsonSerializer.Deserialize(text, OwnJson.Default.LiveChange)!);
                break;
            case "presence":
                Present?.Invoke(JsonSerializer.Deserialize(text, OwnJson.Default.LivePresence)!);
                break;
            case "draft":
                Drafted?.Invoke(JsonSerializer.Deserialize(text, OwnJson.Default.LiveDraft)!);
                break;
            case "notification":
                Notified?.Invoke(JsonSerializer.Deserialize(text, OwnJson.Default.LiveNotification)!);
                break;
            case "reset":
                Missed?.Invoke();
                break;
            case "connected" or "lost":
                Connect(isConnected: kind == "connected");
                break;
        }
    }

    private void Connect(bool isConnected)
    {
        if (isConnected && DateTime.UtcNow - startedOn > LongestStart)
            Missed?.Invoke();
        if (isConnected)
            startedOn = null;
        if (IsConnected == isConnected)
            return;
        IsConnected = isConnected;
        ConnectionChanged?.Invoke();
    }

    public void Dispose() => reference?.Dispose();
}
