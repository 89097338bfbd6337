using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Companies;

/// <summary>What companies may be.</summary>
internal static class CompanyRules
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Company does not exist in the system");

    public static readonly Failure UnknownType = new(ErrorCode.InvalidInput, "The company type does not exist.")
    {
        Field = "type",
    };

    /// <summary>The company, where the caller may see it.</summary>
    public static Company? Seen(Caller caller, Company? company) =>
        company is not null && caller.Refuse(RecordKind.Account, Deed.View, company.OwnerId) is null ? company : null;

    /// <summary>
    /// What the caller says, in canonical values. Unknown attributes refuse all of it, and are all named; what the
    /// server keeps itself is passed over.
    /// </summary>
    public static Result<CompanyChanges> Read(
        Account account, FieldCatalog catalog, IEnumerable<LeadProperty> properties)
    {
        var context = new FieldContext(account.CountryCode, CheckOptions: true);
        var (values, unknown) = (new Dictionary<string, string?>(), new List<string>());
        Guid? ownerId = null;
        foreach (var property in properties)
        {
            var name = property.Attribute?.Trim() ?? "";
            if (catalog.FindAnyCase(name) is not { } field)
            {
                unknown.Add(name);
            }
            else if (field.SchemaName == CompanyFieldNames.OwnerId)
            {
                if (string.IsNullOrWhiteSpace(property.Value))
                    continue;
                var owner = Guid.TryParse(property.Value, out var id)
                    ? account.Users.GetValueOrDefault(id)
                    : account.FindUser(property.Value);
                if (owner is null)
                    return Failure.InvalidParameter(field.SchemaName) with { Field = field.SchemaName };
                ownerId = owner.Id;
            }
            else if (!field.IsReadOnly)
            {
                var coerced = FieldRules.Coerce(field, property.Value, context);
                if (coerced.Failure is { } unfit)
                    return unfit with { Field = field.SchemaName };
                values[field.SchemaName] = coerced.Value;
            }
        }

        return unknown.Count == 0
            ? new CompanyChanges(ownerId, values)
            : new Failure(
                ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {string.Join(", ", unknown)}.")
            {
                Field = unknown[0],
            };
    }

    /// <summary>The company with the changes in it, or why it may not have them.</summary>
    public static Result<Company> Apply(Company company, CompanyChanges changes, FieldCatalog catalog)
    {
        var values = new Dictionary<string, string>(company.Values);
        foreach (var (name, value) in changes.Values)
        {
            if (value is null)
                values.Remove(name);
            else
                values[name] = value;
        }

        var missing = catalog.Mandatory.FirstOrDefault(field => !values.ContainsKey(field.SchemaName));
        return missing is null
            ? company with { OwnerId = changes.OwnerId ?? company.OwnerId, Values = values }
            : new Failure(ErrorCode.MissingAttribute, $"'{missing.SchemaName}' is mandatory")
            {
                Field = missing.SchemaName,
            };
    }

    /// <summary>Of the changes those of fields in which the company has nothing.</summary>
    public static CompanyChanges Missing(Company company, CompanyChanges changes) => new(
        OwnerId: null,
        changes.Values.Where(change => company.Value(change.Key) is null)
            .ToDictionary(change => change.Key, change => change.Value));

    public static Failure Duplicate(string field) =>
        new(ErrorCode.Duplicate, $"A Company with same {field} already exists.") { Field = field };
}
