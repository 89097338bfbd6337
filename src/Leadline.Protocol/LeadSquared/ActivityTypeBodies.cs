using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of ProspectActivity.svc/CreateType (core §3.3); only the name is mandatory.</summary>
public sealed record CreateTypeBody
{
    /// <summary>The type's name, unique in the account.</summary>
    public string? ActivityEventName { get; init; }

    /// <summary>What the type is for.</summary>
    public string? Description { get; init; }

    /// <summary>Added to a lead's score by each activity of the type.</summary>
    public decimal? Score { get; init; }

    /// <summary>0 inbound, 1 outbound.</summary>
    public int? Direction { get; init; }

    /// <summary>1 records where the activity took place.</summary>
    public int? TrackLocation { get; init; }

    /// <summary>1 allows files on the activity.</summary>
    public int? AllowAttachments { get; init; }

    /// <summary>1 shows the type in lists of activities.</summary>
    public int? ShowInActivityGrid { get; init; }

    /// <summary>Whether users may delete activities of the type.</summary>
    public bool? CanDeleteActivity { get; init; }

    /// <summary>The type's own fields, at most 50, mx_Custom_1 onwards.</summary>
    [Limit(50)]
    public List<ActivityTypeField>? Fields { get; init; }
}

/// <summary>A field of an activity type that is being made (core §3.3).</summary>
public sealed record ActivityTypeField
{
    /// <summary>
    /// mx_Custom_1 to mx_Custom_50; of a part of a custom field set Status, or mx_CustomObject_1 onwards.
    /// </summary>
    public string? SchemaName { get; init; }

    /// <summary>What users see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The value when none is given.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// String, Number, Date, ... as the type's screen names them; CustomObject for a custom field set.
    /// </summary>
    public string? DataType { get; init; }

    /// <summary>Whether an activity without it is refused.</summary>
    public bool? IsMandatory { get; init; }

    /// <summary>Whether forms show it.</summary>
    public bool? ShowInForm { get; init; }

    /// <summary>Place among the fields, from 1.</summary>
    public int? Sequence { get; init; }

    /// <summary>The options of a dropdown, as JSON inside a string (core §3.12).</summary>
    [Limit(300_000)]
    public string? OptionSet { get; init; }

    /// <summary>The parts of a custom field set; without any, it has Status and 20 texts.</summary>
    public List<ActivityTypeField>? Fields { get; init; }
}

/// <summary>
/// Body of ProspectActivity.svc/CustomActivityType/Update (core §3.3); what is absent stays as it is.
/// </summary>
public sealed record UpdateTypeBody
{
    /// <summary>The type's id, which is not its code.</summary>
    public string? ID { get; init; }

    /// <summary>The type's name, unique in the account.</summary>
    public string? ActivityEventName { get; init; }

    /// <summary>What the type is for.</summary>
    public string? Description { get; init; }

    /// <summary>Added to a lead's score by each activity of the type.</summary>
    public decimal? Score { get; init; }

    /// <summary>0 inbound, 1 outbound.</summary>
    public int? EventDirection { get; init; }

    /// <summary>Whether users may delete activities of the type.</summary>
    public bool? CanDeleteActivity { get; init; }

    /// <summary>Fields to change, and new ones to add.</summary>
    [Limit(50)]
    public List<ActivityTypeField>? Fields { get; init; }
}

/// <summary>An option of an activity's dropdown, an item of the JSON inside OptionSet (core §3.12).</summary>
public sealed record ActivityFieldOption
{
    /// <summary>The option's value, which is also what users see.</summary>
    public string? Value { get; init; }

    /// <summary>Whether a new activity starts with it.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Place among the options.</summary>
    public int? Order { get; init; }
}

/// <summary>Body of ProspectActivity.svc/ActivityField/Dropdown/Options/Get (core §3.10).</summary>
public sealed record FieldOptionsBody
{
    /// <summary>Which field.</summary>
    public FieldOptionsParameter? Parameter { get; init; }
}

/// <summary>A field of an activity type.</summary>
public sealed record FieldOptionsParameter
{
    /// <summary>The field's schema name.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The type's code.</summary>
    public int? ActivityEventCode { get; init; }
}
