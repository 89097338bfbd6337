using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Users;

/// <summary>Makes and changes the users of an account. Only administrators may.</summary>
internal sealed class UserOperations(
    AccountOperations accounts,
    AccountStore store,
    SalesGroupStore groups,
    TimeProvider clock)
{
    private const string Deed = "make and change users";

    private static readonly Failure WrongPassword = new(ErrorCode.InvalidInput, "The password is wrong.")
    {
        Field = "password",
    };

    /// <summary>
    /// Makes a user. Of two callers who make one of the same e-mail address, in any spelling, one is refused.
    /// </summary>
    public async Task<Result<User>> Create(Caller caller, NpgsqlConnection? within, UserEdit edit)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (PasswordRefusal(caller, edit) is { } weak)
            return weak;
        var now = clock.GetUtcNow().UtcDateTime;
        var fresh = new User(Ids.New(), "", "", "", "", IsActive: true, HashOf(edit))
        {
            CreatedOn = now,
            CreatedBy = caller.User.Id,
        };
        return await accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            var templates = await RightsStore.Templates(connection, caller.AccountId);
            var made = UserRules.Create(fresh, edit, users, templates.All);
            if (made.Failure is { } refusal)
                return refusal;
            var memberships = Memberships(edit, await RightsStore.Groups(connection, caller.AccountId));
            if (memberships.Failure is { } badGroup)
                return badGroup;
            await store.CreateUser(connection, caller.AccountId, made.Value);
            foreach (var (group, rights) in memberships.Value)
                await groups.PutMember(connection, caller.AccountId, group.Id, new GroupMember(fresh.Id, rights));
            await EventStore.Write(connection, Event.By(caller, UserEvents.Created, leadId: null, fresh.Id, now));
            return made.Value;
        });
    }

    /// <summary>
    /// Changes a user. Who becomes obsolete leaves the groups, and every key, token and session of the user ends.
    /// </summary>
    public async Task<Result<User>> Change(Caller caller, NpgsqlConnection? within, Guid userId, UserEdit edit)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        if (PasswordRefusal(caller, edit) is { } weak)
            return weak;
        var hash = HashOf(edit);
        return await accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            if (users.GetValueOrDefault(userId) is not { } before)
                return UserRules.Unknown;
            var changed = UserRules.Change(
                before, edit, users, (await RightsStore.Templates(connection, caller.AccountId)).All);
            if (changed.Failure is { } refusal)
                return refusal;
            var now = clock.GetUtcNow().UtcDateTime;
            var after = changed.Value with
            {
                PasswordHash = hash ?? before.PasswordHash,
                Version = before.Version + 1,
                ModifiedOn = now,
                ModifiedBy = caller.User.Id,
            };
            var changes = ValueChanges.Describe(Values(before), Values(after));
            if (changes is null && hash is null)
                return before;
            await store.ReplaceUser(connection, caller.AccountId, after);
            if (hash is not null || !after.IsActive)
                await UserSessionStore.RemoveOf(connection, caller.AccountId, userId, except: null);
            if (after.IsObsolete && !before.IsObsolete)
            {
                await store.RevokeKeysOf(connection, caller.AccountId, userId, now);
                await groups.RemoveFromAll(connection, caller.AccountId, userId);
            }

            await EventStore.Write(
                connection, Event.By(caller, UserEvents.Updated, leadId: null, userId, now, changes));
            return after;
        });
    }

    /// <summary>Changes what is passed of the caller's own name.</summary>
    public Task<Result<User>> ChangeOwnName(
        Caller caller, NpgsqlConnection? within, string? firstName, string? lastName) =>
        accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            if (users.GetValueOrDefault(caller.User.Id) is not { } before)
                return UserRules.Unknown;
            var edit = new UserEdit { FirstName = firstName, LastName = lastName };
            var changed = UserRules.Change(
                before, edit, users, (await RightsStore.Templates(connection, caller.AccountId)).All);
            if (changed.Failure is { } refusal)
                return refusal;
            var now = clock.GetUtcNow().UtcDateTime;
            var after = changed.Value with
            {
                Version = before.Version + 1,
                ModifiedOn = now,
                ModifiedBy = caller.User.Id,
            };
            if (ValueChanges.Describe(Values(before), Values(after)) is not { } changes)
                return before;
            await store.ReplaceUser(connection, caller.AccountId, after);
            await EventStore.Write(
                connection, Event.By(caller, UserEvents.Updated, leadId: null, after.Id, now, changes));
            return after;
        });

    /// <summary>Changes the caller's own password, and ends the caller's sessions but for one.</summary>
    public async Task<Failure?> ChangeOwnPassword(
        Caller caller, NpgsqlConnection? within, string password, string wanted, Guid? exceptSession)
    {
        if (!AccountOperations.PasswordMatches(caller.User, password))
            return WrongPassword;
        if (AccountOperations.CheckPassword(caller.Account, wanted) is { } weak)
            return weak with { Field = "newPassword" };
        var hash = Passwords.Hash(wanted);
        return (await accounts.ChangeUsers<User>(caller.AccountId, within, async (connection, users) =>
        {
            if (users.GetValueOrDefault(caller.User.Id) is not { } before)
                return UserRules.Unknown;
            var now = clock.GetUtcNow().UtcDateTime;
            var after = before with
            {
                PasswordHash = hash,
                Version = before.Version + 1,
                ModifiedOn = now,
                ModifiedBy = caller.User.Id,
            };
            await store.ReplaceUser(connection, caller.AccountId, after);
            await UserSessionStore.RemoveOf(connection, caller.AccountId, after.Id, exceptSession);
            await EventStore.Write(
                connection, Event.By(caller, UserEvents.PasswordChanged, leadId: null, after.Id, now));
            return after;
        })).Failure;
    }

    /// <summary>
    /// Gives the users a template; the answer is how many of them there are, 0 for an unknown template.
    /// </summary>
    public async Task<Result<int>> Apply(
        Caller caller, NpgsqlConnection? within, Guid templateId, IReadOnlyCollection<Guid> userIds)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await accounts.ChangeUsers<int>(caller.AccountId, within, async (connection, users) =>
        {
            if ((await RightsStore.Templates(connection, caller.AccountId)).Find(templateId) is null)
                return 0;
            var now = clock.GetUtcNow().UtcDateTime;
            var given = users.Values.Where(user => userIds.Contains(user.Id)).ToList();
            foreach (var before in given.Where(user => user.PermissionTemplateId != templateId))
            {
                var after = before with
                {
                    PermissionTemplateId = templateId,
                    Version = before.Version + 1,
                    ModifiedOn = now,
                    ModifiedBy = caller.User.Id,
                };
                await store.ReplaceUser(connection, caller.AccountId, after);
                await EventStore.Write(connection, Event.By(
                    caller, UserEvents.Updated, leadId: null, after.Id, now,
                    ValueChanges.Describe(Values(before), Values(after))));
            }

            return given.Count;
        });
    }

    private static Failure? PasswordRefusal(Caller caller, UserEdit edit) =>
        edit.Password is { } password ? AccountOperations.CheckPassword(caller.Account, password) : null;

    private static string? HashOf(UserEdit edit) => edit.Password is { } password ? Passwords.Hash(password) : null;

    private static Result<List<(SalesGroup Group, MemberRights Rights)>> Memberships(UserEdit edit, SalesGroups groups)
    {
        var found = new List<(SalesGroup, MemberRights)>();
        foreach (var membership in edit.Groups)
        {
            if (groups.Find(membership.GroupId) is not { } group)
                return SalesGroupOperations.Unknown;
            found.Add((group, membership.Rights));
        }

        return found;
    }

    // A password is no value to be told of.
    private static Dictionary<string, string?> Values(User user) =>
        new(user.Profile.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
        {
            ["EmailAddress"] = user.Email,
            ["FirstName"] = user.FirstName,
            ["LastName"] = user.LastName,
            ["Role"] = user.Role,
            ["Status"] = user.IsObsolete ? "obsolete" : user.IsActive ? "active" : "inactive",
            ["ManagerUserId"] = user.ManagerId?.ToString(),
            ["PermissionTemplateId"] = user.PermissionTemplateId?.ToString(),
        };
}
