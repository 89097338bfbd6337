namespace Leadline.Sales;

/// <summary>Something that the account sells.</summary>
internal sealed record Product
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The stock keeping unit, unique in any case.</summary>
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>In the currency of the account's sales.</summary>
    public decimal? Price { get; init; }

    /// <summary>The speed of a plan for internet access.</summary>
    public string? Speed { get; init; }

    public required DateTime CreatedOn { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTime ModifiedOn { get; init; }

    public required Guid ModifiedBy { get; init; }
}

/// <summary>What somebody wants a product to be. What is null stays as it is; an empty text clears.</summary>
internal sealed record ProductInput(string? Sku, string? Name, string? Description)
{
    public decimal? Price { get; init; }

    public string? Speed { get; init; }

    /// <summary>The version that the caller saw; null where that is no matter.</summary>
    public int? ExpectedVersion { get; init; }
}

/// <summary>What products are put in order by; those of one value by their ids.</summary>
internal enum ProductOrder
{
    ModifiedOn,
    CreatedOn,
    Name,
    Sku,
}

/// <summary>Which products to read, and which page of them. What is null is no matter.</summary>
internal sealed record ProductQuery
{
    public required int AccountId { get; init; }

    /// <summary>A part of the SKU or the name.</summary>
    public string? Text { get; init; }

    public Guid? Id { get; init; }

    public string? Sku { get; init; }

    public string? Name { get; init; }

    public ProductOrder Order { get; init; }

    public bool Ascending { get; init; }

    /// <summary>Where the page before ended, of the order by modification.</summary>
    public (DateTime On, Guid Id)? After { get; init; }

    public long Skip { get; init; }

    public int Take { get; init; }
}

/// <summary>A page of products, and how many there are over all pages.</summary>
internal sealed record ProductPage(long Total, IReadOnlyList<Product> Products);

/// <summary>What happens to products, as the event log names it. An event's record is the product.</summary>
internal static class ProductEvents
{
    public const string Created = "product.created";
    public const string Updated = "product.updated";
    public const string Deleted = "product.deleted";
}
