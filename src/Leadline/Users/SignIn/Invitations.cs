using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>
/// Invitations: administrators make users who cannot sign in until they have chosen a password by the link that they
/// were mailed.
/// </summary>
internal sealed class Invitations(
    AccountOperations accounts, AccountStore store, UserProofStore proofs, UserLinks links, SignInMails mails,
    TimeProvider clock)
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(7);

    private const string Deed = "invite users";

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such invitation.");

    /// <summary>
    /// Invites somebody. Who was invited before, or never could sign in, is invited anew with these names and rights.
    /// </summary>
    public async Task<Result<User>> Invite(Caller caller, NpgsqlConnection? within, UserEdit edit)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (string.IsNullOrWhiteSpace(edit.Email))
            return Absent("EmailAddress", "email");
        if (string.IsNullOrWhiteSpace(edit.Role))
            return Absent("Role", "role");
        var asked = edit with { IsActive = false, IsObsolete = false };
        return await accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            var now = clock.Now();
            var known = Account.HolderOf(edit.Email, users) is { } holder && IsWaiting(holder) ? holder : null;
            var fresh = known ?? new User(Ids.New(), "", "", "", "", IsActive: false, PasswordHash: null)
            {
                CreatedOn = now,
                CreatedBy = caller.User.Id,
            };
            var templates = await RightsStore.Templates(connection, caller.AccountId);
            var made = UserRules.Change(fresh, asked, users, templates.All);
            if (made.Failure is { } refusal)
                return refusal;
            if (known is null)
                await store.CreateUser(connection, caller.AccountId, made.Value);
            else
                await store.ReplaceUser(connection, caller.AccountId, Changed(made.Value, caller.User.Id, now));
            await EventStore.Write(connection, Event.By(
                caller, known is null ? UserEvents.Created : UserEvents.Updated, leadId: null, fresh.Id, now));
            await Send(connection, caller, made.Value, now);
            return made.Value;
        });
    }

    /// <summary>The invitations that were not accepted yet, with their users.</summary>
    public async Task<Result<IReadOnlyList<(UserProof Invitation, User User)>>> Waiting(Caller caller)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        var waiting =
            from invitation in await proofs.All(caller.AccountId, UserProof.Invitation)
            let user = caller.Account.Users.GetValueOrDefault(invitation.UserId)
            where user is { IsObsolete: false } && IsWaiting(user)
            orderby user.Id
            select (invitation, user);
        return Result<IReadOnlyList<(UserProof, User)>>.Success([.. waiting]);
    }

    /// <summary>Sends the invitation once more. The link of the mail before is void.</summary>
    public async Task<Result<(UserProof Invitation, User User)>> Resend(
        Caller caller, NpgsqlConnection? within, Guid userId)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await accounts.ChangeUsers<(UserProof, User)>(
            caller.AccountId,
            within,
            async (connection, users) => users.GetValueOrDefault(userId) is { IsObsolete: false } user
                && IsWaiting(user)
                    ? (await Send(connection, caller, user, clock.Now()), user)
                    : Unknown);
    }

    /// <summary>Takes an invitation back: its link is void, and the user obsolete.</summary>
    public async Task<Failure?> Revoke(Caller caller, NpgsqlConnection? within, Guid userId)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return (await accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            if (users.GetValueOrDefault(userId) is not { IsObsolete: false } user || !IsWaiting(user)
                || await UserProofStore.Remove(connection, caller.AccountId, userId, UserProof.Invitation) == 0)
                return Unknown;
            var now = clock.Now();
            var after = Changed(user with { IsObsolete = true }, caller.User.Id, now);
            await store.ReplaceUser(connection, caller.AccountId, after);
            await EventStore.Write(connection, Event.By(caller, UserEvents.Updated, leadId: null, userId, now));
            return after;
        })).Failure;
    }

    /// <summary>Whom the link is for.</summary>
    public Task<Result<Caller>> Open(string token, SignInPlace from) =>
        links.Open(UserProof.Invitation, token, from, user => IsWaiting(user) && !user.IsObsolete);

    /// <summary>Lets the user in who has the link.</summary>
    /// <param name="token">The link's.</param>
    /// <param name="edit">The password, and names and values that are to be other ones.</param>
    /// <param name="from">Where the user is.</param>
    public async Task<Result<Caller>> Accept(string token, UserEdit edit, SignInPlace from)
    {
        var opened = await Open(token, from);
        if (opened.Failure is { } refusal)
            return refusal;
        var caller = opened.Value;
        if (edit.Password is not { } password)
            return Failure.Absent("password") with { Field = "password" };
        if (AccountOperations.CheckPassword(caller.Account, password) is { } weak)
            return weak with { Field = "password" };
        var hash = Passwords.Hash(password);
        var joined = await accounts.ChangeUsers<User>(caller.AccountId, within: null, async (connection, users) =>
        {
            var now = clock.Now();
            if (users.GetValueOrDefault(caller.User.Id) is not { IsObsolete: false } before || !IsWaiting(before))
                return UserLinks.Over;
            var made = UserRules.Change(before, edit with { IsActive = true }, users, []);
            if (made.Failure is { } unfit)
                return unfit;
            if (!await UserProofStore.Use(connection, caller.AccountId, UserLinks.IdOf(token), now))
                return UserLinks.Over;
            var after = Changed(made.Value with { PasswordHash = hash }, before.Id, now);
            await store.ReplaceUser(connection, caller.AccountId, after);
            await UserProofStore.Remove(connection, caller.AccountId, after.Id, UserProof.Invitation);
            await EventStore.Write(connection, Event.By(caller, UserEvents.Updated, leadId: null, after.Id, now));
            return after;
        });
        if (joined.Failure is { } failure)
            return failure;
        return await accounts.CallerOf(caller.Account, joined.Value);
    }

    // Never could sign in, or can no more and has no password left.
    private static bool IsWaiting(User user) => user is { IsActive: false, PasswordHash: null };

    private static User Changed(User user, Guid by, DateTime now) =>
        user with { Version = user.Version + 1, ModifiedOn = now, ModifiedBy = by };

    private static Failure Absent(string wireName, string field) =>
        new(ErrorCode.MissingAttribute, $"'{wireName}' is mandatory for creating user") { Field = field };

    private async Task<UserProof> Send(NpgsqlConnection connection, Caller caller, User user, DateTime now)
    {
        var (proof, token) = UserProof.New(
            caller.AccountId, UserProof.Invitation, user.Id, now, Length, caller.User.Id);
        await UserProofStore.Remove(connection, caller.AccountId, user.Id, UserProof.Invitation);
        await UserProofStore.Add(connection, caller.AccountId, proof);
        await mails.SendInvitation(connection, caller, user, token, proof.ExpiresOn);
        return proof;
    }
}
