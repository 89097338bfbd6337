using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of SalesActivity.svc/CreateProduct and UpdateProduct (core §13).</summary>
public sealed record ProductBody
{
    /// <summary>The product's id; of UpdateProduct only.</summary>
    public string? ProductId { get; init; }

    /// <summary>The stock keeping unit, by which sales may name it.</summary>
    public string? ProductSku { get; init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; init; }

    /// <summary>What it is.</summary>
    [Limit(LimitAttribute.Value)]
    public string? Description { get; init; }
}

/// <summary>Body of SalesActivity.svc/RetrieveProducts (core §13).</summary>
public sealed record ProductSearchBody
{
    /// <summary>Which products; all when absent.</summary>
    public ProductSearchParameter? Parameter { get; init; }

    /// <summary>The order: ModifiedOn, CreatedOn, Name or ProductSku.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>The filter of RetrieveProducts, one of these.</summary>
public sealed record ProductSearchParameter
{
    /// <summary>A part of the SKU or the name.</summary>
    public string? SearchText { get; init; }

    /// <summary>The product's id.</summary>
    public string? Id { get; init; }

    /// <summary>The SKU, in any case.</summary>
    public string? ProductSku { get; init; }

    /// <summary>The name, in any case.</summary>
    public string? Name { get; init; }
}

/// <summary>Body of SalesActivity.svc/Create and Update (core §3.9).</summary>
public sealed record SaleBody
{
    /// <summary>The sales activity's id; of Update only.</summary>
    public string? Id { get; init; }

    /// <summary>The lead.</summary>
    public string? ProspectId { get; init; }

    /// <summary>The product's SKU.</summary>
    public string? ProductSku { get; init; }

    /// <summary>The product's id, in place of its SKU.</summary>
    public string? ProductId { get; init; }

    /// <summary>Open, Won or Lost.</summary>
    public string? Status { get; init; }

    /// <summary>The value of the order; a number is the text it was.</summary>
    public string? Revenue { get; init; }

    /// <summary>E-mail address of the user who sells.</summary>
    public string? SalesOwnerEmail { get; init; }

    /// <summary>Id of the user who sells.</summary>
    public string? SalesOwner { get; init; }

    /// <summary>When it was sold, UTC; now when absent.</summary>
    public string? SalesDate { get; init; }

    /// <summary>A note.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ActivityNote { get; init; }
}

/// <summary>Body of SalesActivity.svc/Cancel (core §3.9).</summary>
public sealed record CancelSaleBody
{
    /// <summary>The sales activity.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Why.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ActivityEventNote { get; init; }
}
