namespace Leadline.Protocol.LeadSquared;

/// <summary>A page of products (core §13).</summary>
/// <param name="RecordCount">Products that match, whatever the page holds.</param>
/// <param name="List">The page.</param>
public sealed record ProductListResponse(long RecordCount, IReadOnlyList<ProductRow> List);

/// <summary>A product (core §13).</summary>
public sealed record ProductRow
{
    /// <summary>Its id.</summary>
    public required Guid ProductId { get; init; }

    /// <summary>Its stock keeping unit.</summary>
    public required string ProductSku { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public required Guid CreatedBy { get; init; }

    /// <summary>The name of who made it.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>When it was made.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>Who changed it last.</summary>
    public required Guid ModifiedBy { get; init; }

    /// <summary>The name of who changed it last.</summary>
    public string? ModifiedByName { get; init; }

    /// <summary>When it was changed last.</summary>
    public required string ModifiedOn { get; init; }
}

/// <summary>A sales activity, or without values what sales activities have (core §3.9).</summary>
public sealed record SaleResponse
{
    /// <summary>Its id; that of the type where there is no activity.</summary>
    public required Guid ID { get; init; }

    /// <summary>Sales Activity - New.</summary>
    public required string Name { get; init; }

    /// <summary>What users see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The sign of the currency.</summary>
    public required string DefaultCurrencySymbol { get; init; }

    /// <summary>The currency's code, as USD.</summary>
    public required string DefaultCurrencyAbbreviation { get; init; }

    /// <summary>The currency's name.</summary>
    public required string DefaultCurrencyName { get; init; }

    /// <summary>The stage that a sale gives its lead when it is won.</summary>
    public required string CustomerStageName { get; init; }

    /// <summary>Whether it does.</summary>
    public required bool ConvertToCustomer { get; init; }

    /// <summary>Its fields: mx_Custom_1 the product, 2 the value of the order, 3 the date, 4 the owner.</summary>
    public required IReadOnlyList<ActivityFieldResponse> Fields { get; init; }
}
