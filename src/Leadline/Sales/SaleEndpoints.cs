using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Sales;

/// <summary>Sales in Leadline's own API.</summary>
internal sealed class SaleEndpoints(SaleOperations sales, ProductOperations products)
{
    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such sale.");

    public async Task<Failure?> OfLead(Call call)
    {
        var found = Guid.TryParse(call.Route("lead"), out var leadId)
            ? await sales.OfLead(call.Caller, leadId, call.Cancelled)
            : [];
        return call.Answer(new SalesResponse(await Responses(call, found)), OwnJson.Default.SalesResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        await sales.Find(call.Caller, IdOf(call), call.Cancelled) is { } sale
            ? call.Answer((await Responses(call, [sale]))[0], OwnJson.Default.SaleOfLeadResponse)
            : Unknown;

    public async Task<CommandAnswer> Post(Call call)
    {
        var body = call.Read<SaleRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(body.Value.LeadId, out var leadId))
            return Unfit("leadId", "The id of a lead is a GUID.");
        if (string.IsNullOrWhiteSpace(body.Value.Product))
            return Missing("product");
        if (string.IsNullOrWhiteSpace(body.Value.Status))
            return Missing("status");
        var input = await Read(call, body.Value);
        if (input.Failure is { } failure)
            return failure;
        return await call.Run<ActivityPosted>(
            claim => sales.Post(call.Caller, leadId, input.Value, claim, call.Cancelled),
            posted => Answer(call, posted.ActivityId));
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<SaleRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var input = await Read(call, body.Value);
        if (input.Failure is { } failure)
            return failure;
        var changed = await sales.Change(
            call.Caller, IdOf(call), leadId: null, input.Value, claim: null, call.Cancelled);
        if (changed.Failure is { } refused)
            return refused.Code == ErrorCode.UnknownActivity ? Unknown : refused;
        return await Get(call);
    }

    public async Task<CommandAnswer> Cancel(Call call)
    {
        var body = call.ReadOrDefault<CancelSaleRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        return await call.Run<Guid>(
            claim => sales.Cancel(call.Caller, IdOf(call), body.Value.Note, claim, call.Cancelled),
            id => Answer(call, id));
    }

    public async Task<Failure?> Settings(Call call) =>
        call.Answer(Message(await sales.Settings(call.Caller.AccountId)), OwnJson.Default.SalesSettingsMessage);

    public async Task<Failure?> ChangeSettings(Call call)
    {
        var body = call.Read<SalesSettingsMessage>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        var changed = await sales.Change(
            call.Caller,
            new SalesSettingsChange(
                request.ConvertsToCustomer, request.CustomerStage, request.CurrencyCode, request.CurrencySymbol,
                request.CurrencyName));
        return call.Answer(changed, Message, OwnJson.Default.SalesSettingsMessage);
    }

    private async Task<Result<SaleInput>> Read(Call call, SaleRequest request)
    {
        var status = request.Status is null ? null : Sale.Status(request.Status);
        if (request.Status is not null && status is null)
            return Unfit("status", "The status is open, won or lost.");
        var product = request.Product is { } named
            ? await products.Find(call.Caller.AccountId, named, call.Cancelled)
            : null;
        if (request.Product is not null && product is null)
            return Unfit("product", "The product is the id or the SKU of one that exists.");
        var owner = request.Owner is { } name ? UserOf(call.Caller.Account, name) : null;
        if (request.Owner is not null && owner is null)
            return Unfit("owner", "The owner is the id or the e-mail address of a user.");
        if (request.SoldOn is { } soldOn && !FieldDates.TryReadMoment(soldOn, out _))
            return Unfit("soldOn", "'soldOn' is a date and time such as 2026-12-01T10:00:00Z.");
        return new SaleInput
        {
            ProductId = product?.Id,
            Status = status,
            Revenue = request.Revenue?.ToString(CultureInfo.InvariantCulture),
            OwnerId = owner?.Id,
            SoldOn = request.SoldOn is { } text && FieldDates.TryReadMoment(text, out var moment)
                ? SaleInput.Text(moment.UtcDateTime)
                : null,
            Note = request.Note,
        };
    }

    private async Task<IReadOnlyList<SaleOfLeadResponse>> Responses(Call call, IReadOnlyList<Activity> found)
    {
        var names = await products.Names(
            call.Caller.AccountId, [.. found.Select(Sale.ProductOf).OfType<Guid>()], call.Cancelled);
        return [.. found.Select(sale => Response(sale, names))];
    }

    private static SaleOfLeadResponse Response(Activity sale, IReadOnlyDictionary<Guid, string> names)
    {
        var product = Sale.ProductOf(sale);
        return new SaleOfLeadResponse(
            sale.Id,
            sale.LeadId,
            product,
            product is { } id ? names.GetValueOrDefault(id) : null,
            (sale.Status ?? "").ToLowerInvariant(),
            decimal.TryParse(
                sale.Value(Sale.OrderValue), NumberStyles.Float, CultureInfo.InvariantCulture, out var revenue)
                ? revenue
                : null,
            sale.OwnerId,
            FieldDates.TryReadMoment(sale.Value(Sale.SalesDate), out var soldOn) ? soldOn.UtcDateTime : null,
            sale.Note,
            sale.CreatedOn,
            sale.ModifiedOn);
    }

    private static SalesSettingsMessage Message(SalesSettings settings) => new()
    {
        ConvertsToCustomer = settings.ConvertsToCustomer,
        CustomerStage = settings.CustomerStage,
        CurrencyCode = settings.CurrencyCode,
        CurrencySymbol = settings.CurrencySymbol,
        CurrencyName = settings.CurrencyName,
    };

    private static void Answer(Call call, Guid id) =>
        call.Answer(new SaleIdResponse(id), OwnJson.Default.SaleIdResponse);

    private static Guid IdOf(Call call) => call.RouteId("sale") ?? Guid.Empty;

    private static User? UserOf(Account account, string name) =>
        Guid.TryParse(name, out var id) ? account.Users.GetValueOrDefault(id) : account.FindUser(name.Trim());

    private static Failure Missing(string member) =>
        new(ErrorCode.MissingAttribute, $"'{member}' is mandatory.") { Field = member };

    private static Failure Unfit(string member, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = member };
}
