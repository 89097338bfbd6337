using System.Collections.Frozen;
using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;

namespace Leadline.Companies;

/// <summary>A column of a company as reads see it; <c>c</c> is the company.</summary>
/// <param name="Sql">Null where it can be printed, and not searched by.</param>
internal sealed record CompanyColumn(
    FieldDefinition Field, string? Sql, ColumnKind Kind, Func<Company, Account, string?> Print);

/// <summary>The columns that reads of companies know by name.</summary>
internal sealed class CompanyColumns(FieldCatalog catalog)
{
    private static readonly FrozenDictionary<string, KeptColumn> Kept = new Dictionary<string, KeptColumn>
    {
        [CompanyFieldNames.Id] = new("c.company_id", ColumnKind.Uuid, (company, _) => company.Id.ToString()),
        [CompanyFieldNames.Number] = new("c.number", ColumnKind.Number, (company, _) => company.Number.ToString()),
        [CompanyFieldNames.OwnerId] = new("c.owner_id", ColumnKind.Uuid, (company, _) => company.OwnerId.ToString()),
        ["OwnerName"] = new(null, ColumnKind.Text, (company, account) => User(account, company.OwnerId)?.Name),
        ["OwnerEmail"] = new(null, ColumnKind.Text, (company, account) => User(account, company.OwnerId)?.Email),
        ["CreatedBy"] = new("c.created_by", ColumnKind.Uuid, (company, _) => company.CreatedBy.ToString()),
        ["CreatedByName"] = new(null, ColumnKind.Text, (company, account) => User(account, company.CreatedBy)?.Name),
        ["CreatedByEmail"] = new(null, ColumnKind.Text, (company, account) => User(account, company.CreatedBy)?.Email),
        [CompanyFieldNames.CreatedOn] = new(
            "c.created_on", ColumnKind.Timestamp, (company, _) => Moment(company.CreatedOn)),
        ["ModifiedBy"] = new("c.modified_by", ColumnKind.Uuid, (company, _) => company.ModifiedBy.ToString()),
        ["ModifiedByName"] = new(null, ColumnKind.Text, (company, account) => User(account, company.ModifiedBy)?.Name),
        ["ModifiedByEmail"] = new(
            null, ColumnKind.Text, (company, account) => User(account, company.ModifiedBy)?.Email),
        [CompanyFieldNames.ModifiedOn] = new(
            "c.modified_on", ColumnKind.Timestamp, (company, _) => Moment(company.ModifiedOn)),
        [CompanyFieldNames.LastActivityOn] = new(
            "c.last_activity_on",
            ColumnKind.Timestamp,
            (company, _) => company.LastActivityOn is { } moment ? Moment(moment) : null),
    }.ToFrozenDictionary();

    /// <summary>In the order of the fields.</summary>
    public IReadOnlyList<CompanyColumn> All => field ??= [.. catalog.Fields.Select(Column)];

    public CompanyColumn? Find(string name) => catalog.FindAnyCase(name) is { } field ? Column(field) : null;

    private static CompanyColumn Column(FieldDefinition field)
    {
        var name = field.SchemaName;
        return Kept.TryGetValue(name, out var kept)
            ? new CompanyColumn(field, kept.Sql, kept.Kind, kept.Print)
            : new CompanyColumn(
                field,
                $"""c."values"->>'{name.Replace("'", "''", StringComparison.Ordinal)}'""",
                ColumnKind.Text,
                (company, _) => company.Value(name));
    }

    private static User? User(Account account, Guid id) => account.Users.GetValueOrDefault(id);

    // As leads print their times (core §1.4).
    private static string Moment(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private sealed record KeptColumn(string? Sql, ColumnKind Kind, Func<Company, Account, string?> Print);
}
