using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Leads;

/// <summary>
/// Finding leads by what identifies them, and the columns that they are printed with. A lead that the caller may not
/// see is not there.
/// </summary>
internal sealed class LeadReads(FieldOperations fields, LeadReadStore store)
{
    /// <summary>Most ids in one bulk read (core §2.14).</summary>
    public const int MostIds = 10_000;

    /// <summary>The columns of the account's leads as of now.</summary>
    public async ValueTask<LeadColumns> Columns(Caller caller) =>
        LeadColumns.For((await fields.Get(caller.AccountId)).Lead);

    public async Task<StoredLead?> ById(Caller caller, Guid leadId, CancellationToken cancellation) =>
        Seen(caller, await store.ById(caller.AccountId, leadId, cancellation));

    /// <summary>
    /// The lead that a unique field's value identifies, compared as writes compare it; a failure where the field is not
    /// unique.
    /// </summary>
    public async Task<Result<StoredLead?>> ByUnique(
        Caller caller, string field, string value, CancellationToken cancellation)
    {
        if (field.Equals(LeadFieldNames.ProspectId, StringComparison.OrdinalIgnoreCase))
            return Guid.TryParse(value, out var id) ? await ById(caller, id, cancellation) : (StoredLead?)null;
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        if (catalog.FindAnyCase(field) is not { Unique: not Uniqueness.None } definition)
            return Failure.InvalidParameter($"'{field}' does not identify a lead.");
        return KeyOf(caller, definition, value) is { } key
            ? Seen(caller, await store.ByKey(key, cancellation))
            : (StoredLead?)null;
    }

    /// <summary>
    /// The lead with the latest activity among those that have this number, in any spelling, as Phone or as Mobile.
    /// </summary>
    public async Task<StoredLead?> ByPhone(Caller caller, string phone, CancellationToken cancellation) =>
        (await fields.Get(caller.AccountId)).Lead.Find(LeadFieldNames.Phone) is { } field
        && KeyOf(caller, field, phone) is { } key
            ? await store.ByPhone(key, caller.Scope(RecordKind.Lead, Deed.View), cancellation)
            : null;

    /// <summary>The leads of at most <see cref="MostIds"/> ids that exist, in the order of the ids.</summary>
    public async Task<List<StoredLead>> ByIds(
        Caller caller, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var found = await store.ByIds(caller.AccountId, ids, cancellation);
        var scope = caller.Scope(RecordKind.Lead, Deed.View);
        return scope.IsAll ? found : found.FindAll(lead => scope.Includes(lead.OwnerId, lead.Id));
    }

    /// <summary>The ids of the leads that names mean, each an id or a ProspectAutoId; nobody's are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Guid>> IdsOf(
        Caller caller, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        List<Guid> ids = [.. names.Where(name => Guid.TryParse(name, out _)).Select(Guid.Parse)];
        List<long> numbers = [.. names.Select(name => long.TryParse(name, out var number) ? number : 0)];
        var known = ids.Count == 0 ? [] : await ByIds(caller, ids, cancellation);
        var numbered = await store.IdsOfNumbers(
            caller.AccountId, [.. numbers.Where(number => number > 0)], caller.Scope(RecordKind.Lead, Deed.View));
        var found = known.Select(lead => lead.Id).ToHashSet();
        var meant = new Dictionary<string, Guid>();
        foreach (var name in names)
        {
            if (Guid.TryParse(name, out var id) ? found.Contains(id)
                : long.TryParse(name, out var number) && numbered.TryGetValue(number, out id))
                meant[name] = id;
        }

        return meant;
    }

    /// <summary>Those of the leads that are there and that the caller may see.</summary>
    public async Task<IReadOnlySet<Guid>> Seen(
        Caller caller, IReadOnlyCollection<Guid> leadIds, CancellationToken cancellation) =>
        (await ByIds(caller, leadIds, cancellation)).Select(lead => lead.Id).ToHashSet();

    private static StoredLead? Seen(Caller caller, StoredLead? lead) =>
        lead is not null && caller.Scope(RecordKind.Lead, Deed.View).Includes(lead.OwnerId, lead.Id) ? lead : null;

    /// <summary>Read as a write reads it; what a write would refuse is nobody's.</summary>
    private static IdentityKey? KeyOf(Caller caller, FieldDefinition field, string value) =>
        FieldRules.Coerce(field, value, new FieldContext(caller.Account.CountryCode, CheckOptions: false)).Value
            is { } canonical
            ? LeadInput.Key(caller.Account, field, canonical)
            : null;
}
