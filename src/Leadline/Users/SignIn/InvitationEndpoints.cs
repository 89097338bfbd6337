using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Users.SignIn;

/// <summary>Invitations in Leadline's own API.</summary>
internal sealed class InvitationEndpoints(Invitations invitations, SigningIn signingIn, SessionEndpoints sessions)
{
    private const int MostAtOnce = 100;
    private const int MostListed = 200;

    private static readonly Failure Nobody = new(ErrorCode.UnknownRecord, "There is no such invitation.");

    /// <summary>Each address by itself: what is wrong with one keeps no other from being invited.</summary>
    public async Task<Failure?> Invite(Call call)
    {
        var body = call.ReadStrictly<InvitationsRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Users is not { Count: > 0 } asked)
            return Failure.Absent("users") with { Field = "users" };
        if (asked.Count > MostAtOnce)
            return new Failure(ErrorCode.LimitExceeded, $"At most {MostAtOnce} users are invited at once.")
            {
                Field = "users",
            };
        if (call.Caller.RefuseUnlessAdministrator("invite users") is { } notPermitted)
            return notPermitted;
        var came = new List<InvitedUserResponse>();
        foreach (var one in asked)
        {
            var invited = await invitations.Invite(call.Caller, call.Transaction, new UserEdit
            {
                Email = one.Email,
                FirstName = one.FirstName,
                LastName = one.LastName,
                Role = one.Role,
                PermissionTemplate = one.PermissionTemplateId,
            });
            came.Add(invited.Failure is { } refusal
                ? new InvitedUserResponse(
                    one.Email, UserId: null, LeadlineErrors.NameOf(refusal.Code), refusal.Message)
                : new InvitedUserResponse(one.Email, invited.Value.Id, Code: null, Detail: null));
        }

        return call.Answer(new InvitedResponse(came), OwnJson.Default.InvitedResponse);
    }

    public async Task<Failure?> List(Call call)
    {
        var waiting = await invitations.Waiting(call.Caller);
        if (waiting.Failure is { } refusal)
            return refusal;
        var (after, most) = (call.QueryId("after"), call.QueryLimit(MostListed));
        var found = waiting.Value.Where(one => after is null || one.User.Id.CompareTo(after.Value) > 0)
            .Take(most + 1)
            .Select(Response)
            .ToList();
        return call.Answer(
            new InvitationsResponse([.. found.Take(most)], found.Count > most ? found[most - 1].UserId : null),
            OwnJson.Default.InvitationsResponse);
    }

    public async Task<Failure?> Resend(Call call) => UserEndpoints.Named(call) is not { } user
        ? Nobody
        : call.Answer(
            await invitations.Resend(call.Caller, call.Transaction, user.Id),
            Response,
            OwnJson.Default.InvitationResponse);

    public async Task<Failure?> Revoke(Call call) => UserEndpoints.Named(call) is not { } user
        ? Nobody
        : await invitations.Revoke(call.Caller, call.Transaction, user.Id)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public async Task<Failure?> Open(OpenCall call)
    {
        var body = call.Read<LinkRequest>();
        return body.Failure ?? call.Answer(
            await invitations.Open(body.Value.Token ?? "", call.From),
            SignInEndpoints.Link,
            OwnJson.Default.LinkResponse);
    }

    /// <summary>Lets the user in: with a session of the new password at once.</summary>
    public async Task<Failure?> Accept(OpenCall call)
    {
        var body = call.Read<AcceptInvitationRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var sent = body.Value;
        var profile = new Dictionary<string, string?>();
        if (sent.Language is not null)
            profile[UserProfile.Language] = sent.Language;
        if (sent.TimeZone is not null)
            profile[UserProfile.TimeZone] = sent.TimeZone;
        var joined = await invitations.Accept(
            sent.Token ?? "",
            new UserEdit
            {
                FirstName = sent.FirstName,
                LastName = sent.LastName,
                Password = sent.Password,
                Profile = profile,
            },
            call.From);
        if (joined.Failure is { } refusal)
            return refusal with { Field = NameOf(refusal.Field) };
        return await sessions.Answer(call, await signingIn.Enter(joined.Value, hasSecondFactor: false, call.From));
    }

    // The profile's names are LeadSquared's.
    private static string? NameOf(string? field) => field switch
    {
        UserProfile.Language => "language",
        UserProfile.TimeZone => "timeZone",
        _ => field,
    };

    private static InvitationResponse Response((UserProof Invitation, User User) one) => new(
        one.User.Id,
        one.User.Email,
        one.User.FirstName,
        one.User.LastName,
        one.User.Role,
        one.Invitation.CreatedOn,
        one.Invitation.ExpiresOn,
        one.Invitation.CreatedBy);
}
