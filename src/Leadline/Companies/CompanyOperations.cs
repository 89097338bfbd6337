using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Companies;

/// <summary>Makes, changes and deletes the companies of an account, and says which leads belong to them.</summary>
internal sealed class CompanyOperations(
    CompanyStore store,
    FieldOperations fields,
    LeadOperations leads,
    LeadSearch search,
    CounterStore counters,
    TimeProvider clock)
{
    /// <summary>Most companies of one call (core §12).</summary>
    public const int MostRows = 25;

    private const int LeadsAtOnce = 100;

    private static readonly Failure LeadsStay = new(
        ErrorCode.Conflict, $"The company has leads whose {CompanyFieldNames.OfLead} does not change.");

    private static readonly Counter Numbers = new("company");

    /// <summary>Makes a company. A name, number or identifier that another one has is refused.</summary>
    public async Task<Result<Company>> Create(
        Caller caller, NpgsqlConnection? within, string? typeName, IReadOnlyList<LeadProperty> properties)
    {
        var catalog = await Catalog(caller);
        var changes = CompanyRules.Read(caller.Account, catalog, properties);
        if (changes.Failure is { } unfit)
            return unfit;
        return await store.Write<Result<Company>>(caller.AccountId, within, async connection =>
            await TypeNamed(connection, caller.AccountId, typeName) is { } type
                ? await Add(connection, caller, catalog, type, changes.Value)
                : CompanyRules.UnknownType);
    }

    /// <summary>Changes what is passed of a company.</summary>
    /// <param name="typeName">Null leaves the type.</param>
    /// <param name="expected">The version that the editor saw; null takes any.</param>
    public async Task<Result<Company>> Update(
        Caller caller, NpgsqlConnection? within, Guid companyId, IReadOnlyList<LeadProperty> properties,
        string? typeName = null, int? expected = null)
    {
        var catalog = await Catalog(caller);
        var changes = CompanyRules.Read(caller.Account, catalog, properties);
        if (changes.Failure is { } unfit)
            return unfit;
        return await store.Write<Result<Company>>(caller.AccountId, within, async connection =>
        {
            if (CompanyRules.Seen(caller, await store.Find(connection, caller.AccountId, companyId)) is not { } company)
                return CompanyRules.Unknown;
            if (expected is { } version && version != company.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The company has changed: it is at version {company.Version}, not {version}.");
            var typeId = company.TypeId;
            if (typeName is not null)
            {
                if (await TypeNamed(connection, caller.AccountId, typeName) is not { } type)
                    return CompanyRules.UnknownType;
                typeId = type.Id;
            }

            return await Change(connection, caller, catalog, company, company with { TypeId = typeId }, changes.Value);
        });
    }

    /// <summary>
    /// Makes or changes up to <see cref="MostRows"/> companies in one transaction, a row each, found by the row's own
    /// value of <paramref name="searchBy"/>. Each row has an outcome of its own.
    /// </summary>
    public async Task<Result<IReadOnlyList<Result<CompanyWritten>>>> CreateOrUpdate(
        Caller caller,
        NpgsqlConnection? within,
        string? typeName,
        string searchBy,
        CompanyCollision collision,
        IReadOnlyList<IReadOnlyList<LeadProperty>> rows)
    {
        var catalog = await Catalog(caller);
        return await store.Write<Result<IReadOnlyList<Result<CompanyWritten>>>>(
            caller.AccountId, within, async connection =>
            {
                if (await TypeNamed(connection, caller.AccountId, typeName) is not { } type)
                    return CompanyRules.UnknownType;
                var outcomes = new List<Result<CompanyWritten>>();
                foreach (var row in rows)
                    outcomes.Add(await WriteRow(connection, caller, catalog, type, searchBy, collision, row));
                return outcomes;
            });
    }

    /// <summary>
    /// Deletes a company with its activities. Its leads are deleted, too, or belong to no company any more: first, so
    /// that a call that was cut short can be sent again.
    /// </summary>
    public async Task<Failure?> Delete(
        Caller caller, NpgsqlConnection? within, Guid companyId, bool withLeads, CancellationToken cancellation)
    {
        if (CompanyRules.Seen(caller, await store.Find(caller.AccountId, companyId)) is not { } company)
            return CompanyRules.Unknown;
        if (caller.Refuse(RecordKind.Account, Deed.Delete, company.OwnerId) is { } notPermitted)
            return notPermitted;
        var released = new HashSet<Guid>();
        while (true)
        {
            var page = await LeadsOf(caller, companyId, cancellation);
            if (page.Failure is { } failure)
                return failure;
            if (page.Value.Count == 0)
                break;
            if (page.Value.TrueForAll(leadId => !released.Add(leadId)))
                return LeadsStay;
            var outcomes = await Task.WhenAll(
                page.Value.Select(leadId => Release(caller, leadId, withLeads, cancellation)));
            if (outcomes.FirstOrDefault(refusal => refusal is not null) is { } refused)
                return refused;
        }

        return await store.Write<Failure?>(caller.AccountId, within, async connection =>
        {
            if (await store.Find(connection, caller.AccountId, companyId) is null)
                return CompanyRules.Unknown;
            await store.Remove(connection, caller.AccountId, companyId);
            await Record(connection, caller, CompanyEvents.Deleted, companyId, changes: null);
            return null;
        });
    }

    /// <summary>Says that a lead belongs to a company; null takes it from its company.</summary>
    public async Task<Failure?> Relate(
        Caller caller, Guid leadId, Guid? companyId, CancellationToken cancellation)
    {
        if (companyId is { } id && CompanyRules.Seen(caller, await store.Find(caller.AccountId, id)) is null)
            return CompanyRules.Unknown;
        List<LeadProperty> relation =
            [new() { Attribute = CompanyFieldNames.OfLead, Value = companyId?.ToString() ?? "" }];
        return (await leads.Update(caller, leadId, relation, claim: null, cancellation)).Failure;
    }

    private async Task<Failure?> Release(
        Caller caller, Guid leadId, bool delete, CancellationToken cancellation)
    {
        var refusal = delete ? (await leads.Delete(caller, leadId, cancellation)).Failure : null;

        // A lead that the caller may not delete, or not even see, is taken from the company like those that stay.
        if (!delete || (caller.IsRestricted && refusal?.Code is ErrorCode.UnknownLead or ErrorCode.NotPermitted))
            refusal = await Relate(caller.Unrestricted, leadId, companyId: null, cancellation);

        // Somebody else has deleted it meanwhile.
        return refusal?.Code == ErrorCode.UnknownLead ? null : refusal;
    }

    private async Task<Result<List<Guid>>> LeadsOf(Caller caller, Guid companyId, CancellationToken cancellation)
    {
        var found = await search.Find(
            caller.Unrestricted,
            new RecordFilter.OfField(CompanyFieldNames.OfLead, "=", companyId.ToString()),
            new LeadPage(SortBy: null, Descending: true, Offset: 0, LeadsAtOnce),
            cancellation);
        return found.Failure is { } failure ? failure : found.Value.Leads.ConvertAll(lead => lead.Id);
    }

    private async Task<Result<CompanyWritten>> WriteRow(
        NpgsqlConnection connection, Caller caller, FieldCatalog catalog, CompanyType type, string searchBy,
        CompanyCollision collision, IReadOnlyList<LeadProperty> row)
    {
        var changes = CompanyRules.Read(caller.Account, catalog, row);
        if (changes.Failure is { } unfit)
            return unfit;
        if (changes.Value.Values.GetValueOrDefault(searchBy) is not { } key)
            return new Failure(ErrorCode.MissingAttribute, $"'{searchBy}' is mandatory") { Field = searchBy };
        if (await store.FindBy(connection, caller.AccountId, type.Id, searchBy, key) is not { } company
            || CompanyRules.Seen(caller, company) is null)
        {
            var made = await Add(connection, caller, catalog, type, changes.Value);
            return made.Failure is { } refusal
                ? refusal
                : new CompanyWritten(made.Value.Id, IsCreated: true, IsUpdated: false);
        }

        if (collision == CompanyCollision.IgnoreDuplicate)
            return new CompanyWritten(company.Id, IsCreated: false, IsUpdated: false);
        var given = collision == CompanyCollision.FillMissingFields
            ? CompanyRules.Missing(company, changes.Value)
            : changes.Value;
        var changed = await Change(connection, caller, catalog, company, company, given);
        return changed.Failure is { } failure
            ? failure
            : new CompanyWritten(company.Id, IsCreated: false, IsUpdated: changed.Value.Version > company.Version);
    }

    private async Task<Result<Company>> Add(
        NpgsqlConnection connection, Caller caller, FieldCatalog catalog, CompanyType type, CompanyChanges changes)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var fresh = new Company
        {
            Id = Ids.New(),
            TypeId = type.Id,
            OwnerId = caller.User.Id,
            Values = catalog.Defaults,
            CreatedBy = caller.User.Id,
            CreatedOn = now,
            ModifiedBy = caller.User.Id,
            ModifiedOn = now,
        };
        var made = CompanyRules.Apply(fresh, changes, catalog);
        if ((made.Failure
            ?? caller.Refuse(RecordKind.Account, Deed.Create, made.Value.OwnerId)
            ?? await DuplicateOf(connection, caller.AccountId, made.Value)) is { } refusal)
            return refusal;
        var numbered = made.Value with { Number = await counters.Take(caller.AccountId, Numbers, 1) };
        await store.Add(connection, caller.AccountId, numbered);
        await Record(connection, caller, CompanyEvents.Created, numbered.Id, changes: null);
        return numbered;
    }

    private async Task<Result<Company>> Change(
        NpgsqlConnection connection, Caller caller, FieldCatalog catalog, Company before, Company moved,
        CompanyChanges changes)
    {
        var changed = CompanyRules.Apply(moved, changes, catalog);
        if ((changed.Failure ?? await DuplicateOf(connection, caller.AccountId, changed.Value)) is { } refusal)
            return refusal;
        var told = ValueChanges.Describe(Told(before), Told(changed.Value));
        if (told is null)
            return before;
        if (caller.Refuse(RecordKind.Account, Deed.Update, before.OwnerId) is { } notPermitted)
            return notPermitted;
        var after = changed.Value with
        {
            Version = before.Version + 1,
            ModifiedBy = caller.User.Id,
            ModifiedOn = clock.GetUtcNow().UtcDateTime,
        };
        await store.Replace(connection, caller.AccountId, after);
        await Record(connection, caller, CompanyEvents.Updated, after.Id, told);
        return after;
    }

    private async Task<Failure?> DuplicateOf(NpgsqlConnection connection, int accountId, Company company)
    {
        foreach (var field in CompanyFieldNames.Identifying)
            if (company.Value(field) is { } value
                && await store.FindBy(connection, accountId, company.TypeId, field, value) is { } other
                && other.Id != company.Id)
                return CompanyRules.Duplicate(field);
        return null;
    }

    private async Task<CompanyType?> TypeNamed(NpgsqlConnection connection, int accountId, string? name) =>
        (await store.Types(connection, accountId)).FirstOrDefault(
            type => type.Name.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));

    private async ValueTask<FieldCatalog> Catalog(Caller caller) =>
        CompanyFields.CatalogIn(await fields.Get(caller.AccountId));

    private static Dictionary<string, string?> Told(Company company) =>
        new(company.Values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
        {
            [CompanyFieldNames.OwnerId] = company.OwnerId.ToString(),
            ["CompanyTypeId"] = company.TypeId.ToString(),
        };

    private Task Record(NpgsqlConnection connection, Caller caller, string kind, Guid companyId, string? changes) =>
        EventStore.Write(
            connection, Event.By(caller, kind, leadId: null, companyId, clock.GetUtcNow().UtcDateTime, changes));
}
