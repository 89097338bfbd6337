using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;

namespace Leadline.Leads.Editing;

/// <summary>A lead that has a value already.</summary>
/// <param name="Field">The field whose value was asked for.</param>
/// <param name="Lead">The lead.</param>
/// <param name="IsHidden">The caller may not see it, and is told that it is there and whose it is.</param>
/// <param name="IsUnique">Whether no other lead may have the value.</param>
internal sealed record LeadDuplicate(string Field, StoredLead Lead, bool IsHidden, bool IsUnique);

/// <summary>Who is there already, asked while somebody types.</summary>
internal sealed class LeadDuplicateOperations(FieldOperations fields, LeadReadStore leads, LeadSettingStore settings)
{
    /// <summary>Most values that one call asks for.</summary>
    public const int MostValues = 20;

    /// <summary>Leads that share a phone number; more are not told.</summary>
    private const int MostOfNumber = 5;

    public Task<bool> TellsHidden(Caller caller) => settings.TellsHiddenDuplicates(caller.AccountId);

    /// <summary>Says whether leads that a caller may not see are told of, as hidden ones.</summary>
    public async Task<Result<bool>> TellHidden(Caller caller, bool tells)
    {
        if (caller.RefuseUnlessAdministrator("change how leads work") is { } notPermitted)
            return notPermitted;
        await settings.Change(caller.AccountId, tells);
        return tells;
    }

    /// <summary>
    /// The leads but <paramref name="except"/> that have one of the values: in a unique field, or as a phone number in
    /// any spelling. Values that are half typed and fit no field yet are nobody's.
    /// </summary>
    public async Task<Result<IReadOnlyList<LeadDuplicate>>> Find(
        Caller caller, IReadOnlyDictionary<string, string?> values, Guid? except, CancellationToken cancellation)
    {
        if (values.Count > MostValues)
            return new Failure(ErrorCode.LimitExceeded, $"At most {MostValues} values are looked for.");
        var catalog = (await fields.Get(caller.AccountId)).Lead;
        var scope = caller.Scope(RecordKind.Lead, Deed.View);
        var found = new List<LeadDuplicate>();
        foreach (var (name, value) in values)
        {
            if (catalog.Find(name) is not { } field)
                return new Failure(ErrorCode.UnknownAttribute, $"There is no field '{name}'.") { Field = name };
            var isUnique = field.Unique != Uniqueness.None;
            foreach (var lead in await Having(caller, field, value, cancellation))
                if (lead.Id != except)
                    found.Add(new LeadDuplicate(
                        name, lead, IsHidden: !scope.Includes(lead.OwnerId, lead.Id), isUnique && Has(lead)));

            bool Has(StoredLead lead) => LeadInput.KeysOf(caller.Account, catalog, lead.Parse())
                .Exists(key => key == KeyOf(caller, field, value));
        }

        if (found.Exists(one => one.IsHidden) && !await TellsHidden(caller))
            found.RemoveAll(one => one.IsHidden);
        return found;
    }

    private async Task<IReadOnlyList<StoredLead>> Having(
        Caller caller, FieldDefinition field, string? value, CancellationToken cancellation)
    {
        if (KeyOf(caller, field, value) is not { } key)
            return [];
        if (field.SchemaName is LeadFieldNames.Phone or LeadFieldNames.Mobile)
            return await leads.AllByPhone(key with { Field = LeadFieldNames.Phone }, MostOfNumber, cancellation);
        return field.Unique != Uniqueness.None && await leads.ByKey(key, cancellation) is { } lead ? [lead] : [];
    }

    private static IdentityKey? KeyOf(Caller caller, FieldDefinition field, string? value) =>
        FieldRules.Coerce(field, value, new FieldContext(caller.Account.CountryCode, CheckOptions: false)).Value
            is { } canonical
                ? LeadInput.Key(caller.Account, field, canonical)
                : null;
}
