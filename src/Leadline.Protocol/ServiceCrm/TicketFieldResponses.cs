namespace Leadline.Protocol.ServiceCrm;

/// <summary>The fields of tickets (extended §5.9).</summary>
/// <param name="Total">Fields that match, whatever the page holds.</param>
/// <param name="TicketsFields">The page.</param>
public sealed record TicketFieldsResponse(int Total, IReadOnlyList<TicketFieldResponse> TicketsFields);

/// <summary>A field of tickets (extended §5.9).</summary>
public sealed record TicketFieldResponse
{
    /// <summary>Its place among the fields.</summary>
    public required int Id { get; init; }

    /// <summary>1.</summary>
    public int RelatedTicketCategoryId { get; init; } = 1;

    /// <summary>The name that people see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The name that calls use.</summary>
    public required string SchemaName { get; init; }

    /// <summary>Text, Number, Date, DateTime, Boolean, Email, Phone, Select or MultiSelect.</summary>
    public required string DataType { get; init; }

    /// <summary>How a form shows it.</summary>
    public required string RenderType { get; init; }

    /// <summary>Null.</summary>
    public string? EntityType { get; init; }

    /// <summary>The value that a new ticket starts with.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Its place in a form.</summary>
    public required int Sequence { get; init; }

    /// <summary>The lookup of a dropdown.</summary>
    public int? RelatedLookupId { get; init; }

    /// <summary>Whether a search for words looks into it.</summary>
    public required bool ShowInQuickSearch { get; init; }

    /// <summary>seeddata, or account for an account's own field.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Null.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required string ModifiedOn { get; init; }

    /// <summary>False.</summary>
    public bool AllowAutoUpdateToOptions { get; init; } = false;

    /// <summary>Set once, when the ticket is made.</summary>
    public required bool LockAfterCreate { get; init; }

    /// <summary>Null.</summary>
    public string? ParentSchemaName { get; init; }

    /// <summary>True.</summary>
    public bool ShowInForm { get; init; } = true;

    /// <summary>Null.</summary>
    public string? CustomObjectId { get; init; }

    /// <summary>Null.</summary>
    public string? Version { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>standard or custom.</summary>
    public required string FieldType { get; init; }

    /// <summary>True.</summary>
    public bool Active { get; init; } = true;

    /// <summary>False.</summary>
    public bool Deleted { get; init; } = false;

    /// <summary>What its values must be.</summary>
    public required TicketFieldValidation ValidationProperties { get; init; }

    /// <summary>Whether SLA policies go by it.</summary>
    public required bool UseInSla { get; init; }
}

/// <summary>What a field's values must be (extended §5.9).</summary>
public sealed record TicketFieldValidation
{
    /// <summary>Digits of a fraction.</summary>
    public int NumScale { get; init; } = 2;

    /// <summary>Empty.</summary>
    public string Regex { get; init; } = "";

    /// <summary>Whether a ticket without it is refused.</summary>
    public required bool IsMandatory { get; init; }

    /// <summary>The least number.</summary>
    public int MinValue { get; init; } = int.MinValue;

    /// <summary>The fewest characters.</summary>
    public int MinLength { get; init; } = 1;

    /// <summary>The greatest number.</summary>
    public int MaxValue { get; init; } = int.MaxValue;

    /// <summary>The most characters.</summary>
    public required int MaxLength { get; init; }
}

/// <summary>A value of a dropdown (extended §5.9).</summary>
/// <param name="Text">What people see.</param>
/// <param name="Value">What calls use.</param>
/// <param name="SortingOrder">Null.</param>
/// <param name="Active">Null.</param>
/// <param name="Deleted">Null.</param>
public sealed record LookupValueResponse(string Text, string Value, int? SortingOrder, bool? Active, bool? Deleted);
