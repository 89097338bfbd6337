using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Users;

/// <summary>An account's sales groups: read often, changed rarely, by administrators.</summary>
internal sealed class SalesGroupOperations(
    AccountOperations accounts, SalesGroupStore store, TimeProvider clock)
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such group.");

    private const int MostGroups = 1_000;
    private const int LongestName = 200;
    private const string Deed = "change sales groups";

    private static readonly Failure NameTaken = new(ErrorCode.Duplicate, "A group with this name exists.")
    {
        Field = "name",
    };

    public async ValueTask<SalesGroups> Get(int accountId) => (await accounts.Find(accountId))!.Groups;

    public Task<Result<SalesGroup>> Create(
        Caller caller, NpgsqlConnection? within, string? name, string? description) =>
        Change(caller, within, async (connection, groups, _) =>
        {
            if (NameRefusal(name, groups, except: null) is { } refusal)
                return refusal;
            if (groups.All.Count >= MostGroups)
                return new Failure(ErrorCode.LimitExceeded, $"An account has at most {MostGroups} groups.");
            var now = clock.GetUtcNow().UtcDateTime;
            var group = new SalesGroup(Ids.New(), name!.Trim(), description, Version: 1, now, []);
            await store.Add(connection, caller.AccountId, group, caller.User.Id);
            await Record(connection, caller, UserEvents.GroupCreated, group.Id);
            return group;
        });

    /// <summary>Renames or describes a group anew; what is null stays.</summary>
    public Task<Result<SalesGroup>> Edit(
        Caller caller, NpgsqlConnection? within, string? id, string? name, string? description, int? expected) =>
        Change(caller, within, id, async (connection, groups, group) =>
        {
            if (expected is { } version && version != group.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The group has changed: it is at version {group.Version}, not {version}.");
            if (name is not null && NameRefusal(name, groups, group.Id) is { } refusal)
                return refusal;
            return await Save(connection, caller, group with
            {
                Name = name?.Trim() ?? group.Name,
                Description = description ?? group.Description,
            });
        });

    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, string? id) =>
        (await Change(caller, within, id, async (connection, _, group) =>
        {
            await store.Remove(connection, caller.AccountId, group.Id);
            await Record(connection, caller, UserEvents.GroupDeleted, group.Id);
            return group;
        })).Failure;

    /// <summary>Puts users into a group, all or none; who is in it already gets these rights.</summary>
    public Task<Result<SalesGroup>> PutMembers(
        Caller caller,
        NpgsqlConnection? within,
        string? id,
        IReadOnlyList<(string? UserId, MemberRights Rights)> users) =>
        Change(caller, within, async (connection, groups, known) =>
        {
            if (groups.Find(id) is not { } group)
                return Unknown;
            var members = new Dictionary<Guid, GroupMember>();
            foreach (var (userId, rights) in users)
            {
                if (!Guid.TryParse(userId, out var user) || known.GetValueOrDefault(user) is not { IsObsolete: false })
                    return new Failure(ErrorCode.InvalidInput, "A user of the list does not exist.");
                members[user] = new GroupMember(user, rights);
            }

            foreach (var member in members.Values)
                await store.PutMember(connection, caller.AccountId, group.Id, member);
            return await Save(connection, caller, group with
            {
                Members = [.. group.Members.Where(one => !members.ContainsKey(one.UserId)), .. members.Values],
            });
        });

    /// <summary>Takes users out of a group; who is not in it is passed over.</summary>
    public Task<Result<SalesGroup>> RemoveMembers(
        Caller caller, NpgsqlConnection? within, string? id, IReadOnlyCollection<Guid> userIds) =>
        Change(caller, within, id, async (connection, _, group) =>
        {
            await store.RemoveMembers(connection, caller.AccountId, group.Id, userIds);
            return await Save(connection, caller, group with
            {
                Members = [.. group.Members.Where(member => !userIds.Contains(member.UserId))],
            });
        });

    private async Task<Result<SalesGroup>> Save(NpgsqlConnection connection, Caller caller, SalesGroup group)
    {
        var saved = group with { Version = group.Version + 1 };
        await store.Replace(
            connection, caller.AccountId, saved, caller.User.Id, clock.GetUtcNow().UtcDateTime);
        await Record(connection, caller, UserEvents.GroupUpdated, group.Id);
        return saved;
    }

    private Task<Result<SalesGroup>> Change(
        Caller caller,
        NpgsqlConnection? within,
        string? id,
        Func<NpgsqlConnection, SalesGroups, SalesGroup, Task<Result<SalesGroup>>> change) =>
        Change(caller, within, async (connection, groups, _) =>
            groups.Find(id) is { } group ? await change(connection, groups, group) : Unknown);

    private async Task<Result<SalesGroup>> Change(
        Caller caller,
        NpgsqlConnection? within,
        Func<NpgsqlConnection, SalesGroups, IReadOnlyDictionary<Guid, User>, Task<Result<SalesGroup>>> change) =>
        caller.RefuseUnlessAdministrator(Deed) is { } notPermitted
            ? notPermitted
            : await accounts.ChangeUsers<SalesGroup>(caller.AccountId, within, async (connection, users) =>
                await change(connection, await RightsStore.Groups(connection, caller.AccountId), users));

    private static Failure? NameRefusal(string? name, SalesGroups groups, Guid? except)
    {
        if (string.IsNullOrWhiteSpace(name))
            return new Failure(ErrorCode.MissingAttribute, "'Name' is mandatory for creating group") { Field = "name" };
        if (name.Length > LongestName || name.Any(char.IsControl))
            return new Failure(ErrorCode.InvalidInput, $"A name is one line of at most {LongestName} characters.")
            {
                Field = "name",
            };
        return groups.All.Any(group => group.Id != except
            && group.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ? NameTaken
            : null;
    }

    private Task Record(NpgsqlConnection connection, Caller caller, string kind, Guid groupId) =>
        EventStore.Write(
            connection, Event.By(caller, kind, leadId: null, groupId, clock.GetUtcNow().UtcDateTime));
}
