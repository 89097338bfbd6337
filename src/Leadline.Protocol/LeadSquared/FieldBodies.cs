using System.Diagnostics.CodeAnalysis;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of LeadManagement.svc/CreateLeadField (core §2.9, rules of live accounts in §2.16).</summary>
public sealed record CreateLeadFieldBody
{
    /// <summary>What users see; the schema name is made of it when none is given.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The schema name, mx_ and the display name by default.</summary>
    public string? SchemaName { get; init; }

    /// <summary>
    /// Text, Number, Email, Phone, Website, Date, Time, Select, Boolean, or CustomObject for a custom field set, in
    /// this case.
    /// </summary>
    public string? DataType { get; init; }

    /// <summary>How the field is shown, in this case: Textbox, TextArea, Email, Phone, URL, Dropdown, ...</summary>
    public string? RenderTypeTextValue { get; init; }

    /// <summary>What the field is for, as users see it.</summary>
    public string? Description { get; init; }

    /// <summary>What a new lead without a value gets.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Whether a lead without it is refused.</summary>
    public bool? IsMandatory { get; init; }

    /// <summary>Whether imports offer it.</summary>
    public bool? ShowInImport { get; init; }

    /// <summary>Whether e-mail templates offer it.</summary>
    public bool? ShowInMailMerge { get; init; }

    /// <summary>1 keeps the first value for ever, 0 does not.</summary>
    public int? LockAfterCreate { get; init; }

    /// <summary>Whether a copy of a lead takes the value along.</summary>
    public bool? UseInLeadClone { get; init; }

    /// <summary>Longest value in characters, as text; clients send a number or a string.</summary>
    public string? MaxLength { get; init; }

    /// <summary>Smallest number, or fewest digits of a phone number, as text.</summary>
    [SuppressMessage("Naming", "CA1707", Justification = "The wire's name.")]
    public string? Range_Min { get; init; }

    /// <summary>The options of a Select field; the documented empty string is null.</summary>
    public List<FieldOption>? OptionsJson { get; init; }

    /// <summary>
    /// The parts of a custom field set, in which RenderTypeTextValue may be left out; without any, it has Status and 20
    /// texts.
    /// </summary>
    public List<CreateLeadFieldBody>? Fields { get; init; }
}

/// <summary>An option of a Select field that is being made (core §2.9).</summary>
public sealed record FieldOption
{
    /// <summary>The option's text.</summary>
    public string? Value { get; init; }

    /// <summary>Place among the options, from 1 without gaps.</summary>
    public int? Order { get; init; }

    /// <summary>Whether new leads get it.</summary>
    public bool? IsDefault { get; init; }
}

/// <summary>
/// Body of LeadManagement.svc/LeadField/Dependency/Dropdown/Options/Push and /Remove (core §2.15).
/// </summary>
public sealed record DependentOptionsBody
{
    /// <summary>The schema name of the field that the dropdown depends on.</summary>
    public string? ParentSchemaName { get; init; }

    /// <summary>The schema name of the dropdown.</summary>
    public string? ChildSchemaName { get; init; }

    /// <summary>The value of the parent that the options belong to.</summary>
    public string? ParentFieldValue { get; init; }

    /// <summary>The options to add or to take away.</summary>
    public List<string>? Options { get; init; }
}

/// <summary>Body of LeadManagement.svc/LeadField/Dropdown/Options/Push and /Remove (core §2.15).</summary>
public sealed record DropdownOptionsBody
{
    /// <summary>The field's schema name, or mx_Set~mx_CustomObject_5 for a part of a custom field set.</summary>
    public string? SchemaName { get; init; }

    /// <summary>The options to add or to take away.</summary>
    public List<string>? Options { get; init; }
}
