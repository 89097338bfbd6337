using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Sales;

/// <summary>Products as LeadSquared's <c>SalesActivity.svc</c> has them (core §13).</summary>
internal sealed class LeadSquaredProductEndpoints(ProductOperations products)
{
    private const int LargestPage = 1_000;
    private const int UsualPage = 25;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<ProductBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var made = await products.Create(call.Caller, call.Transaction, Input(body.Value));
        return made.Failure is { } failure
            ? InWireTerms(failure)
            : call.Answer(
                new SuccessResponse<IdMessage>(new(made.Value.Id.ToString())),
                LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<ProductBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (string.IsNullOrWhiteSpace(body.Value.ProductId))
            return new Failure(ErrorCode.MissingAttribute, "'ProductId' is mandatory for updating product");
        var id = Guid.TryParse(body.Value.ProductId, out var parsed) ? parsed : Guid.Empty;
        var changed = await products.Update(call.Caller, call.Transaction, id, Input(body.Value));
        return changed.Failure is { } failure
            ? InWireTerms(failure)
            : call.Answer(
                new SuccessResponse<AffectedRowsMessage>(new(1)),
                LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);
    }

    /// <summary>A GET that deletes (core §0.1).</summary>
    public async Task<Failure?> Delete(Call call) =>
        await products.Delete(call.Caller, call.Transaction, call.QueryId("id") ?? Guid.Empty)
        ?? call.Answer(
            new SuccessResponse<AffectedRowsMessage>(new(1)),
            LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage);

    public async Task<Failure?> Retrieve(Call call)
    {
        var body = call.ReadOrDefault<ProductSearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        var size = request.Paging?.PageSize ?? request.Paging?.RowCount ?? 0;
        if (size > LargestPage)
            return Failure.InvalidParameter($"PageSize can not be more than {LargestPage}.");
        if (size <= 0)
            size = UsualPage;
        var page = await products.Search(
            new ProductQuery
            {
                AccountId = call.Caller.AccountId,
                Text = Given(request.Parameter?.SearchText),
                Id = Given(request.Parameter?.Id) is not { } id ? null
                    : Guid.TryParse(id, out var read) ? read
                    : Guid.Empty,
                Sku = Given(request.Parameter?.ProductSku),
                Name = Given(request.Parameter?.Name),
                Order = request.Sorting?.ColumnName?.Trim().ToUpperInvariant() switch
                {
                    "CREATEDON" => ProductOrder.CreatedOn,
                    "NAME" => ProductOrder.Name,
                    "PRODUCTSKU" => ProductOrder.Sku,
                    _ => ProductOrder.ModifiedOn,
                },
                Ascending = request.Sorting?.Direction?.Trim() == "0",
                Skip = Math.Max((request.Paging?.PageIndex ?? 1) - 1L, 0) * size,
                Take = size,
            },
            call.Cancelled);
        return call.Answer(
            new ProductListResponse(
                page.Total, [.. page.Products.Select(product => Row(call.Caller.Account, product))]),
            LeadSquaredJson.Default.ProductListResponse);
    }

    private static ProductInput Input(ProductBody body) => new(body.ProductSku, body.Name, body.Description);

    private static Failure InWireTerms(Failure failure)
    {
        var member = failure.Field switch
        {
            "sku" => nameof(ProductBody.ProductSku),
            "name" => nameof(ProductBody.Name),
            "description" => nameof(ProductBody.Description),
            _ => null,
        };
        return member is null || failure.Code == ErrorCode.Duplicate ? failure
            : failure.Code == ErrorCode.MissingAttribute
                ? failure with { Message = $"'{member}' is mandatory for a product" }
                : Failure.InvalidParameter(member);
    }

    private static ProductRow Row(Account account, Product product) => new()
    {
        ProductId = product.Id,
        ProductSku = product.Sku,
        Name = product.Name,
        Description = product.Description,
        CreatedBy = product.CreatedBy,
        CreatedByName = account.Users.GetValueOrDefault(product.CreatedBy)?.Name,
        CreatedOn = LeadSquaredDates.Text(product.CreatedOn),
        ModifiedBy = product.ModifiedBy,
        ModifiedByName = account.Users.GetValueOrDefault(product.ModifiedBy)?.Name,
        ModifiedOn = LeadSquaredDates.Text(product.ModifiedOn),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
