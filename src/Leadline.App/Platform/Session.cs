using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>Who is signed in.</summary>
public sealed class Session(LeadlineClient client)
{
    private SessionResponse? signedIn;
    private ProfileResponse? profile;

    /// <summary>False until the server has said who it is.</summary>
    public bool IsKnown => signedIn is not null && profile is not null;

    /// <summary>The signed-in user.</summary>
    public SessionResponse User => signedIn ?? throw new InvalidOperationException("Nobody is signed in yet.");

    /// <summary>The user's name, or address where there is none.</summary>
    public string Name =>
        $"{Profile.FirstName} {Profile.LastName}".Trim() is { Length: > 0 } name ? name : User.Email;

    /// <summary>The user's name and choices.</summary>
    public ProfileResponse Profile => profile ?? throw new InvalidOperationException("Nobody is signed in yet.");

    /// <summary>Whether the user may change how the account is set up.</summary>
    public bool IsAdministrator => User.Role == "Administrator";

    /// <summary>The zone in which the user reads times.</summary>
    public TimeZoneInfo TimeZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Asks who is signed in.</summary>
    public async Task Load()
    {
        var (session, own) = (client.Session(), client.Profile());
        await Task.WhenAll(session, own);
        signedIn = await session;
        Keep(await own);
    }

    /// <summary>Takes up what the user has changed of the profile.</summary>
    public void Keep(ProfileResponse changed)
    {
        profile = changed;
        TimeZone = TimeZoneInfo.TryFindSystemTimeZoneById(changed.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
    }
}
