using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Sales;

/// <summary>Products in Leadline's own API.</summary>
internal sealed class ProductEndpoints(ProductOperations products)
{
    private const int LargestPage = 200;

    public async Task<Failure?> List(Call call)
    {
        var after = call.Query("after");
        var cursor = after is null ? null : Cursor(after);
        if (after is not null && cursor is null)
            return new Failure(ErrorCode.InvalidInput, "'after' is not where a page ended.") { Field = "after" };
        var limit = call.QueryLimit(LargestPage);
        var page = await products.Search(
            new ProductQuery
            {
                AccountId = call.Caller.AccountId,
                Text = call.Query("words"),
                Sku = call.Query("sku"),
                Name = call.Query("name"),
                After = cursor,
                Take = limit + 1,
            },
            call.Cancelled);
        var found = page.Products.Take(limit).ToList();
        return call.Answer(
            new ProductsResponse(
                [.. found.Select(Response)], page.Products.Count > limit ? CursorText(found[^1]) : null),
            OwnJson.Default.ProductsResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        await products.Find(call.Caller.AccountId, IdOf(call), call.Cancelled) is { } product
            ? Answer(call, product)
            : ProductOperations.Unknown;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<ProductRequest>();
        return body.Failure
            ?? Answer(call, await products.Create(call.Caller, call.Transaction, Input(body.Value, version: null)));
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<ProductRequest>();
        return body.Failure
            ?? Answer(
                call,
                await products.Update(
                    call.Caller, call.Transaction, IdOf(call),
                    Input(body.Value, body.Value.Version ?? IfMatch.Version(call))));
    }

    public async Task<Failure?> Delete(Call call) =>
        await products.Delete(call.Caller, call.Transaction, IdOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private static ProductInput Input(ProductRequest request, int? version) =>
        new(request.Sku, request.Name, request.Description)
        {
            Price = request.Price,
            Speed = request.Speed,
            ExpectedVersion = version,
        };

    private static Failure? Answer(Call call, Result<Product> product)
    {
        if (product.Failure is { } failure)
            return failure;
        IfMatch.Tell(call, product.Value.Version);
        return call.Answer(Response(product.Value), OwnJson.Default.ProductResponse);
    }

    private static ProductResponse Response(Product product) => new(
        product.Id,
        product.Version,
        product.Sku,
        product.Name,
        product.Description,
        product.Price,
        product.Speed,
        product.CreatedOn,
        product.CreatedBy,
        product.ModifiedOn,
        product.ModifiedBy);

    private static Guid IdOf(Call call) => call.RouteId("product") ?? Guid.Empty;

    private static string CursorText(Product last) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{last.ModifiedOn.Ticks}.{last.Id:N}")));

    private static (DateTime On, Guid Id)? Cursor(string text) =>
        Base64Url.IsValid(text)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is [var on, var id]
        && long.TryParse(on, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks < DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var productId)
            ? (new DateTime(ticks, DateTimeKind.Utc), productId)
            : null;
}
