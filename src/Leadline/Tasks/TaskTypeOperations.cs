using System.Text.RegularExpressions;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Npgsql;

namespace Leadline.Tasks;

/// <summary>An account's task types: read on every call about tasks, changed rarely.</summary>
internal sealed partial class TaskTypeOperations
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such task type.");

    private const int LongestName = 200;
    private const int LongestMinutes = 1_440;
    private const int MostTypes = 500;

    private const string UsualColor = "#CFD8DC";

    private readonly FieldOperations fields;
    private readonly TimeProvider clock;
    private readonly AccountCache<TaskTypeCatalog> cache;

    public TaskTypeOperations(TaskTypeStore store, FieldOperations fields, AccountChanges changes, TimeProvider clock)
    {
        (this.fields, this.clock) = (fields, clock);
        cache = new AccountCache<TaskTypeCatalog>(changes, store.Load);
    }

    public async ValueTask<TaskTypeCatalog> Get(int accountId) => await cache.Get(accountId) ?? throw Gone(accountId);

    /// <summary>Gives a new account the standard types, in the transaction that makes the account.</summary>
    public async Task Seed(NpgsqlConnection connection, int accountId)
    {
        var now = clock.Now();
        foreach (var type in StandardTaskTypes.All)
            await TaskTypeStore.Add(connection, accountId, type with { CreatedOn = now, ModifiedOn = now });
    }

    /// <summary>Makes a type with its fields.</summary>
    public async Task<Result<TaskType>> Create(Caller caller, NpgsqlConnection? within, TaskTypeRequest request)
    {
        if (Refusal(caller, request) is { } refusal)
            return refusal;
        if (string.IsNullOrWhiteSpace(request.Name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (TaskCategories.Read(request.Category ?? TaskCategories.ToDo) is not { } category)
            return Unfit("category", $"The category is {TaskCategories.Appointment} or {TaskCategories.ToDo}.");
        var made = FieldBodies.ReadAll(request.Fields, ActivityTypeFields.Naming);
        if (made.Failure is { } unfit)
            return unfit;
        if (made.Value.FirstOrDefault(field => field.Type == FieldType.FieldSet) is not null)
            return NoFieldSets;
        var now = clock.Now();
        var type = new TaskType
        {
            Id = Ids.New(),
            Name = request.Name.Trim(),
            Category = category,
            Description = request.Description,
            Color = request.Color ?? UsualColor,
            Minutes = request.Minutes ?? TaskType.UsualMinutes,
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
        };
        return await fields.Change<TaskType>(caller.AccountId, within, async connection =>
        {
            var types = await Load(connection, caller.AccountId);
            if (types.Find(type.Name) is not null)
                return Duplicate(type.Name);
            if (types.Types.Count >= MostTypes)
                return new Failure(ErrorCode.LimitExceeded, $"There are at most {MostTypes} task types.");
            await TaskTypeStore.Add(connection, caller.AccountId, type);
            await fields.Seed(connection, caller.AccountId, type.FieldOwner, made.Value);
            return type;
        });
    }

    /// <summary>Changes what is passed of a type, and adds or changes its fields.</summary>
    public async Task<Result<TaskType>> Update(
        Caller caller, NpgsqlConnection? within, Guid id, TaskTypeRequest request)
    {
        if (Refusal(caller, request) is { } refusal)
            return refusal;
        return await fields.Change<TaskType>(caller.AccountId, within, async connection =>
        {
            var types = await Load(connection, caller.AccountId);
            if (types.Find(id) is not { } before)
                return Unknown;
            var name = string.IsNullOrWhiteSpace(request.Name) ? before.Name : request.Name.Trim();
            if (before.IsStandard && name != before.Name)
                return Unfit("name", "A standard task type keeps its name.");
            if (types.Find(name) is { } other && other.Id != id)
                return Duplicate(name);
            if (request.Category is { } category && TaskCategories.Read(category) != before.Category)
                return Unfit("category", "A task type keeps its category.");
            var after = before with
            {
                Name = name,
                Description = request.Description ?? before.Description,
                Color = request.Color ?? before.Color,
                Minutes = request.Minutes ?? before.Minutes,
                ModifiedOn = clock.Now(),
                ModifiedBy = caller.User.Id,
            };
            if (await PutFields(connection, caller.AccountId, after, request.Fields ?? []) is { } unfit)
                return unfit;
            await TaskTypeStore.Replace(connection, caller.AccountId, after);
            return after;
        });
    }

    /// <summary>Removes a type of the account's own that no task is of.</summary>
    public async Task<Failure?> Remove(Caller caller, NpgsqlConnection? within, Guid id)
    {
        if (Refusal(caller, new TaskTypeRequest()) is { } refusal)
            return refusal;
        var removed = await fields.Change<TaskType>(caller.AccountId, within, async connection =>
        {
            if ((await Load(connection, caller.AccountId)).Find(id) is not { } type)
                return Unknown;
            if (type.IsStandard)
                return new Failure(ErrorCode.Conflict, "A standard task type stays.");
            if (await TaskTypeStore.IsUsed(connection, caller.AccountId, id))
                return new Failure(ErrorCode.Conflict, "There are tasks of this type.");
            await TaskTypeStore.Remove(connection, caller.AccountId, type);
            return type;
        });
        return removed.Failure;
    }

    private async Task<Failure?> PutFields(
        NpgsqlConnection connection, int accountId, TaskType type, IReadOnlyList<FieldBody> bodies)
    {
        var catalog = (await fields.Load(connection, accountId)).Catalog(type.FieldOwner);
        var puts = new List<FieldDefinition>();
        foreach (var body in bodies)
        {
            var put = catalog.Find(body.SchemaName ?? "") is { } known
                ? FieldBodies.Change(known, body, ActivityTypeFields.Naming)
                : FieldBodies.Read(body, ActivityTypeFields.Naming);
            if (put.Failure is { } unfit)
                return unfit;
            if (put.Value.Type == FieldType.FieldSet)
                return NoFieldSets;
            if (puts.Exists(other => other.SchemaName == put.Value.SchemaName))
                return new Failure(ErrorCode.Duplicate, $"The field {put.Value.SchemaName} is passed twice.");
            puts.Add(put.Value);
        }

        foreach (var field in puts)
            await (catalog.Find(field.SchemaName) is null
                ? fields.Add(accountId, connection, type.FieldOwner, field)
                : fields.Edit(accountId, connection, type.FieldOwner, field.SchemaName, _ => field));
        return null;
    }

    private static async Task<TaskTypeCatalog> Load(NpgsqlConnection connection, int accountId) =>
        await TaskTypeStore.Load(connection, accountId) ?? throw Gone(accountId);

    private static Failure? Refusal(Caller caller, TaskTypeRequest request) =>
        caller.RefuseUnlessAdministrator("change task types")
        ?? (request.Name is { } name && (name.Trim().Length > LongestName || !FieldRules.IsStorable(name))
            ? Unfit("name", $"A name has 1 to {LongestName} characters.")
            : null)
        ?? (request.Description is { } description && !FieldRules.IsStorable(description)
            ? Unfit("description", "The description holds what cannot be stored.")
            : null)
        ?? (request.Color is { } color && !Color().IsMatch(color)
            ? Unfit("color", "A color is # and six hexadecimal digits.")
            : null)
        ?? (request.Minutes is < 1 or > LongestMinutes
            ? Unfit("minutes", $"An appointment takes 1 to {LongestMinutes} minutes.")
            : null);

    private static readonly Failure NoFieldSets = Unfit("fields", "Tasks have no field sets.");

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };

    private static Failure Duplicate(string name) =>
        new(ErrorCode.Duplicate, $"A task type with the name '{name}' already exists.") { Field = "name" };

    private static InvalidOperationException Gone(int accountId) => new($"Account {accountId} is gone.");

    [GeneratedRegex(@"^#[0-9A-Fa-f]{6}\z")]
    private static partial Regex Color();
}

/// <summary>The categories as Leadline's own API calls them.</summary>
internal static class TaskCategories
{
    public const string Appointment = "appointment";
    public const string ToDo = "toDo";

    public static string Name(TaskCategory category) => category == TaskCategory.Appointment ? Appointment : ToDo;

    /// <summary>Null where it is none of them.</summary>
    public static TaskCategory? Read(string? text) =>
        Appointment.Equals(text, StringComparison.OrdinalIgnoreCase) ? TaskCategory.Appointment
        : ToDo.Equals(text, StringComparison.OrdinalIgnoreCase) ? TaskCategory.ToDo
        : null;
}
