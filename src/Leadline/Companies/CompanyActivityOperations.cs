using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Companies;

/// <summary>What happens with companies, and the kinds of it.</summary>
internal sealed class CompanyActivityOperations(
    CompanyActivityStore store, CompanyStore companies, TimeProvider clock)
{
    /// <summary>The first code of a company's activity; those of leads are below (core §12).</summary>
    public const int FirstCode = 10_001;

    public const int LargestPage = 1_000;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such company activity.");

    private static readonly DateTime EndOfTime = new(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc);

    private const string Status = "Status";
    private const string Owner = "Owner";
    private const int MostTypes = 500;
    private const int MostOwnFields = 100;
    private const int LongestName = 200;
    private const int LongestNote = 100_000;
    private const int LongestValue = 4_000;

    private static readonly FieldNaming OwnFields = FieldNaming.Numbered("mx_Custom_", MostOwnFields);

    public Task<IReadOnlyList<CompanyActivityType>> Types(Caller caller) => store.Types(caller.AccountId);

    public async Task<Result<CompanyActivityType>> AddType(Caller caller, NpgsqlConnection? within, string? name)
    {
        if (caller.RefuseUnlessAdministrator("change types of company activities") is { } notPermitted)
            return notPermitted;
        if (string.IsNullOrWhiteSpace(name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (name.Length > LongestName || name.Any(char.IsControl))
            return new Failure(ErrorCode.InvalidInput, $"A name is one line of at most {LongestName} characters.")
            {
                Field = "name",
            };
        return await companies.Write<Result<CompanyActivityType>>(caller.AccountId, within, async connection =>
        {
            var types = await store.Types(connection, caller.AccountId);
            if (Named(types, name) is not null)
                return new Failure(ErrorCode.Duplicate, "A type with this name exists.") { Field = "name" };
            if (types.Count >= MostTypes)
                return new Failure(ErrorCode.LimitExceeded, $"An account has at most {MostTypes} of these types.");
            var type = new CompanyActivityType(
                types.Count == 0 ? FirstCode : types[^1].Code + 1, name.Trim());
            await store.AddType(connection, caller.AccountId, type, clock.GetUtcNow().UtcDateTime);
            return type;
        });
    }

    /// <summary>Notes what happened; the type is named by its name or its code.</summary>
    public async Task<Result<CompanyActivity>> Post(
        Caller caller, NpgsqlConnection? within, Guid companyId, string? typeName, string? note, DateTime? activityOn,
        IReadOnlyDictionary<string, string?> fields)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var fresh = new CompanyActivity
        {
            Id = Ids.New(),
            CompanyId = companyId,
            Fields = new Dictionary<string, string> { [Status] = "Active", [Owner] = caller.User.Id.ToString() },
            ActivityOn = activityOn ?? now,
            CreatedBy = caller.User.Id,
            CreatedOn = now,
        };
        return await companies.Write<Result<CompanyActivity>>(caller.AccountId, within, async connection =>
        {
            if (CompanyRules.Seen(caller, await companies.Find(connection, caller.AccountId, companyId)) is null)
                return CompanyRules.Unknown;
            if (Named(await store.Types(connection, caller.AccountId), typeName) is not { } type)
                return new Failure(ErrorCode.InvalidInput, "There is no such type of company activities.")
                {
                    Field = "type",
                };
            var made = With(
                caller, fresh with { EventCode = type.Code, TypeName = type.Name }, note ?? "", fields, now);
            if (made.Failure is { } refusal)
                return refusal;
            await store.Add(connection, caller.AccountId, made.Value);
            await EventStore.Write(connection, Event.By(
                caller, CompanyEvents.ActivityCreated, leadId: null, made.Value.Id, now));
            return made.Value;
        });
    }

    /// <summary>Changes the note, where it is passed, and the fields that are.</summary>
    public async Task<Result<CompanyActivity>> Update(
        Caller caller, NpgsqlConnection? within, Guid activityId, string? note,
        IReadOnlyDictionary<string, string?> fields) =>
        await companies.Write<Result<CompanyActivity>>(caller.AccountId, within, async connection =>
        {
            if (await store.Find(connection, caller.AccountId, activityId) is not { } before
                || CompanyRules.Seen(caller, await companies.Find(connection, caller.AccountId, before.CompanyId))
                    is not { } company)
                return Unknown;
            if (caller.Refuse(RecordKind.Account, Deed.Update, company.OwnerId) is { } notPermitted)
                return notPermitted;
            var now = clock.GetUtcNow().UtcDateTime;
            var after = With(caller, before, note ?? before.Note, fields, now);
            if (after.Failure is { } refusal)
                return refusal;
            await store.Replace(connection, caller.AccountId, after.Value);
            await EventStore.Write(connection, Event.By(
                caller, CompanyEvents.ActivityUpdated, leadId: null, activityId, now));
            return after.Value;
        });

    public async Task<CompanyActivity?> Find(Caller caller, Guid activityId) =>
        await store.Find(caller.AccountId, activityId) is { } activity
        && CompanyRules.Seen(caller, await companies.Find(caller.AccountId, activity.CompanyId)) is not null
            ? activity
            : null;

    /// <summary>
    /// A page of those within a window, both ends inclusive, the newest first, and how many there are.
    /// </summary>
    public Task<(long Total, IReadOnlyList<CompanyActivity> Page)> Between(
        Caller caller, Guid companyId, DateTime? from, DateTime? to, long skip, int take) =>
        store.Between(
            caller.AccountId, companyId, from ?? DateTime.UnixEpoch, to ?? EndOfTime, skip, take);

    private static Result<CompanyActivity> With(
        Caller caller,
        CompanyActivity activity,
        string note,
        IReadOnlyDictionary<string, string?> fields,
        DateTime now)
    {
        if (note.Length > LongestNote || !FieldRules.IsStorable(note))
            return Failure.InvalidParameter("ActivityNote") with { Field = "note" };
        var values = new Dictionary<string, string>(activity.Fields);
        foreach (var (name, value) in fields)
        {
            if (name is not (Status or Owner) && !OwnFields.Allows(name))
                return new Failure(ErrorCode.InvalidActivityFields, $"Activity field does not exist - {name}.")
                {
                    Field = name,
                };
            if (string.IsNullOrWhiteSpace(value))
                values.Remove(name);
            else if (value.Length > LongestValue || !FieldRules.IsStorable(value)
                || (name == Owner && !(Guid.TryParse(value, out var id) && caller.Account.Users.ContainsKey(id))))
                return new Failure(ErrorCode.InvalidActivityFields, $"The value of {name} is not valid.")
                {
                    Field = name,
                };
            else
                values[name] = value.Trim();
        }

        return activity with { Note = note, Fields = values, ModifiedBy = caller.User.Id, ModifiedOn = now };
    }

    private static CompanyActivityType? Named(IReadOnlyList<CompanyActivityType> types, string? name) =>
        types.FirstOrDefault(type => int.TryParse(name, out var code)
            ? type.Code == code
            : type.Name.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));
}
