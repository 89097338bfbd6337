using Leadline.Platform.Errors;

namespace Leadline.Accounts;

/// <summary>What permissions are about, by the words of the wire; a company is an account there.</summary>
internal enum RecordKind
{
    Lead,
    Activity,
    Opportunity,
    Task,
    Account,
    List,
    Ticket,
}

/// <summary>What somebody may or may not do with records.</summary>
internal enum Deed
{
    View,
    Create,
    Update,
    Delete,
    Export,
    Import,
}

/// <summary>
/// The records that somebody may do something with: those of some owners and single ones that are shared, or all.
/// </summary>
/// <param name="Owners">Null is everybody.</param>
/// <param name="Shared">The ids of records that are somebody else's.</param>
internal sealed record RecordScope(IReadOnlySet<Guid>? Owners, IReadOnlySet<Guid> Shared)
{
    public static readonly RecordScope All = new(null, new HashSet<Guid>());

    public bool IsAll => Owners is null;

    public bool IsNone => Owners is { Count: 0 } && Shared.Count == 0;

    /// <summary>As a statement's parameter: null is everybody.</summary>
    public Guid[]? OwnerIds => Owners is null ? null : [.. Owners];

    /// <summary>As a statement's parameter.</summary>
    public Guid[] SharedIds => [.. Shared];

    public bool Includes(Guid? owner, Guid recordId) =>
        Owners is null || (owner is { } id && Owners.Contains(id)) || Shared.Contains(recordId);
}

/// <summary>
/// What permission templates, groups and the lines of report come to. A record is somebody's by its owner: one's own
/// are one's own; a group's are those of the members of groups that share them, and of whoever reports to one, at any
/// depth. Leads and opportunities may be shared with a user one by one, too.
/// </summary>
internal static class Rights
{
    public static RecordScope Scope(Caller caller, RecordKind kind, Deed deed)
    {
        if (!caller.IsRestricted)
            return RecordScope.All;
        var (account, user) = (caller.Account, caller.User);
        IReadOnlySet<Guid> owners;
        switch (PermissionRules.AccessOf(account, user, kind, deed))
        {
            case PermissionRules.Everything:
                return RecordScope.All;
            case PermissionRules.Group:
                owners = account.Colleagues.GetOrAdd((user.Id, kind, deed), _ => GroupOf(account, user, kind, deed));
                break;
            case PermissionRules.Own:
                owners = new HashSet<Guid> { user.Id };
                break;
            default:
                owners = new HashSet<Guid>();
                break;
        }

        return new RecordScope(owners, SharedWith(caller, deed));
    }

    public static Failure Refusal(RecordKind kind, Deed deed) => new(
        ErrorCode.NotPermitted,
        $"You do not have permission to {deed.ToString().ToLowerInvariant()} this {NameOf(kind)}.");

    /// <summary>Everybody who reports to the user, at any distance, without the user.</summary>
    public static IReadOnlyList<User> ReportsOf(Guid userId, IReadOnlyDictionary<Guid, User> users)
    {
        var direct = users.Values.Where(user => user is { ManagerId: not null, IsObsolete: false })
            .ToLookup(user => user.ManagerId!.Value);
        var found = new List<User>(direct[userId]);
        for (var next = 0; next < found.Count; next++)
            found.AddRange(direct[found[next].Id]);
        return found;
    }

    private static string NameOf(RecordKind kind) =>
        kind == RecordKind.Account ? "company" : kind.ToString().ToLowerInvariant();

    private static HashSet<Guid> SharedWith(Caller caller, Deed deed) => deed switch
    {
        Deed.View => [.. caller.Shares.Keys],
        Deed.Update => [.. caller.Shares.Where(share => share.Value).Select(share => share.Key)],
        _ => [],
    };

    private static HashSet<Guid> GroupOf(Account account, User user, RecordKind kind, Deed deed)
    {
        var owners = new HashSet<Guid> { user.Id };
        foreach (var group in account.Groups.Of(user.Id))
            if (Shares(group.Member(user.Id)!.Rights, kind, deed))
                owners.UnionWith(group.Members.Select(member => member.UserId));
        owners.UnionWith(ReportsOf(user.Id, account.Users).Select(report => report.Id));
        return owners;
    }

    private static bool Shares(MemberRights rights, RecordKind kind, Deed deed) =>
        rights.IsManager || (kind == RecordKind.Account, deed is Deed.View or Deed.Export) switch
        {
            (true, true) => rights.ViewCompanies,
            (true, false) => rights.ModifyCompanies,
            (false, true) => rights.ViewLeads,
            (false, false) => rights.ModifyLeads,
        };
}
