using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Leads;

/// <summary>
/// Many leads in one call. Each row has an outcome of its own, in the order of the rows; a later row meets what an
/// earlier one left.
/// </summary>
internal sealed class LeadBulk(LeadWriter writer)
{
    /// <summary>As <see cref="LeadOperations.Create"/>, a row a lead.</summary>
    public Task<Result<LeadWritten>[]> Create(
        Caller caller, IReadOnlyList<IReadOnlyList<LeadProperty>> rows, CancellationToken cancellation) =>
        Write([.. rows.Select(row => new LeadWrite(caller, LeadMatch.New, row))], cancellation);

    /// <summary>As <see cref="LeadOperations.CreateOrUpdate"/>, a row a lead; each may name its own SearchBy.</summary>
    public Task<Result<LeadWritten>[]> CreateOrUpdate(
        Caller caller, IReadOnlyList<IReadOnlyList<LeadProperty>> rows, CancellationToken cancellation) =>
        Write([.. rows.Select(row => new LeadWrite(caller, LeadMatch.ByIdentity, row))], cancellation);

    /// <summary>Sets one field of many leads.</summary>
    public Task<Result<LeadWritten>[]> SetField(
        Caller caller, IReadOnlyList<Guid> leadIds, LeadProperty field, CancellationToken cancellation) =>
        Write([.. leadIds.Select(id => new LeadWrite(caller, LeadMatch.ById, [field]) { LeadId = id })], cancellation);

    /// <summary>Changes leads that must exist, a row a lead, found by the value that the row holds of <paramref name="searchBy"/>.</summary>
    public Task<Result<LeadWritten>[]> Update(
        Caller caller, string searchBy, IReadOnlyList<IReadOnlyList<LeadProperty>> rows, CancellationToken cancellation) =>
        Write([.. rows.Select(row => UpdateOf(caller, searchBy, row))], cancellation);

    /// <summary>The value by which a row of <see cref="Update"/> names its lead; null when it has none.</summary>
    public static string? Identifier(string searchBy, IReadOnlyList<LeadProperty> row) =>
        row.LastOrDefault(property => searchBy.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase))?.Value;

    private static Result<LeadWrite> UpdateOf(Caller caller, string searchBy, IReadOnlyList<LeadProperty> row)
    {
        if (string.IsNullOrWhiteSpace(Identifier(searchBy, row)))
            return new Failure(ErrorCode.MissingAttribute, $"'{searchBy}' is mandatory for updating lead");
        var directive = new LeadProperty { Attribute = LeadFieldNames.SearchBy, Value = searchBy };
        return new LeadWrite(caller, LeadMatch.ByIdentity, [.. row, directive]) { MustExist = true };
    }

    private async Task<Result<LeadWritten>[]> Write(Result<LeadWrite>[] rows, CancellationToken cancellation)
    {
        await writer.WriteAll([.. rows.Where(row => row.Failure is null).Select(row => row.Value)], cancellation);
        return [.. rows.Select(row => row.Failure is { } failure ? failure : row.Value.Outcome)];
    }
}
