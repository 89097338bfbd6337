using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Users;

/// <summary>What may become of a user, decided on the account's users and templates as they are.</summary>
internal static class UserRules
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such user.");

    /// <summary>Of marking a user obsolete who can still work (core §6).</summary>
    public static readonly Failure NotDeactivated = new(
        ErrorCode.Conflict, "User is active. Only deactivated users can be marked as obsolete.");

    private const int LongestName = 200;

    private static readonly Failure LastAdministrator = new(
        ErrorCode.Conflict, "This is the account's last active administrator.");

    /// <summary>The new user, or why there may be none.</summary>
    public static Result<User> Create(
        User fresh,
        UserEdit edit,
        IReadOnlyDictionary<Guid, User> users,
        IReadOnlyList<PermissionTemplate> templates)
    {
        if (string.IsNullOrWhiteSpace(edit.FirstName))
            return Missing("FirstName", "firstName");
        if (string.IsNullOrWhiteSpace(edit.Email))
            return Missing("EmailAddress", "email");
        return string.IsNullOrWhiteSpace(edit.Role)
            ? Missing("Role", "role")
            : Change(fresh, edit, users, templates);
    }

    /// <summary>The user as the edit makes it, or why it may not.</summary>
    public static Result<User> Change(
        User user,
        UserEdit edit,
        IReadOnlyDictionary<Guid, User> users,
        IReadOnlyList<PermissionTemplate> templates)
    {
        if (edit.ExpectedVersion is { } expected && expected != user.Version)
            return new Failure(
                ErrorCode.VersionMismatch, $"The user has changed: it is at version {user.Version}, not {expected}.");
        if (Name(edit.FirstName ?? user.FirstName, "firstName") is { } badFirst)
            return badFirst;
        if (Name(edit.LastName ?? user.LastName, "lastName") is { } badLast)
            return badLast;
        var email = edit.Email is { } address ? EmailAddress.Read(address) : user.Email;
        if (email is null || email.Length > 254)
            return new Failure(ErrorCode.InvalidInput, "The e-mail address is invalid.") { Field = "email" };
        if (edit.Email is not null && Account.HolderOf(email, users) is { } holder && holder.Id != user.Id)
            return Account.EmailTaken;
        var role = edit.Role is { } named
            ? Roles.All.FirstOrDefault(one => one.Equals(named.Trim(), StringComparison.OrdinalIgnoreCase))
            : user.Role;
        if (role is null)
            return new Failure(ErrorCode.InvalidInput, $"The role is one of {string.Join(", ", Roles.All)}.")
            {
                Field = "role",
            };
        var manager = Manager(user, edit.ManagerId, users);
        if (manager.Failure is { } badManager)
            return badManager;
        var template = Template(user, edit.PermissionTemplate, templates);
        if (template.Failure is { } badTemplate)
            return badTemplate;
        var profile = UserProfile.Merge(user.Profile, edit.Profile);
        if (profile.Failure is { } badProfile)
            return badProfile;
        var isObsolete = edit.IsObsolete ?? (user.IsObsolete && edit.IsActive != true);
        var changed = user with
        {
            Email = email,
            FirstName = edit.FirstName?.Trim() ?? user.FirstName,
            LastName = edit.LastName?.Trim() ?? user.LastName,
            Role = role,
            IsActive = edit.IsActive ?? user.IsActive,
            IsObsolete = isObsolete,
            ManagerId = manager.Value,
            PermissionTemplateId = template.Value,
            Profile = profile.Value,
        };
        if (changed is { IsActive: true, IsObsolete: true })
            return NotDeactivated;
        return IsLastAdministrator(user, users) && changed is not { IsActive: true, IsAdministrator: true }
            ? LastAdministrator
            : changed;
    }

    private static Result<Guid?> Manager(User user, string? sent, IReadOnlyDictionary<Guid, User> users)
    {
        if (sent is null)
            return user.ManagerId;
        if (sent.Length == 0)
            return (Guid?)null;
        if (!Guid.TryParse(sent, out var id) || users.GetValueOrDefault(id) is not { IsObsolete: false } manager)
            return Invalid("The manager is no user of the account.");

        // Nobody else changes a line until the commit, so a circle that is not there now never comes to be.
        for (var above = manager; above is not null;
             above = above.ManagerId is { } next ? users.GetValueOrDefault(next) : null)
            if (above.Id == user.Id)
                return Invalid("Nobody reports to himself, be it through others.");
        return (Guid?)id;

        static Failure Invalid(string message) => new(ErrorCode.InvalidInput, message) { Field = "managerId" };
    }

    private static Result<Guid?> Template(User user, string? sent, IReadOnlyList<PermissionTemplate> templates)
    {
        if (sent is null)
            return user.PermissionTemplateId;
        if (sent.Length == 0)
            return (Guid?)null;
        var template = templates.FirstOrDefault(one => Guid.TryParse(sent, out var id)
            ? one.Id == id
            : one.Name.Equals(sent.Trim(), StringComparison.OrdinalIgnoreCase));
        return template is null
            ? new Failure(ErrorCode.InvalidInput, "There is no such permission template.")
            {
                Field = "permissionTemplateId",
            }
            : (Guid?)template.Id;
    }

    private static bool IsLastAdministrator(User user, IReadOnlyDictionary<Guid, User> users) =>
        user is { IsActive: true, IsAdministrator: true } && users.ContainsKey(user.Id)
        && !users.Values.Any(other => other is { IsActive: true, IsAdministrator: true } && other.Id != user.Id);

    private static Failure? Name(string name, string field) =>
        name.Length <= LongestName && !name.Any(char.IsControl)
            ? null
            : new Failure(ErrorCode.InvalidInput, $"A name is one line of at most {LongestName} characters.")
            {
                Field = field,
            };

    private static Failure Missing(string wireName, string field) =>
        new(ErrorCode.MissingAttribute, $"'{wireName}' is mandatory for creating user") { Field = field };
}
