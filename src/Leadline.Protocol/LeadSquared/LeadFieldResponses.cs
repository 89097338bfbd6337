using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A lead field as LeadsMetaData.Get prints it (core §2.1): what has no value is absent.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record LeadFieldMetadataResponse
{
    /// <summary>1.</summary>
    public string Entity { get; init; } = "1";

    /// <summary>The name that calls use.</summary>
    public required string SchemaName { get; init; }

    /// <summary>The name that people see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it holds.</summary>
    public required string DataType { get; init; }

    /// <summary>Whether a lead without it is refused.</summary>
    public required bool IsMandatory { get; init; }

    /// <summary>The values of a dropdown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeadFieldOption>? Options { get; init; }

    /// <summary>The longest value in characters.</summary>
    public required string MaxLength { get; init; }

    /// <summary>Its id.</summary>
    public required Guid EntityAttributeId { get; init; }

    /// <summary>The name that calls use.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>1 for a standard field, 2 for one of the account's own.</summary>
    public required int EntityAttributeType { get; init; }

    /// <summary>How a form shows it, as a number.</summary>
    public required int RenderType { get; init; }

    /// <summary>How a form shows it, as a word.</summary>
    public required string RenderTypeTextValue { get; init; }

    /// <summary>Whether it is shown.</summary>
    public required bool IsVisible { get; init; }

    /// <summary>Whether quick search looks into it.</summary>
    public required bool IsSearchable { get; init; }

    /// <summary>Whether mails may hold it.</summary>
    public required bool ShowInMailMerge { get; init; }

    /// <summary>The value that a new lead starts with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DefaultValue { get; init; }

    /// <summary>The fewest digits of a phone number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RangeMin { get; init; }

    /// <summary>True.</summary>
    public bool AllowMultiple { get; init; } = true;

    /// <summary>Whether imports offer it.</summary>
    public required bool ShowInImport { get; init; }

    /// <summary>Whether the short form has it.</summary>
    public required bool ShowInQuickAdd { get; init; }

    /// <summary>Whether quick search shows it.</summary>
    public required bool ShowInQuickSearch { get; init; }

    /// <summary>0.</summary>
    public int Txt_Row { get; init; }

    /// <summary>0.</summary>
    public int Txt_Col { get; init; }

    /// <summary>The system.</summary>
    public required Guid OwnerID { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made: /Date(milliseconds since 1970+0000)/.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Who last changed it.</summary>
    public required string ModifiedBy { get; init; }

    /// <summary>When it was last changed, in the same form.</summary>
    public required string ModifiedOn { get; init; }

    /// <summary>System.</summary>
    public required string OwnerIdName { get; init; }

    /// <summary>Who made it, by name.</summary>
    public required string CreatedByName { get; init; }

    /// <summary>Who last changed it, by name.</summary>
    public required string ModifiedByName { get; init; }

    /// <summary>Whether its values identify a lead.</summary>
    public required bool IsLeadIdentifier { get; init; }

    /// <summary>1: set once, when the lead is made.</summary>
    public required int LockAfterCreate { get; init; }

    /// <summary>Whether a copy of a lead gets it.</summary>
    public required bool UseInLeadClone { get; init; }

    /// <summary>Whether lists can be sorted by it.</summary>
    public required bool IsSortable { get; init; }
}

/// <summary>A value of a dropdown.</summary>
/// <param name="Value">The value.</param>
public sealed record LeadFieldOption(string Value);
