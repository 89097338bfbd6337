namespace Leadline.Accounts;

/// <summary>Users who share leads.</summary>
internal sealed record SalesGroup(
    Guid Id, string Name, string? Description, int Version, DateTime CreatedOn, IReadOnlyList<GroupMember> Members)
{
    public GroupMember? Member(Guid userId) => Members.FirstOrDefault(member => member.UserId == userId);
}

/// <summary>A user in a group.</summary>
internal sealed record GroupMember(Guid UserId, MemberRights Rights);

/// <summary>What a member may do with the others' records, and whether the member leads the group.</summary>
internal sealed record MemberRights
{
    public bool IsManager { get; init; }

    public bool ViewLeads { get; init; }

    public bool ModifyLeads { get; init; }

    public bool ViewCompanies { get; init; }

    public bool ModifyCompanies { get; init; }

    public bool AddUsers { get; init; }

    public bool CreateAutomations { get; init; }
}

/// <summary>An account's groups, by name. An immutable snapshot.</summary>
internal sealed record SalesGroups(IReadOnlyList<SalesGroup> All)
{
    public SalesGroup? Find(string? id) =>
        Guid.TryParse(id, out var groupId) ? All.FirstOrDefault(group => group.Id == groupId) : null;

    public IEnumerable<SalesGroup> Of(Guid userId) => All.Where(group => group.Member(userId) is not null);
}
