using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Sales;

/// <summary>Sales activities as LeadSquared's <c>SalesActivity.svc</c> has them (core §3.9).</summary>
internal sealed class LeadSquaredSaleEndpoints(
    SaleOperations sales, ProductOperations products, ActivityTypeOperations types, FieldOperations fields)
{
    private const string Name = "Sales Activity - New";
    private const int MostOptions = 1_000;

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public async Task<CommandAnswer> Create(Call call)
    {
        var body = call.Read<SaleBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(body.Value.ProspectId, out var leadId))
            return Failure.InvalidParameter(nameof(body.Value.ProspectId));
        if (string.IsNullOrWhiteSpace(body.Value.Status))
            return new Failure(ErrorCode.MissingAttribute, "'Status' is mandatory for a sales activity");
        var input = await Read(call, body.Value);
        if (input.Failure is { } failure)
            return failure;
        if (input.Value.ProductId is null)
            return new Failure(ErrorCode.MissingAttribute, "'ProductSku' is mandatory for a sales activity");
        return await call.Run<ActivityPosted>(
            claim => sales.Post(call.Caller, leadId, input.Value, claim, call.Cancelled),
            posted => AnswerId(call, posted.ActivityId));
    }

    public async Task<CommandAnswer> Update(Call call)
    {
        var body = call.Read<SaleBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var leadId = (Guid?)null;
        if (!string.IsNullOrWhiteSpace(body.Value.ProspectId))
            leadId = Guid.TryParse(body.Value.ProspectId, out var parsed) ? parsed : Guid.Empty;
        var input = await Read(call, body.Value);
        if (input.Failure is { } failure)
            return failure;
        var id = Guid.TryParse(body.Value.Id, out var read) ? read : Guid.Empty;
        return await call.Run<Guid>(
            claim => sales.Change(call.Caller, id, leadId, input.Value, claim, call.Cancelled),
            _ => call.Answer(
                new SuccessResponse<AffectedRowsMessage>(new(1)),
                LeadSquaredJson.Default.SuccessResponseAffectedRowsMessage));
    }

    public async Task<CommandAnswer> Cancel(Call call)
    {
        var body = call.Read<CancelSaleBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var id = Guid.TryParse(body.Value.ActivityId, out var read) ? read : Guid.Empty;
        return await call.Run<Guid>(
            claim => sales.Cancel(call.Caller, id, body.Value.ActivityEventNote, claim, call.Cancelled),
            cancellation => AnswerId(call, cancellation));
    }

    public async Task<Failure?> Get(Call call)
    {
        var sale = call.QueryId("activityId") is { } id
            ? await sales.Find(call.Caller, id, call.Cancelled)
            : null;
        return sale is null
            ? SaleCommand.Unknown
            : call.Answer(
                (await Responses(call, [sale], withOptions: true))[0], LeadSquaredJson.Default.SaleResponse);
    }

    /// <summary>What a sales activity has, without values.</summary>
    public async Task<Failure?> GetSetting(Call call) => call.Answer(
        (await Responses(call, [null], withOptions: true))[0], LeadSquaredJson.Default.SaleResponse);

    public async Task<Failure?> OfLead(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for retrieving sales activities");
        var found = await sales.OfLead(
            call.Caller, Guid.TryParse(leadId, out var id) ? id : Guid.Empty, call.Cancelled);
        var withOptions = "true".Equals(call.Query("IncludeOption"), StringComparison.OrdinalIgnoreCase);
        return call.Answer(
            await Responses(call, found, withOptions), LeadSquaredJson.Default.IReadOnlyListSaleResponse);
    }

    private async Task<Result<SaleInput>> Read(Call call, SaleBody body)
    {
        if (body.Status is { Length: > 0 } status && Sale.Status(status) is null)
            return Failure.InvalidParameter(nameof(body.Status));
        var named = Given(body.ProductId) ?? Given(body.ProductSku);
        var product = named is null ? null : await products.Find(call.Caller.AccountId, named, call.Cancelled);
        if (named is not null && product is null)
            return ProductOperations.Unknown;
        var owner = OwnerOf(call.Caller.Account, body);
        if (owner.Failure is { } unknown)
            return unknown;
        return new SaleInput
        {
            ProductId = product?.Id,
            Status = Sale.Status(body.Status),
            Revenue = Given(body.Revenue),
            OwnerId = owner.Value,
            SoldOn = Given(body.SalesDate),
            Note = body.ActivityNote,
        };
    }

    /// <summary>Null where the body names nobody.</summary>
    private static Result<Guid?> OwnerOf(Account account, SaleBody body)
    {
        if (Given(body.SalesOwner) is { } id)
            return Guid.TryParse(id, out var owner) && account.Users.ContainsKey(owner)
                ? owner
                : Failure.InvalidParameter(nameof(body.SalesOwner));
        if (Given(body.SalesOwnerEmail) is { } email)
            return account.FindUser(email) is { } user
                ? (Guid?)user.Id
                : Failure.InvalidParameter(nameof(body.SalesOwnerEmail));
        return (Guid?)null;
    }

    private async Task<IReadOnlyList<SaleResponse>> Responses(
        Call call, IReadOnlyList<Activity?> found, bool withOptions)
    {
        var accountId = call.Caller.AccountId;
        var settings = await sales.Settings(accountId);
        var type = (await types.Get(accountId)).Find(Sale.EventCode);
        var catalog = (await fields.Get(accountId)).OfActivity(Sale.EventCode);
        var names = await products.Names(
            accountId, [.. found.OfType<Activity>().Select(Sale.ProductOf).OfType<Guid>()], call.Cancelled);
        var options = withOptions ? await ProductOptions(call) : "";
        return
        [
            .. found.Select(sale => new SaleResponse
            {
                ID = sale?.Id ?? type?.Id ?? Guid.Empty,
                Name = Name,
                DisplayName = type?.DisplayName ?? Name,
                DefaultCurrencySymbol = settings.CurrencySymbol,
                DefaultCurrencyAbbreviation = settings.CurrencyCode,
                DefaultCurrencyName = settings.CurrencyName,
                CustomerStageName = settings.CustomerStage,
                ConvertToCustomer = settings.ConvertsToCustomer,
                Fields =
                [
                    .. LeadSquaredActivityFields.Describe(catalog, sale).Select(field => field.SchemaName switch
                    {
                        Sale.Product => field with
                        {
                            DataType = "Product",
                            IsMandatory = true,
                            OptionSet = options,
                            DisplayValue = sale is not null && Sale.ProductOf(sale) is { } product
                                ? names.GetValueOrDefault(product)
                                : null,
                        },
                        ActivityFieldNames.Status => field with
                        {
                            IsMandatory = true,
                            OptionSet = withOptions ? Options(Sale.Statuses.Select(name => (name, name))) : "",
                        },
                        _ => field,
                    }),
                ],
            }),
        ];
    }

    private async Task<string> ProductOptions(Call call)
    {
        var page = await products.Search(
            new ProductQuery
            {
                AccountId = call.Caller.AccountId,
                Order = ProductOrder.Name,
                Ascending = true,
                Take = MostOptions,
            },
            call.Cancelled);
        return Options(page.Products.Select(product => (product.Id.ToString(), product.Name)));
    }

    // As the options of other dropdowns of activities print (core §3.12); the text is what users see.
    private static string Options(IEnumerable<(string Value, string Text)> options) => JsonSerializer.Serialize(
        options.Select((option, order) => new
        {
            IsDefault = false,
            option.Text,
            option.Value,
            Order = order,
        }),
        Relaxed);

    private static void AnswerId(Call call, Guid id) => call.Answer(
        new SuccessResponse<IdMessage>(new(id.ToString())), LeadSquaredJson.Default.SuccessResponseIdMessage);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
