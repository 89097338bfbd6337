using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Users;

/// <summary>An account's permission templates: read often, changed rarely, by administrators.</summary>
internal sealed class PermissionTemplateOperations(
    AccountOperations accounts, PermissionTemplateStore store, TimeProvider clock)
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such permission template.");

    private const int MostTemplates = 500;
    private const int LongestName = 200;
    private const string Deed = "change permission templates";

    public async ValueTask<PermissionTemplates> Get(int accountId) => (await accounts.Find(accountId))!.Templates;

    /// <summary>Makes a template; with an id changes that one, where what is null stays.</summary>
    public async Task<Result<PermissionTemplate>> Save(
        Caller caller,
        NpgsqlConnection? within,
        Guid? id,
        string? name,
        string? description,
        IReadOnlyList<Permission>? permissions,
        int? expected)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await accounts.ChangeDefinitions<PermissionTemplate>(caller.AccountId, within, async connection =>
        {
            var templates = await RightsStore.Templates(connection, caller.AccountId);
            var now = clock.GetUtcNow().UtcDateTime;
            var before = id is null
                ? new PermissionTemplate(Ids.New(), "", Description: null, Version: 0, now, now, [])
                : templates.Find(id);
            if (before is null)
                return Unknown;
            if (expected is { } version && version != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The template has changed: it is at version {before.Version}, not {version}.");
            var after = before with
            {
                Name = name?.Trim() ?? before.Name,
                Description = description ?? before.Description,
                Permissions = permissions ?? before.Permissions,
                Version = before.Version + 1,
                ModifiedOn = now,
            };
            if (Refusal(after, templates) is { } refusal)
                return refusal;
            await store.Save(connection, caller.AccountId, after, caller.User.Id);
            return after;
        });
    }

    /// <summary>A template that a user has stays.</summary>
    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid id)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return (await accounts.ChangeUsers<PermissionTemplate>(caller.AccountId, within, async (connection, users) =>
        {
            if ((await RightsStore.Templates(connection, caller.AccountId)).Find(id) is not { } template)
                return Unknown;
            if (users.Values.Any(user => user.PermissionTemplateId == id))
                return new Failure(ErrorCode.Conflict, "A user has this permission template.");
            await store.Remove(connection, caller.AccountId, id);
            return template;
        })).Failure;
    }

    private static Failure? Refusal(PermissionTemplate template, PermissionTemplates others)
    {
        if (template.Name.Length == 0)
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (template.Name.Length > LongestName || template.Name.Any(char.IsControl))
            return new Failure(ErrorCode.InvalidInput, $"A name is one line of at most {LongestName} characters.")
            {
                Field = "name",
            };
        if (others.All.Any(other => other.Id != template.Id
            && other.Name.Equals(template.Name, StringComparison.OrdinalIgnoreCase)))
            return new Failure(ErrorCode.Duplicate, "A permission template with this name exists.") { Field = "name" };
        if (template.Version == 1 && others.All.Count >= MostTemplates)
            return new Failure(ErrorCode.LimitExceeded, $"An account has at most {MostTemplates} templates.");
        return template.Permissions.GroupBy(one => (one.Entity, one.Action)).Any(same => same.Count() > 1)
            ? new Failure(ErrorCode.InvalidInput, "A template says one thing of an entity and action.")
            {
                Field = "permissions",
            }
            : null;
    }
}
