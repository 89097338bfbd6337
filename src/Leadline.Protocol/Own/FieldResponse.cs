using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A field of leads, of tickets, of an activity type or of an opportunity type.</summary>
/// <param name="SchemaName">The name that calls use.</param>
/// <param name="DisplayName">The name that people see.</param>
/// <param name="Type">
/// text, textArea, number, decimal, boolean, date, dateTime, phone, email, dropdown, fieldSet, ...
/// </param>
/// <param name="Unique">
/// Whether its values identify a record: none, building while existing records are entered, or enforced.
/// </param>
/// <param name="Mandatory">Whether a record without it is refused.</param>
/// <param name="ReadOnly">Kept by the server; what is written to it is ignored.</param>
/// <param name="LockAfterCreate">Set once, when the record is made.</param>
/// <param name="MaxLength">The longest value in characters.</param>
/// <param name="DefaultValue">The value that a new record starts with.</param>
/// <param name="Options">The values of a dropdown.</param>
/// <param name="Parts">The parts of a field set.</param>
/// <param name="ParentField">
/// Of a dependent dropdown, the field whose value says which options are offered.
/// </param>
/// <param name="OptionsByParent">Of a dependent dropdown, the options under each value of that field.</param>
public sealed record FieldResponse(
    string SchemaName,
    string DisplayName,
    string Type,
    string Unique,
    bool Mandatory,
    bool ReadOnly,
    bool LockAfterCreate,
    int MaxLength,
    string? DefaultValue,
    IReadOnlyList<string> Options,
    IReadOnlyList<FieldResponse> Parts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ParentField = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, IReadOnlyList<string>>? OptionsByParent = null);

/// <summary>The fields of leads.</summary>
/// <param name="LeadFields">In the order in which they are shown.</param>
public sealed record LeadFieldsResponse(IReadOnlyList<FieldResponse> LeadFields);

/// <summary>The fields of tickets.</summary>
/// <param name="TicketFields">In the order in which they are shown.</param>
public sealed record TicketFieldsResponse(IReadOnlyList<FieldResponse> TicketFields);

/// <summary>An opportunity type.</summary>
/// <param name="Code">The number that calls name it by, from 12000.</param>
/// <param name="Name">Its name, unique among activity and opportunity types.</param>
/// <param name="DisplayName">What users see.</param>
/// <param name="PluralName">What users see of several.</param>
/// <param name="Description">What the type is for.</param>
/// <param name="CanDelete">Whether opportunities of the type may be deleted.</param>
/// <param name="Statuses">The statuses; a new opportunity has the first.</param>
/// <param name="Stages">The stages; a new opportunity has the first. Empty: any text is a stage.</param>
/// <param name="RequireComment">Whether mx_Custom_19 must say why the status or the stage is what it is.</param>
/// <param name="DuplicateFields">Fields that, all alike, make two opportunities of one lead duplicates.</param>
/// <param name="Fields">Its fields.</param>
public sealed record OpportunityTypeResponse(
    int Code,
    string Name,
    string DisplayName,
    string PluralName,
    string? Description,
    bool CanDelete,
    IReadOnlyList<string> Statuses,
    IReadOnlyList<string> Stages,
    bool RequireComment,
    IReadOnlyList<string> DuplicateFields,
    IReadOnlyList<FieldResponse> Fields);

/// <summary>The opportunity types.</summary>
/// <param name="OpportunityTypes">In the order of their codes.</param>
public sealed record OpportunityTypesResponse(IReadOnlyList<OpportunityTypeResponse> OpportunityTypes);

/// <summary>
/// Options of a dropdown under one value of the field that it depends on:
/// <c>lead-fields/{schemaName}/dependent-options</c>.
/// </summary>
public sealed record DependentOptionsRequest
{
    /// <summary>The schema name of the field that the dropdown depends on.</summary>
    [JsonPropertyName("parentField")]
    public string? ParentField { get; init; }

    /// <summary>The value of that field.</summary>
    [JsonPropertyName("parentValue")]
    public string? ParentValue { get; init; }

    /// <summary>The options to add, or to take away.</summary>
    [Limit(1_000, Each = 200)]
    [JsonPropertyName("options")]
    public List<string>? Options { get; init; }
}
