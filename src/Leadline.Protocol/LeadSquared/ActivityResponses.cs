using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>An activity type of the account (core §3.10).</summary>
public sealed record ActivityTypeResponse
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>The code by which activities name the type.</summary>
    public int ActivityEvent { get; init; }

    /// <summary>The type's name.</summary>
    public string? ActivityEventName { get; init; }

    /// <summary>What users see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The kind of types that it belongs to.</summary>
    public int EventType { get; init; }

    /// <summary>0 from the lead, 1 to the lead.</summary>
    public int EventDirection { get; init; }

    /// <summary>What an activity of the type adds to the lead's score.</summary>
    public decimal Score { get; init; }

    /// <summary>Empty.</summary>
    public string Tags { get; init; } = "";
}

/// <summary>An activity type with its fields (core §3.10).</summary>
public sealed record ActivitySettingResponse
{
    /// <summary>Its id.</summary>
    public required Guid ID { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What users see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its code.</summary>
    public required int ActivityEvent { get; init; }

    /// <summary>What an activity adds to the lead's score.</summary>
    public required decimal Score { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>0 from the lead, 1 to the lead.</summary>
    public required int EventDirection { get; init; }

    /// <summary>Whether activities may be deleted.</summary>
    public required bool CanDeleteActivity { get; init; }

    /// <summary>1: with their places.</summary>
    public required int TrackLocation { get; init; }

    /// <summary>1: with files.</summary>
    public required int AllowAttachments { get; init; }

    /// <summary>1: lists show it.</summary>
    public required int ShowInActivityGrid { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<ActivityFieldResponse> Fields { get; init; }
}

/// <summary>An activity with its fields (core §3.11).</summary>
public sealed record ActivityDetailsResponse
{
    /// <summary>Its id.</summary>
    public required Guid ID { get; init; }

    /// <summary>Its type's name.</summary>
    public required string Name { get; init; }

    /// <summary>What users see of its type.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its type's code.</summary>
    public required int ActivityEvent { get; init; }

    /// <summary>The lead.</summary>
    public required Guid RelatedProspectId { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<ActivityFieldResponse> Fields { get; init; }
}

/// <summary>
/// A field of an activity, an opportunity or a type of these, as forms are built from it (core §3.7, extended
/// §2.3).
/// </summary>
public sealed record ActivityFieldResponse
{
    /// <summary>The name that calls use.</summary>
    public required string SchemaName { get; init; }

    /// <summary>The same.</summary>
    public required string InternalName { get; init; }

    /// <summary>The name that people see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The record's value; null where only the type is asked for.</summary>
    public string? Value { get; init; }

    /// <summary>What it holds.</summary>
    public required string DataType { get; init; }

    /// <summary>Whether a record without it is refused.</summary>
    public required bool IsMandatory { get; init; }

    /// <summary>Whether forms show it.</summary>
    public required bool ShowInForm { get; init; }

    /// <summary>Its place in a form.</summary>
    public required int Sequence { get; init; }

    /// <summary>Empty.</summary>
    public string ParentField { get; init; } = "";

    /// <summary>The options of a dropdown, as JSON inside a string.</summary>
    public string OptionSet { get; init; } = "";

    /// <summary>Empty.</summary>
    public string DependentOptionSet { get; init; } = "";

    /// <summary>Whether every record has it.</summary>
    public required bool IsDefault { get; init; }

    /// <summary>Kept by the server.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>Empty.</summary>
    public string RenderType { get; init; } = "";

    /// <summary>False.</summary>
    public bool ExportAsPlainText { get; init; }

    /// <summary>Whether it holds several options.</summary>
    public required bool IsMultiSelectDropdown { get; init; }

    /// <summary>False.</summary>
    public bool IncludeOthersOption { get; init; }

    /// <summary>0.</summary>
    public int BehaviorOnMissingDropdownOption { get; init; }

    /// <summary>False.</summary>
    public bool IsOthersValue { get; init; }

    /// <summary>Empty.</summary>
    public string InternalSchemaName { get; init; } = "";

    /// <summary>2 for a custom field set of an activity, and for every field of an opportunity.</summary>
    public required int CustomObjectType { get; init; }

    /// <summary>The longest value in characters.</summary>
    public required int MaxFieldLength { get; init; }

    /// <summary>Empty.</summary>
    public string StringRenderType { get; init; } = "";

    /// <summary>False.</summary>
    public bool IsViewRestrictedField { get; init; }

    /// <summary>Whether lists can be sorted by it.</summary>
    public required bool IsSortable { get; init; }

    /// <summary>False.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The value again.</summary>
    public string? DisplayValue { get; init; }

    /// <summary>False.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The parts of a custom field set, with their values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ActivityFieldResponse>? Fields { get; init; }
}

/// <summary>A page of a lead's activities (core §3.7).</summary>
public sealed record ActivitiesOfLeadResponse
{
    /// <summary>Activities that match, whatever the page holds.</summary>
    public long RecordCount { get; init; }

    /// <summary>The page; empty past the end.</summary>
    public IReadOnlyList<ActivityOfLead> ProspectActivities { get; init; } = [];
}

/// <summary>Something that a lead did (core §3.7).</summary>
public sealed record ActivityOfLead
{
    /// <summary>Its id.</summary>
    public Guid Id { get; init; }

    /// <summary>The code of its type.</summary>
    public int EventCode { get; init; }

    /// <summary>The name of its type.</summary>
    public string? EventName { get; init; }

    /// <summary>What it adds to the lead's score.</summary>
    public decimal ActivityScore { get; init; }

    /// <summary>When it happened, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? CreatedOn { get; init; }

    /// <summary>When it was last changed, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? ModifiedOn { get; init; }

    /// <summary>The lead.</summary>
    public Guid RelatedProspectId { get; init; }

    /// <summary>The kind of its type.</summary>
    public int ActivityType { get; init; }

    /// <summary>False.</summary>
    public bool IsEmailType { get; init; }

    /// <summary>The direction of its type, as a word.</summary>
    public string? Type { get; init; }

    /// <summary>Null.</summary>
    public string? SessionId { get; init; }

    /// <summary>1: with its place.</summary>
    public int TrackLocation { get; init; }

    /// <summary>Null.</summary>
    public string? Latitude { get; init; }

    /// <summary>Null.</summary>
    public string? Longitude { get; init; }

    /// <summary>Its details.</summary>
    public IReadOnlyList<KeyValue> Data { get; init; } = [];

    /// <summary>Its own fields; the record of a change of the lead has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OwnValues? ActivityFields { get; init; }
}

/// <summary>The own fields of an activity of a lead (core §3.7).</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record OwnValues
{
    /// <summary>Its number.</summary>
    public long ProspectActivityAutoId { get; init; }

    /// <summary>Its notes.</summary>
    public string? ActivityEvent_Note { get; init; }

    /// <summary>The user who made it.</summary>
    public Guid CreatedBy { get; init; }

    /// <summary>When it happened, UTC, M/d/yyyy h:mm:ss tt.</summary>
    public string? CreatedOn { get; init; }

    /// <summary>Status, Owner and the type's fields.</summary>
    [JsonExtensionData]
    public IDictionary<string, object?>? Values { get; set; }
}

/// <summary>A page of the activities that changed in a window (core §3.12).</summary>
/// <param name="RecordCount">Activities that match, whatever the page holds.</param>
/// <param name="ProspectActivities">The page.</param>
public sealed record RecentActivitiesResponse(long RecordCount, IReadOnlyList<RecentActivity> ProspectActivities);

/// <summary>An activity that changed (core §3.12).</summary>
public sealed record RecentActivity
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The code of its type.</summary>
    public required int EventCode { get; init; }

    /// <summary>The name of its type.</summary>
    public string? EventName { get; init; }

    /// <summary>When it happened, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? CreatedOn { get; init; }

    /// <summary>When it was last changed, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? ModifiedOn { get; init; }

    /// <summary>The lead.</summary>
    public required Guid RelatedProspectId { get; init; }

    /// <summary>The kind of its type.</summary>
    public required int ActivityType { get; init; }

    /// <summary>The direction of its type, as a word.</summary>
    public string? Type { get; init; }

    /// <summary>The opportunity that it was posted on.</summary>
    public Guid? RelatedOpportunityId { get; init; }

    /// <summary>The user who made it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>The user who last changed it.</summary>
    public required Guid ModifiedBy { get; init; }

    /// <summary>Its own fields, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeyValue>? Fields { get; init; }

    /// <summary>Its details.</summary>
    public required IReadOnlyList<KeyValue> Data { get; init; }
}

/// <summary>The activities that name a lead (core §3.7).</summary>
/// <param name="RecordCount">Activities that match, whatever the page holds.</param>
/// <param name="ProspectActivities">The page.</param>
public sealed record LeadReferencesResponse(
    long RecordCount, IReadOnlyList<ActivityDetailsResponse> ProspectActivities);

/// <summary>What changed of activities (core §3.7).</summary>
/// <param name="RecordCount">Changes that match, whatever the page holds.</param>
/// <param name="Activities">The page, the latest change first.</param>
public sealed record ActivityChangesResponse(long RecordCount, IReadOnlyList<ActivityChangeRow> Activities);

/// <summary>One change of an activity.</summary>
/// <param name="Activity">The activity as it is now, every value a string.</param>
/// <param name="Changes">The fields that became others.</param>
/// <param name="ModifiedBy">Who changed it.</param>
/// <param name="ModifiedByName">Their name.</param>
/// <param name="ModifiedOn">When, UTC.</param>
public sealed record ActivityChangeRow(
    IReadOnlyDictionary<string, string?> Activity,
    IReadOnlyList<FieldChangeRow> Changes,
    Guid ModifiedBy,
    string? ModifiedByName,
    string ModifiedOn);

/// <summary>A field that became another.</summary>
/// <param name="SchemaName">The field.</param>
/// <param name="OldValue">Its value before; null where it had none.</param>
/// <param name="NewValue">Its value since.</param>
public sealed record FieldChangeRow(string SchemaName, string? OldValue, string? NewValue);
