using System.Globalization;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Activities.Search;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Activity = Leadline.Activities.Activity;

namespace Leadline.Opportunities;

/// <summary>Which opportunities to list, in which order, and which page.</summary>
internal sealed record OpportunityQuery(int? Type, RecordFilter? Filter)
{
    /// <summary>A field, with - before it for the largest or latest first; null for the latest changed first.</summary>
    public string? Sort { get; init; }

    public Guid? LeadId { get; init; }

    public string? After { get; init; }

    public int Take { get; init; }
}

/// <summary>The opportunities of a stage: all counted and added up, some shown.</summary>
internal sealed record BoardColumn(
    string? Stage, long Count, decimal? Sum, IReadOnlyList<Activity> Cards, LeadCursor? Next);

/// <summary>Listing opportunities in any order, and by stage: those that the caller may see.</summary>
internal sealed class OpportunityBoardOperations(
    OpportunityBoardStore store, ActivityTypeOperations types, FieldOperations fields, LeadReads leads)
{
    /// <summary>How far opportunities are counted.</summary>
    public const int MostCounted = 10_000;

    private const string UsualSort = "-ModifiedOn";

    private static readonly FieldCatalog NoFields = new([]);

    public async Task<Result<OpportunityPage>> Page(
        Caller caller, OpportunityQuery wanted, CancellationToken cancellation)
    {
        var query = await Read(caller, wanted);
        if (query.Failure is { } unfit)
            return unfit;
        var after = wanted.After is { } text ? LeadCursor.Read(text) : null;
        if (wanted.After is not null && after is null)
            return ActivitySearchQuery.BadCursor;
        var sort = string.IsNullOrEmpty(wanted.Sort) ? UsualSort : wanted.Sort;
        return query.Value.PageBehind(sort.TrimStart('-'), sort[0] == '-', after, wanted.Take) is { } refusal
            ? refusal
            : await store.Page(query.Value, ActivityScope.Of(caller), cancellation);
    }

    /// <summary>How many there are: exact up to <see cref="MostCounted"/>, and one more where there are more.</summary>
    public async Task<Result<long>> Count(Caller caller, OpportunityQuery wanted, CancellationToken cancellation)
    {
        var query = await Read(caller, wanted);
        return query.Failure is { } unfit
            ? unfit
            : await store.Count(query.Value, ActivityScope.Of(caller), MostCounted + 1, cancellation);
    }

    /// <summary>The type's stages in their order, then other stages, then none.</summary>
    public async Task<Result<(string? AmountField, IReadOnlyList<BoardColumn> Columns)>> Board(
        Caller caller, OpportunityQuery wanted, string? amountField, int cards, CancellationToken cancellation)
    {
        if (OpportunityDefinition.For(await fields.Get(caller.AccountId), wanted.Type) is not { } definition)
            return ActivityRules.UnknownType;
        var amount = amountField is null
            ? definition.Fields.Fields.FirstOrDefault(IsNumber)
            : definition.Fields.Find(amountField);
        if (amountField is not null && (amount is null || !IsNumber(amount)))
            return new Failure(ErrorCode.InvalidInput, $"'{amountField}' is no number of the type.")
            {
                Field = "amountField",
            };
        var query = await Read(caller, wanted);
        if (query.Failure is { } unfit)
            return unfit;
        var scope = ActivityScope.Of(caller);
        var sql = amount is null ? null : query.Value.NumberSql(amount.SchemaName);
        var tallies = (await store.Tally(query.Value, scope, sql, cancellation)).ToDictionary(
            tally => tally.Stage ?? "");
        var shown = cards == 0 ? [] : await store.Cards(query.Value, scope, cards, cancellation);
        var byStage = shown.ToLookup(card => card.Value(OpportunityFieldNames.Stage) ?? "");
        var stages = (definition.Fields.Find(OpportunityFieldNames.Stage)?.Options ?? [])
            .Concat(tallies.Keys.Where(stage => stage.Length > 0).Order(StringComparer.Ordinal))
            .Concat(tallies.ContainsKey("") ? [""] : [])
            .Distinct();
        return (
            amount?.SchemaName,
            [.. stages.Select(stage => Column(stage, tallies.GetValueOrDefault(stage), [.. byStage[stage]], sql))]);
    }

    private static BoardColumn Column(string stage, StageTally? tally, IReadOnlyList<Activity> cards, string? amount)
    {
        var next = cards is [.., var last] && cards.Count < tally?.Count
            ? new LeadCursor(last.ModifiedOn.ToString("O", CultureInfo.InvariantCulture), last.Id)
            : null;
        return new BoardColumn(
            stage.Length == 0 ? null : stage,
            tally?.Count ?? 0,
            tally is null && amount is not null ? 0 : tally?.Sum,
            cards,
            next);
    }

    private async Task<Result<ActivitySearchQuery>> Read(Caller caller, OpportunityQuery wanted)
    {
        var accountId = caller.AccountId;
        if (wanted.Type is { } type && (await types.Get(accountId)).Find(type) is not { IsOpportunity: true })
            return ActivityRules.UnknownType;
        var definitions = await fields.Get(accountId);
        var query = new ActivitySearchQuery(
            accountId,
            wanted.Type,
            new ActivityColumns(
                wanted.Type is { } code ? definitions.OfActivity(code) : NoFields, await leads.Columns(caller)),
            new FieldContext(caller.Account.CountryCode, CheckOptions: false));
        if (wanted.LeadId is { } leadId)
            query.OfLead(leadId);
        if (wanted.Filter is not { } filter)
            return query;
        var condition = query.Condition(filter);
        if (condition.Failure is { } unfit)
            return unfit;
        query.Where(condition.Value);
        return query;
    }

    private static bool IsNumber(FieldDefinition field) => field.Type is FieldType.Number or FieldType.Decimal;
}
