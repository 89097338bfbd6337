using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads.Search;

namespace Leadline.Companies;

/// <summary>Finding companies.</summary>
internal sealed class CompanyReadOperations(CompanyStore store, FieldOperations fields, LeadSearch leads)
{
    public async Task<Company?> Find(Caller caller, Guid companyId) =>
        CompanyRules.Seen(caller, await store.Find(caller.AccountId, companyId));

    public Task<IReadOnlyList<CompanyType>> Types(Caller caller) => store.Types(caller.AccountId);

    public async ValueTask<CompanyColumns> Columns(Caller caller) =>
        new(CompanyFields.CatalogIn(await fields.Get(caller.AccountId)));

    /// <summary>All companies that the caller may see, to be narrowed.</summary>
    public CompanyQuery Query(Caller caller, CompanyColumns columns)
    {
        var query = new CompanyQuery(
            caller.AccountId, columns, new FieldContext(caller.Account.CountryCode, CheckOptions: false));
        query.Within(caller.Scope(RecordKind.Account, Deed.View));
        return query;
    }

    public Task<IReadOnlyList<Company>> Page(CompanyQuery query) => store.Page(query);

    public Task<long> Count(CompanyQuery query) => store.Count(query);

    /// <summary>How many leads belong to the company: exact up to 10,000, and one more where there are more.</summary>
    public async Task<int> LeadCount(Caller caller, Guid companyId, CancellationToken cancellation) =>
        (await leads.Count(
            caller,
            new RecordFilter.OfField(CompanyFieldNames.OfLead, "=", companyId.ToString()),
            cancellation)).Value;
}
