namespace Leadline.Accounts;

/// <summary>A named set of permissions that users are given.</summary>
internal sealed record PermissionTemplate(
    Guid Id,
    string Name,
    string? Description,
    int Version,
    DateTime CreatedOn,
    DateTime ModifiedOn,
    IReadOnlyList<Permission> Permissions);

/// <summary>Whose records of a kind a user may do something with.</summary>
/// <param name="Entity">One of <see cref="PermissionRules.Entities"/>.</param>
/// <param name="Action">One of <see cref="PermissionRules.Actions"/>.</param>
/// <param name="Access">One of <see cref="PermissionRules.Accesses"/>.</param>
/// <param name="Fields">The only fields that it is about; none is all.</param>
internal sealed record Permission(string Entity, string Action, string Access, IReadOnlyList<string> Fields);

/// <summary>An account's templates, by name. An immutable snapshot.</summary>
internal sealed record PermissionTemplates(IReadOnlyList<PermissionTemplate> All)
{
    public PermissionTemplate? Find(Guid? id) => All.FirstOrDefault(template => template.Id == id);
}
