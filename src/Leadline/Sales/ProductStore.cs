using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Sales;

/// <summary>The SQL of products.</summary>
internal sealed class ProductStore(Database database)
{
    /// <summary>The class of the advisory locks under which an account's products are written.</summary>
    private const int ProductLock = 201;

    private const string Columns =
        """
        p.account_id AS AccountId, p.product_id AS Id, p.version AS Version, p.sku AS Sku, p.name AS Name,
        p.description AS Description, p.price AS Price, p.speed AS Speed, p.created_on AS CreatedOn,
        p.created_by AS CreatedBy, p.modified_on AS ModifiedOn, p.modified_by AS ModifiedBy
        """;

    /// <summary>Has writers of an account's products come one by one, so that no two take one SKU.</summary>
    public static Task Lock(NpgsqlConnection connection, int accountId) => connection.ExecuteAsync(
        "SELECT pg_advisory_xact_lock(@ProductLock, @accountId)", new { ProductLock, accountId });

    /// <summary>The product; null when there is none of this id, or it is deleted.</summary>
    public static Task<Product?> Find(NpgsqlConnection connection, int accountId, Guid productId) =>
        connection.QuerySingleOrDefaultAsync<Product?>(
            $"""
            SELECT {Columns} FROM product p
            WHERE p.account_id = @accountId AND p.product_id = @productId AND p.deleted_on IS NULL
            """,
            new { accountId, productId });

    /// <summary>The product that has this SKU, in any case.</summary>
    public static Task<Product?> FindBySku(NpgsqlConnection connection, int accountId, string sku) =>
        connection.QuerySingleOrDefaultAsync<Product?>(
            $"""
            SELECT {Columns} FROM product p
            WHERE p.account_id = @accountId AND lower(p.sku) = lower(@sku) AND p.deleted_on IS NULL
            """,
            new { accountId, sku });

    public static Task Add(NpgsqlConnection connection, Product product) => connection.ExecuteAsync(
        """
        INSERT INTO product (account_id, product_id, version, sku, name, description, price, speed, created_on,
            created_by, modified_on, modified_by)
        VALUES (@AccountId, @Id, @Version, @Sku, @Name, @Description, @Price, @Speed, @CreatedOn, @CreatedBy,
            @ModifiedOn, @ModifiedBy)
        """,
        product);

    public static Task Replace(NpgsqlConnection connection, Product product) => connection.ExecuteAsync(
        """
        UPDATE product SET version = @Version, sku = @Sku, name = @Name, description = @Description, price = @Price,
            speed = @Speed, modified_on = @ModifiedOn, modified_by = @ModifiedBy
        WHERE account_id = @AccountId AND product_id = @Id
        """,
        product);

    /// <summary>Deletes a product; sales of it go on to name it.</summary>
    public static Task Delete(NpgsqlConnection connection, int accountId, Guid productId, DateTime now) =>
        connection.ExecuteAsync(
            "UPDATE product SET deleted_on = @now WHERE account_id = @accountId AND product_id = @productId",
            new { accountId, productId, now });

    public async Task<Product?> Find(int accountId, Guid productId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await Find(connection, accountId, productId);
    }

    public async Task<Product?> FindBySku(int accountId, string sku, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await FindBySku(connection, accountId, sku);
    }

    /// <summary>The names of products, the deleted ones included.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> Names(
        int accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        var names = await connection.QueryAsync<(Guid Id, string Name)>(new CommandDefinition(
            "SELECT product_id, name FROM product WHERE account_id = @accountId AND product_id = ANY(@ids)",
            new { accountId, ids = ids.ToArray() },
            cancellationToken: cancellation));
        return names.ToDictionary(row => row.Id, row => row.Name);
    }

    public async Task<ProductPage> Search(ProductQuery query, CancellationToken cancellation)
    {
        var filter = Filter(query);
        var column = query.Order switch
        {
            ProductOrder.CreatedOn => "p.created_on",
            ProductOrder.Name => "lower(p.name)",
            ProductOrder.Sku => "lower(p.sku)",
            _ => "p.modified_on",
        };
        var direction = query.Ascending ? "ASC" : "DESC";
        var after = query.After is null ? "" : " AND (p.modified_on, p.product_id) < (@AfterOn, @AfterId)";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM product p WHERE p.account_id = @AccountId{filter};
            SELECT {Columns} FROM product p WHERE p.account_id = @AccountId{filter}{after}
            ORDER BY {column} {direction}, p.product_id {direction} LIMIT @Take OFFSET @Skip
            """,
            new
            {
                query.AccountId,
                query.Text,
                query.Id,
                query.Sku,
                query.Name,
                query.Skip,
                query.Take,
                AfterOn = query.After?.On,
                AfterId = query.After?.Id,
            },
            cancellationToken: cancellation));
        var total = await results.ReadSingleAsync<long>();
        return new ProductPage(total, [.. await results.ReadAsync<Product>()]);
    }

    private static string Filter(ProductQuery query)
    {
        var filter = " AND p.deleted_on IS NULL";
        if (query.Text is not null)
            filter += " AND (strpos(lower(p.sku), lower(@Text)) > 0 OR strpos(lower(p.name), lower(@Text)) > 0)";
        if (query.Id is not null)
            filter += " AND p.product_id = @Id";
        if (query.Sku is not null)
            filter += " AND lower(p.sku) = lower(@Sku)";
        if (query.Name is not null)
            filter += " AND lower(p.name) = lower(@Name)";
        return filter;
    }
}
