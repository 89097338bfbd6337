using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A product to make, or what to change of one; what is absent stays as it is.</summary>
public sealed record ProductRequest
{
    /// <summary>The version that was seen; any other is refused with 412. The header If-Match does the same.</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>The stock keeping unit, unique among the products in any case, 1 to 100 characters.</summary>
    [JsonPropertyName("sku")]
    public string? Sku { get; init; }

    /// <summary>What it is called, 1 to 200 characters.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is; an empty text clears it.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>What it costs, in the currency of the account's sales, 0 to 1,000,000,000,000.</summary>
    [JsonPropertyName("price")]
    public decimal? Price { get; init; }

    /// <summary>The speed of a plan for internet access, as 100 Mbps; an empty text clears it.</summary>
    [JsonPropertyName("speed")]
    public string? Speed { get; init; }
}

/// <summary>Something that the account sells.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Counts its changes, from 1; the header ETag has it, too.</param>
/// <param name="Sku">The stock keeping unit.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is.</param>
/// <param name="Price">What it costs, in the currency of the account's sales.</param>
/// <param name="Speed">The speed of a plan for internet access.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
/// <param name="ModifiedBy">Who changed it last.</param>
public sealed record ProductResponse(
    Guid Id,
    int Version,
    string Sku,
    string Name,
    string? Description,
    decimal? Price,
    string? Speed,
    DateTime CreatedOn,
    Guid CreatedBy,
    DateTime ModifiedOn,
    Guid ModifiedBy);

/// <summary>A page of products.</summary>
/// <param name="Products">The most recently changed first.</param>
/// <param name="Next">The value of "after" for the next page; null on the last.</param>
public sealed record ProductsResponse(IReadOnlyList<ProductResponse> Products, string? Next);

/// <summary>A sale to post on a lead, or what to change of one; what is absent stays as it is.</summary>
public sealed record SaleRequest
{
    /// <summary>The lead; of new sales only.</summary>
    [JsonPropertyName("leadId")]
    public string? LeadId { get; init; }

    /// <summary>Id or SKU of the product.</summary>
    [JsonPropertyName("product")]
    public string? Product { get; init; }

    /// <summary>open, won or lost. A sale that is won may give its lead the stage of customers.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The value of the order.</summary>
    [JsonPropertyName("revenue")]
    public decimal? Revenue { get; init; }

    /// <summary>Id or e-mail address of the user who sells; the caller when nobody is named.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; init; }

    /// <summary>When it was sold; now when absent.</summary>
    [JsonPropertyName("soldOn")]
    public string? SoldOn { get; init; }

    /// <summary>A note.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }
}

/// <summary>Why a sale is cancelled.</summary>
public sealed record CancelSaleRequest
{
    /// <summary>Why.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }
}

/// <summary>What a call about a sale left.</summary>
/// <param name="Id">The id of the activity: of a new sale the sale's own.</param>
public sealed record SaleIdResponse(Guid Id);

/// <summary>A sale: an activity of its lead.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LeadId">The lead.</param>
/// <param name="ProductId">The product.</param>
/// <param name="ProductName">The product's name.</param>
/// <param name="Status">open, won, lost or cancelled.</param>
/// <param name="Revenue">The value of the order.</param>
/// <param name="OwnerId">The user who sells.</param>
/// <param name="SoldOn">When it was sold.</param>
/// <param name="Note">A note.</param>
/// <param name="CreatedOn">When it was recorded.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
public sealed record SaleOfLeadResponse(
    Guid Id,
    Guid LeadId,
    Guid? ProductId,
    string? ProductName,
    string Status,
    decimal? Revenue,
    Guid? OwnerId,
    DateTime? SoldOn,
    string? Note,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>The sales of a lead.</summary>
/// <param name="Sales">The latest first, at most 1,000.</param>
public sealed record SalesResponse(IReadOnlyList<SaleOfLeadResponse> Sales);

/// <summary>How sales work, or what to change of it; what is absent stays as it is.</summary>
public sealed record SalesSettingsMessage
{
    /// <summary>Whether a sale that is won gives its lead the stage of customers.</summary>
    [JsonPropertyName("convertsToCustomer")]
    public bool? ConvertsToCustomer { get; init; }

    /// <summary>That stage.</summary>
    [JsonPropertyName("customerStage")]
    public string? CustomerStage { get; init; }

    /// <summary>The currency's code, as USD.</summary>
    [JsonPropertyName("currencyCode")]
    public string? CurrencyCode { get; init; }

    /// <summary>The currency's sign.</summary>
    [JsonPropertyName("currencySymbol")]
    public string? CurrencySymbol { get; init; }

    /// <summary>The currency's name.</summary>
    [JsonPropertyName("currencyName")]
    public string? CurrencyName { get; init; }
}
