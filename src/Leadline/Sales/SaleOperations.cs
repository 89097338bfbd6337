using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Sales;

/// <summary>Posting, changing and cancelling sales, and how an account's work.</summary>
internal sealed class SaleOperations(
    LeadOperations leads, ActivityTypeOperations types, ActivityReadOperations reads, SaleStore store,
    TimeProvider clock)
{
    /// <summary>Most sales of one lead in a read.</summary>
    public const int MostOfLead = 1_000;

    private const int LongestText = 50;

    /// <summary>Posts a sale on a lead; its id.</summary>
    public async Task<Result<ActivityPosted>> Post(
        Caller caller, Guid leadId, SaleInput input, Claim<Result<ActivityPosted>>? claim,
        CancellationToken cancellation)
    {
        var settings = await Settings(caller.AccountId);
        var sale = input with
        {
            OwnerId = input.OwnerId ?? caller.User.Id,
            SoldOn = input.SoldOn ?? SaleInput.Text(clock.Now()),
        };
        var body = new ActivityBody
        {
            ActivityEvent = Sale.EventCode,
            ActivityNote = input.Note,
            Fields = sale.Fields,
        };
        return await leads.Run<ActivityPosted>(
            caller,
            async definitions =>
            {
                var target = Target(definitions, settings, leadId, sale.Status);
                if (target.Failure is { } failure)
                    return failure;
                var draft = ActivityDraft.Read(
                    caller, definitions, await types.Get(caller.AccountId), body, skipOptions: false);
                return draft.Failure is { } unfit
                    ? unfit
                    : new PostActivity(caller, definitions, target.Value, draft.Value);
            },
            claim,
            cancellation);
    }

    /// <summary>Changes a sale of a lead, which has to be this one where one is named; its id.</summary>
    public async Task<Result<Guid>> Change(
        Caller caller, Guid saleId, Guid? leadId, SaleInput input, Claim<Result<Guid>>? claim,
        CancellationToken cancellation)
    {
        if (await Find(caller, saleId, cancellation) is not { } sale)
            return SaleCommand.Unknown;
        if (leadId is { } named && named != sale.LeadId)
            return LeadRules.Unknown;
        var settings = await Settings(caller.AccountId);
        var status = input.Status == sale.Status ? null : input.Status;
        return await leads.Run<Guid>(
            caller,
            definitions => Target(definitions, settings, sale.LeadId, status) is var target
                && target.Failure is { } failure
                    ? failure
                    : new ChangeSale(caller, definitions, target.Value, saleId, input),
            claim,
            cancellation);
    }

    /// <summary>Cancels a sale for good; the id of the activity that tells of it.</summary>
    public async Task<Result<Guid>> Cancel(
        Caller caller, Guid saleId, string? note, Claim<Result<Guid>>? claim, CancellationToken cancellation) =>
        await Find(caller, saleId, cancellation) is { } sale
            ? await leads.Run<Guid>(
                caller,
                definitions => new CancelSale(caller, definitions, LeadTarget.ForId(sale.LeadId), saleId, note),
                claim,
                cancellation)
            : SaleCommand.Unknown;

    /// <summary>The sale; null when there is none of this id.</summary>
    public async Task<Activity?> Find(Caller caller, Guid saleId, CancellationToken cancellation) =>
        await reads.Find(caller, saleId, cancellation) is { EventCode: Sale.EventCode } sale ? sale : null;

    /// <summary>The latest sales of a lead.</summary>
    public async Task<IReadOnlyList<Activity>> OfLead(Caller caller, Guid leadId, CancellationToken cancellation) =>
        (await reads.Search(
            caller,
            new ActivityQuery
            {
                AccountId = caller.AccountId,
                LeadId = leadId,
                EventCode = Sale.EventCode,
                Take = MostOfLead,
            },
            cancellation)).Activities;

    public async Task<SalesSettings> Settings(int accountId) => await store.Settings(accountId) ?? SalesSettings.Usual;

    /// <summary>Changes how the account's sales work.</summary>
    public async Task<Result<SalesSettings>> Change(Caller caller, SalesSettingsChange change)
    {
        if (caller.RefuseUnlessAdministrator("change how sales work") is { } notPermitted)
            return notPermitted;
        foreach (var (member, text) in new[]
                 {
                     ("customerStage", change.CustomerStage), ("currencyCode", change.CurrencyCode),
                     ("currencySymbol", change.CurrencySymbol), ("currencyName", change.CurrencyName),
                 })
            if (text is not null
                && (string.IsNullOrWhiteSpace(text) || text.Length > LongestText || !FieldRules.IsStorable(text)))
                return new Failure(ErrorCode.InvalidInput, $"'{member}' has 1 to {LongestText} characters.")
                {
                    Field = member,
                };
        await store.ChangeSettings(caller.AccountId, change);
        return await Settings(caller.AccountId);
    }

    /// <summary>The lead, which a sale that is won may make a customer.</summary>
    private static Result<LeadTarget> Target(
        Definitions definitions, SalesSettings settings, Guid leadId, string? status)
    {
        if (status != Sale.Won || !settings.ConvertsToCustomer)
            return LeadTarget.ForId(leadId);
        var target = LeadTarget.Read(
            definitions,
            LeadMatch.ById,
            [new LeadProperty { Attribute = LeadFieldNames.Stage, Value = settings.CustomerStage }]);
        return target.Failure is { } failure ? failure : target.Value with { LeadId = leadId };
    }
}
