using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>
/// Many leads in one call, in one transaction. Each row has an outcome of its own, in the order of the rows; a later
/// row meets what an earlier one left.
/// </summary>
internal sealed class LeadBulk(LeadOperations leads)
{
    /// <summary>As <see cref="LeadOperations.Create"/>, a row a lead.</summary>
    public Task<Result<IReadOnlyList<Result<LeadWritten>>>> Create(
        Caller caller,
        IReadOnlyList<IReadOnlyList<LeadProperty>> rows,
        Claim<Result<IReadOnlyList<Result<LeadWritten>>>>? claim,
        CancellationToken cancellation) =>
        leads.RunAll(
            caller, Rows(rows, (definitions, row) => WriteLead.New(caller, definitions, row)), claim, cancellation);

    /// <summary>As <see cref="LeadOperations.CreateOrUpdate"/>, a row a lead; each may name its own SearchBy.</summary>
    public Task<Result<IReadOnlyList<Result<LeadWritten>>>> CreateOrUpdate(
        Caller caller,
        IReadOnlyList<IReadOnlyList<LeadProperty>> rows,
        Claim<Result<IReadOnlyList<Result<LeadWritten>>>>? claim,
        CancellationToken cancellation) =>
        leads.RunAll(
            caller,
            Rows(rows, (definitions, row) => WriteLead.ByIdentity(caller, definitions, row)),
            claim,
            cancellation);

    /// <summary>
    /// Changes leads that must exist, a row a lead, found by the value that the row holds of
    /// <paramref name="searchBy"/>.
    /// </summary>
    public Task<Result<IReadOnlyList<Result<LeadWritten>>>> Update(
        Caller caller, string searchBy, IReadOnlyList<IReadOnlyList<LeadProperty>> rows,
        Claim<Result<IReadOnlyList<Result<LeadWritten>>>>? claim, CancellationToken cancellation) =>
        leads.RunAll(
            caller,
            Rows(rows, (definitions, row) => WriteLead.Row(caller, definitions, searchBy, row)),
            claim,
            cancellation);

    /// <summary>Sets one field of many leads; how many there were of them, or why there was none.</summary>
    public Task<Result<int>> SetField(
        Caller caller,
        IReadOnlyList<Guid> leadIds,
        LeadProperty field,
        Claim<Result<int>>? claim,
        CancellationToken cancellation) =>
        leads.RunAll(
            caller,
            Rows(leadIds, (definitions, id) => WriteLead.ById(caller, definitions, id, [field])),
            Updated,
            claim,
            cancellation);

    private static Func<Definitions, ValueTask<IEnumerable<Result<LeadCommand<LeadWritten>>>>> Rows<TRow>(
        IReadOnlyList<TRow> rows, Func<Definitions, TRow, Result<LeadCommand<LeadWritten>>> make) =>
        definitions => ValueTask.FromResult(rows.Select(row => make(definitions, row)));

    private static Result<int> Updated(IReadOnlyList<Result<LeadWritten>> outcomes)
    {
        var updated = outcomes.Count(outcome => outcome.Failure is null);
        return updated > 0 ? updated : (outcomes.Count > 0 ? outcomes[0].Failure : null) ?? LeadRules.Unknown;
    }
}
