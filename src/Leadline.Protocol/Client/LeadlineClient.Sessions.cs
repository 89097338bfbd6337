using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Signing in, and where one is signed in.</content>
public sealed partial class LeadlineClient
{
    /// <summary>Who calls. A session's token for changes is kept from then on.</summary>
    public async Task<SessionResponse> Session(CancellationToken cancellation = default)
    {
        var session = await Get<SessionResponse>("session", cancellation).ConfigureAwait(false);
        CsrfToken = session.CsrfToken;
        return session;
    }

    /// <summary>Signs in; whoever keeps cookies is signed in from then on.</summary>
    public async Task<SessionResponse> SignIn(SignInRequest request, CancellationToken cancellation = default)
    {
        var session = await Post<SignInRequest, SessionResponse>("session", request, cancellation)
            .ConfigureAwait(false);
        CsrfToken = session.CsrfToken;
        return session;
    }

    /// <summary>Ends the session.</summary>
    public Task SignOut(CancellationToken cancellation = default) => Delete<DoneResponse>("session", cancellation);

    /// <summary>Where the caller is signed in.</summary>
    public Task<SessionsResponse> Sessions(CancellationToken cancellation = default) =>
        Get<SessionsResponse>("sessions", cancellation);

    /// <summary>Ends one of the caller's sessions.</summary>
    public Task EndSession(Guid session, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"sessions/{session}", cancellation);

    /// <summary>Ends all of the caller's sessions but this one.</summary>
    public Task EndOtherSessions(CancellationToken cancellation = default) =>
        Post<DoneResponse>("sessions/end-others", cancellation);

    /// <summary>The caller's name and choices.</summary>
    public Task<ProfileResponse> Profile(CancellationToken cancellation = default) =>
        Get<ProfileResponse>("profile", cancellation);

    /// <summary>Changes what is passed of the caller's name and choices; an empty text takes a choice back.</summary>
    public async Task<ProfileResponse> ChangeProfile(
        ProfileRequest request, CancellationToken cancellation = default) =>
        (await Patch<ProfileRequest, ProfileResponse>("profile", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Changes the caller's password.</summary>
    public Task ChangePassword(ChangePasswordRequest request, CancellationToken cancellation = default) =>
        Put<ChangePasswordRequest, DoneResponse>("session/password", request, cancellation);
}
