using System.Text.Json;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>Who else looks at a record that this window shows.</summary>
public sealed class Presence(LeadlineClient client, Live live, Session session, Device device)
{
    private readonly string tab = $"{Guid.NewGuid():N}";

    /// <summary>Lets others see that the user looks at a record, till the watch is disposed of.</summary>
    /// <param name="record">The record, e.g. tickets/157.</param>
    public PresenceWatch Watch(string record) => new(record, session.User.UserId, live, Tell);

    private async Task<IReadOnlyList<PresenceResponse>?> Tell(string record, string state)
    {
        var request = new PresenceRequest { Record = record, State = state, Tab = tab };
        try
        {
            await device.OnLeave(state == PresenceWatch.Gone ? null : Leaving(request));
            return (await client.Look(request)).Present;
        }
        catch (Exception broken) when (broken is LeadlineException or HttpRequestException)
        {
            // It is said again soon. Nothing depends on it.
            return null;
        }
    }

    private LeavingCall Leaving(PresenceRequest request) => new(
        "PUT",
        "/leadline/v1/presence",
        client.CsrfToken,
        JsonSerializer.Serialize(
            request with { State = PresenceWatch.Gone }, OwnJson.Default.PresenceRequest));
}

/// <summary>Somebody else who looks at a record.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">The user's name.</param>
/// <param name="IsWriting">Whether the user writes there.</param>
public sealed record Onlooker(Guid User, string Name, bool IsWriting);
