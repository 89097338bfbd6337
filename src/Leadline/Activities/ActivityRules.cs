using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>What an activity may hold: its type, when it happened, whose it is, and the fields of its type.</summary>
internal static class ActivityRules
{
    public static readonly Failure UnknownType = new(ErrorCode.UnknownActivityType, "Event Code is invalid or empty");

    /// <summary>As <see cref="UnknownType"/>, where the body names no type at all.</summary>
    public static readonly Failure NoType = UnknownType with { IsAbsence = true };

    private static readonly FieldDefinition AnyStatus = new()
    {
        SchemaName = ActivityFieldNames.Status,
        DisplayName = "Status",
        Type = FieldType.Text,
    };

    /// <summary>
    /// The activity that the body asks for, but for its lead and number; checked in full, so that writing it cannot
    /// fail.
    /// </summary>
    public static Result<Activity> Read(
        Caller caller, ActivityTypeCatalog types, AccountFields fields, ActivityBody body, bool skipOptions)
    {
        if (types.Find(body.ActivityEvent) is not { IsOpportunity: false, IsInternal: false } type)
            return UnknownType;
        var activity = new Activity
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            EventCode = type.EventCode,
            Status = Activity.DefaultStatus,
            OwnerId = caller.User.Id,
            CreatedBy = caller.User.Id,
            ModifiedBy = caller.User.Id,
            Values = [],
        };
        if (!string.IsNullOrWhiteSpace(body.ActivityDateTime))
        {
            if (!FieldDates.TryReadMoment(body.ActivityDateTime, out var moment))
                return Failure.InvalidParameter(nameof(body.ActivityDateTime));
            activity.ActivityOn = Microseconds.Whole(moment.UtcDateTime);
        }

        if (!string.IsNullOrWhiteSpace(body.ActivityOwnerEmail))
        {
            if (caller.Account.FindUser(body.ActivityOwnerEmail) is not { } owner)
                return Failure.InvalidParameter(nameof(body.ActivityOwnerEmail));
            activity.OwnerId = owner.Id;
        }

        var catalog = fields.OfActivity(type.EventCode);
        foreach (var (name, value) in catalog.Defaults)
            activity.Values[name] = value;
        var refusal = SetNote(activity, body.ActivityNote)
            ?? SetFields(activity, caller.Account, catalog, body.Fields, skipOptions)
            ?? MissingField(activity, catalog.Mandatory)
            ?? caller.Refuse(RecordKind.Activity, Deed.Create, activity.OwnerId);
        return refusal is null ? activity : refusal;
    }

    /// <summary>
    /// Lays a change over the activity; on a refusal the activity is half changed and must not be written.
    /// </summary>
    public static Failure? Change(Activity activity, Account account, FieldCatalog catalog, UpdateActivityBody change)
    {
        // A field that became mandatory later does not stand in the way of changes to older activities.
        FieldDefinition[] kept = [.. catalog.Mandatory.Where(field => activity.Value(field.SchemaName) is not null)];
        return SetNote(activity, change.ActivityNote)
            ?? SetFields(activity, account, catalog, change.Fields, change.ValidateDropDownOptions == true)
            ?? MissingField(activity, kept);
    }

    public static Failure? SetNote(Activity activity, string? note)
    {
        if (note is null)
            return null;
        if (!FieldRules.IsStorable(note))
            return Failure.InvalidParameter(nameof(ActivityBody.ActivityNote));
        activity.Note = note;
        return null;
    }

    /// <summary>Sets the passed fields; a type that has statuses of its own brings the field that knows them.</summary>
    public static Failure? SetFields(
        Activity activity,
        Account account,
        FieldCatalog catalog,
        IReadOnlyList<LeadProperty>? properties,
        bool skipOptions,
        FieldDefinition? status = null)
    {
        List<string>? unknown = null;
        var context = new FieldContext(account.CountryCode, CheckOptions: !skipOptions);
        foreach (var property in properties ?? [])
        {
            if (IsOwn(property, activity, account, status ?? AnyStatus, context, out var refusal))
            {
                if (refusal is not null)
                    return refusal;
            }
            else if (catalog.FindAnyCase(property.Attribute ?? "") is not { } field)
            {
                (unknown ??= []).Add(property.Attribute ?? "");
            }
            else if (!field.IsReadOnly && SetField(activity, field, property, context) is { } unfit)
            {
                return unfit;
            }
        }

        return unknown is not null
            ? Unfit($"Activity field(s) does not exist - {string.Join(",", unknown)}")
            : skipOptions || properties is not { Count: > 0 } ? null : Misfit(activity, catalog, properties);
    }

    // A value is looked at where it or what it depends on was passed: what was there before stands in nobody's way.
    private static Failure? Misfit(Activity activity, FieldCatalog catalog, IReadOnlyList<LeadProperty> properties)
    {
        foreach (var field in catalog.Dependent)
            if (properties.Any(
                    property => Names(property, field.SchemaName) || Names(property, field.Source!.ParentField!))
                && FieldRules.Misfit(
                    field, activity.Value(field.SchemaName), activity.Value(field.Source!.ParentField!)) is { } unfit)
                return Unfit(unfit.Message);
        return null;

        static bool Names(LeadProperty property, string name) =>
            name.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sets a member that activities of every type have; false when the property names none.</summary>
    private static bool IsOwn(
        LeadProperty property,
        Activity activity,
        Account account,
        FieldDefinition statuses,
        FieldContext context,
        out Failure? refusal)
    {
        refusal = null;
        if (Is(ActivityFieldNames.Status))
        {
            var status = FieldRules.Coerce(statuses, property.Value, context);
            if (status.Failure is { } unfit)
                refusal = Unfit(unfit.Message);
            else
                activity.Status = status.Value;
            return true;
        }

        if (Is(ActivityFieldNames.Owner))
        {
            if (Guid.TryParse(property.Value, out var owner) && account.Users.ContainsKey(owner))
                activity.OwnerId = owner;
            else if (!string.IsNullOrWhiteSpace(property.Value))
                refusal = Failure.InvalidParameter(ActivityFieldNames.Owner);
            return true;
        }

        if (!Is(ActivityFieldNames.Note))
            return false;
        refusal = SetNote(activity, property.Value);
        return true;

        bool Is(string name) => name.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
    }

    private static Failure? SetField(
        Activity activity, FieldDefinition field, LeadProperty property, FieldContext context)
    {
        var coerced = field.Type == FieldType.FieldSet && FieldSets.Passed(property) is { Count: > 0 } parts
            ? FieldSets.Merge(field, parts, activity.Value(field.SchemaName), context)
            : FieldRules.Coerce(field, property.Value, context);
        if (coerced.Failure is { } refusal)
            return Unfit(refusal.Message) with { Field = field.SchemaName };
        if (coerced.Value is { } value)
            activity.Values[field.SchemaName] = value;
        else
            activity.Values.Remove(field.SchemaName);
        return null;
    }

    public static Failure? MissingField(Activity activity, IReadOnlyList<FieldDefinition> mandatory)
    {
        foreach (var field in mandatory)
            if (activity.Value(field.SchemaName) is null)
                return Unfit(
                    $"Field name : '{field.SchemaName}' of datatype : "
                    + $"'{ActivityDataType.WordFor(field.Type)}' is mandatory.") with
                {
                    Field = field.SchemaName,
                };
        return null;
    }

    public static Failure Unfit(string message) => new(ErrorCode.InvalidActivityFields, message);
}
