using System.Globalization;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Json;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Sales;

/// <summary>What an account sells. A refusal names its member as Leadline's own API does.</summary>
internal sealed class ProductOperations(Database database, ProductStore store, TimeProvider clock)
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Product does not exist.");

    private const int LongestSku = 100;
    private const int LongestName = 200;
    private const int LongestSpeed = 100;
    private const decimal HighestPrice = 1_000_000_000_000m;

    public Task<Product?> Find(int accountId, Guid productId, CancellationToken cancellation) =>
        store.Find(accountId, productId, cancellation);

    /// <summary>The product of this id, or of this SKU in any case; null when there is none.</summary>
    public async Task<Product?> Find(int accountId, string idOrSku, CancellationToken cancellation) =>
        Guid.TryParse(idOrSku, out var id) && await store.Find(accountId, id, cancellation) is { } product
            ? product
            : await store.FindBySku(accountId, idOrSku.Trim(), cancellation);

    /// <summary>A page of products, and how many there are.</summary>
    public Task<ProductPage> Search(ProductQuery query, CancellationToken cancellation) =>
        store.Search(query, cancellation);

    /// <summary>The names of products, the deleted ones included.</summary>
    public Task<IReadOnlyDictionary<Guid, string>> Names(
        int accountId, IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        store.Names(accountId, ids, cancellation);

    public async Task<Result<Product>> Create(Caller caller, NpgsqlConnection? within, ProductInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Sku))
            return Missing("sku");
        if (string.IsNullOrWhiteSpace(input.Name))
            return Missing("name");
        var now = clock.Now();
        var blank = new Product
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            Version = 0,
            Sku = "",
            Name = "",
            CreatedOn = now,
            CreatedBy = caller.User.Id,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
        };
        return await Write(caller, within, input, _ => Task.FromResult<Product?>(blank), ProductStore.Add);
    }

    public Task<Result<Product>> Update(Caller caller, NpgsqlConnection? within, Guid id, ProductInput input) => Write(
        caller, within, input, connection => ProductStore.Find(connection, caller.AccountId, id), ProductStore.Replace);

    /// <summary>Deletes a product; sales of it go on to name it, and its SKU is free.</summary>
    public Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid id) =>
        database.Transaction<Failure?>(caller.AccountId, within, async connection =>
        {
            await ProductStore.Lock(connection, caller.AccountId);
            if (await ProductStore.Find(connection, caller.AccountId, id) is null)
                return Unknown;
            var now = clock.Now();
            await ProductStore.Delete(connection, caller.AccountId, id, now);
            await Tell(connection, caller, ProductEvents.Deleted, id, now, data: null);
            return null;
        });

    private Task<Result<Product>> Write(
        Caller caller, NpgsqlConnection? within, ProductInput input, Func<NpgsqlConnection, Task<Product?>> find,
        Func<NpgsqlConnection, Product, Task> write) =>
        database.Transaction<Result<Product>>(caller.AccountId, within, async connection =>
        {
            await ProductStore.Lock(connection, caller.AccountId);
            if (await find(connection) is not { } before)
                return Unknown;
            if (input.ExpectedVersion is { } expected && expected != before.Version)
                return OldVersion(before, expected);
            var changed = Changed(before, input);
            if (changed.Failure is { } unfit)
                return unfit;
            if (changed.Value == before)
                return before;
            if (await ProductStore.FindBySku(connection, caller.AccountId, changed.Value.Sku) is { } other
                && other.Id != before.Id)
                return new Failure(ErrorCode.Duplicate, $"A product with the SKU '{other.Sku}' already exists.")
                {
                    Field = "sku",
                };
            var now = clock.Now();
            var after = changed.Value with
            {
                Version = before.Version + 1,
                ModifiedOn = now,
                ModifiedBy = caller.User.Id,
            };
            await write(connection, after);
            var isNew = before.Version == 0;
            await Tell(
                connection, caller, isNew ? ProductEvents.Created : ProductEvents.Updated, after.Id, now,
                isNew ? null : ValueChanges.Describe(Flat(before), Flat(after)));
            return after;
        });

    private static Result<Product> Changed(Product before, ProductInput input)
    {
        var refusal = Refusal("sku", input.Sku, LongestSku, isMandatory: true)
            ?? Refusal("name", input.Name, LongestName, isMandatory: true)
            ?? Refusal("description", input.Description, LimitAttribute.Value)
            ?? Refusal("speed", input.Speed, LongestSpeed);
        if (refusal is not null)
            return refusal;
        if (input.Price is < 0 or > HighestPrice)
            return Unfit("price", "A price is a number from 0 to 1,000,000,000,000.");
        return before with
        {
            Sku = input.Sku?.Trim() ?? before.Sku,
            Name = input.Name?.Trim() ?? before.Name,
            Description = Text(input.Description, before.Description),
            Price = input.Price ?? before.Price,
            Speed = Text(input.Speed, before.Speed),
        };
    }

    private static Dictionary<string, string?> Flat(Product product) => new()
    {
        ["ProductSku"] = product.Sku,
        [nameof(product.Name)] = product.Name,
        [nameof(product.Description)] = product.Description,
        [nameof(product.Price)] = product.Price?.ToString(CultureInfo.InvariantCulture),
        [nameof(product.Speed)] = product.Speed,
    };

    private static async Task Tell(
        NpgsqlConnection connection, Caller caller, string kind, Guid id, DateTime now, string? data)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, leadId: null, id, now, data));
        await rows.Write(connection);
    }

    private static string? Text(string? sent, string? before) =>
        sent is null ? before : string.IsNullOrWhiteSpace(sent) ? null : sent.Trim();

    private static Failure? Refusal(string member, string? text, int longest, bool isMandatory = false) =>
        text is null ? null
        : isMandatory && string.IsNullOrWhiteSpace(text) ? Missing(member)
        : text.Length > longest || !FieldRules.IsStorable(text)
            ? Unfit(member, $"'{member}' has at most {longest} characters.")
            : null;

    private static Failure OldVersion(Product product, int expected) => new(
        ErrorCode.VersionMismatch, $"The product has changed: it is at version {product.Version}, not {expected}.")
    {
        Details = json => json.WriteNumber("version"u8, product.Version),
    };

    private static Failure Missing(string member) =>
        new(ErrorCode.MissingAttribute, $"'{member}' is mandatory.") { Field = member };

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };
}
