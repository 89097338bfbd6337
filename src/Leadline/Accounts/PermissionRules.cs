using Leadline.Platform.Errors;

namespace Leadline.Accounts;

/// <summary>What permissions there are, and which of them a user has.</summary>
internal static class PermissionRules
{
    public const string Everything = "All";
    public const string Group = "Group";
    public const string Own = "Own";
    public const string None = "None";

    public static readonly IReadOnlyList<string> Entities = Enum.GetNames<RecordKind>();

    public static readonly IReadOnlyList<string> Actions = Enum.GetNames<Deed>();

    /// <summary>From the widest to none.</summary>
    public static readonly IReadOnlyList<string> Accesses = [Everything, Group, Own, None];

    private static readonly Failure FieldsElsewhere = new(
        ErrorCode.InvalidOption, "'fields' are named where leads are updated, and nowhere else.")
    {
        Field = "permissions",
    };

    /// <summary>The permission with its words spelled as they are kept.</summary>
    public static Result<Permission> Read(string? entity, string? action, string? access, IReadOnlyList<string>? fields)
    {
        if (Named(Entities, entity) is not { } ofEntity)
            return NotOneOf("entity", Entities);
        if (Named(Actions, action) is not { } ofAction)
            return NotOneOf("action", Actions);
        if (Named(Accesses, access) is not { } ofAccess)
            return NotOneOf("access", Accesses);
        return fields is { Count: > 0 } && (ofEntity, ofAction) != (nameof(RecordKind.Lead), nameof(Deed.Update))
            ? FieldsElsewhere
            : new Permission(ofEntity, ofAction, ofAccess, fields ?? []);
    }

    /// <summary>
    /// Everything that the user may do, a permission an entity and action: what the user's template says, and
    /// everything where it says nothing. An administrator needs no permission.
    /// </summary>
    public static IReadOnlyList<Permission> Of(Account account, User user) =>
    [
        .. from entity in Entities
           from action in Actions
           select Find(account, user, entity, action) ?? new Permission(entity, action, Everything, []),
    ];

    /// <summary>One of <see cref="Accesses"/>.</summary>
    public static string AccessOf(Account account, User user, RecordKind kind, Deed deed) =>
        Find(account, user, kind.ToString(), deed.ToString())?.Access ?? Everything;

    /// <summary>The only fields that the user may change of leads; none is all.</summary>
    public static IReadOnlyList<string> LeadFieldsOf(Account account, User user) =>
        Find(account, user, nameof(RecordKind.Lead), nameof(Deed.Update))?.Fields ?? [];

    private static Permission? Find(Account account, User user, string entity, string action) =>
        user.IsAdministrator || user.PermissionTemplateId is null
            ? null
            : account.Templates.Find(user.PermissionTemplateId)?.Permissions
                .FirstOrDefault(one => one.Entity == entity && one.Action == action);

    private static string? Named(IReadOnlyList<string> words, string? sent) =>
        words.FirstOrDefault(word => word.Equals(sent?.Trim(), StringComparison.OrdinalIgnoreCase));

    private static Failure NotOneOf(string name, IReadOnlyList<string> words) =>
        new(ErrorCode.InvalidOption, $"'{name}' is one of {string.Join(", ", words)}.") { Field = "permissions" };
}
