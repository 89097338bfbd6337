using Leadline.Platform.Errors;

namespace Leadline.Leads;

/// <summary>
/// The leads that a batch of writes has to do with, as the database and the earlier writes of the batch left them.
/// Decides which lead a write means. Knows no SQL.
/// </summary>
internal sealed class LeadBatch
{
    private readonly Dictionary<(int AccountId, Guid LeadId), Entry> leads = [];
    private readonly Dictionary<IdentityKey, Guid> owners = [];

    public IEnumerable<Entry> Changed => leads.Values.Where(entry => entry.IsNew || entry.IsChanged);

    /// <summary>Enters a lead as found in the database.</summary>
    public void Found(Lead lead, IReadOnlyList<IdentityKey> keys)
    {
        if (!leads.TryAdd((lead.AccountId, lead.Id), new Entry(lead, isNew: false, keys)))
            return;
        foreach (var key in keys)
            owners[key] = lead.Id;
    }

    /// <summary>Enters a lead that a write makes.</summary>
    public Entry Add(Lead lead, IReadOnlyList<IdentityKey> keys)
    {
        var entry = new Entry(lead, isNew: true, []) { Keys = keys };
        leads.Add((lead.AccountId, lead.Id), entry);
        foreach (var key in keys)
            owners[key] = lead.Id;
        return entry;
    }

    /// <summary>Gives the lead's identity its new keys.</summary>
    public void Rekey(Entry entry, IReadOnlyList<IdentityKey> keys)
    {
        foreach (var key in entry.Keys)
            owners.Remove(key);
        foreach (var key in keys)
            owners[key] = entry.Lead.Id;
        entry.Keys = keys;
    }

    /// <summary>The lead that has this key; null when nobody has.</summary>
    public Entry? OwnerOf(IdentityKey key) =>
        owners.TryGetValue(key, out var leadId) ? leads[(key.AccountId, leadId)] : null;

    public Entry? ById(int accountId, Guid leadId) => leads.GetValueOrDefault((accountId, leadId));

    /// <summary>The leads of the database that the write may turn out to be about.</summary>
    public IEnumerable<Entry> Candidates(LeadWrite write)
    {
        foreach (var key in write.Input.Keys)
            if (OwnerOf(key) is { } owner)
                yield return owner;
        if ((write.LeadId ?? write.Input.ProspectId) is { } id && ById(write.Caller.AccountId, id) is { } entry)
            yield return entry;
    }

    /// <summary>The lead that the write is about; null when a new one is to be made.</summary>
    public Result<Entry?> Match(LeadWrite write)
    {
        var found = write.Match switch
        {
            LeadMatch.New => null,
            LeadMatch.ById => ById(write.Caller.AccountId, write.LeadId!.Value),
            LeadMatch.Capture => MatchCapture(write),
            _ => MatchIdentity(write),
        };
        return found is null && (write.Match == LeadMatch.ById || write.MustExist)
            ? new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system")
            : found;
    }

    private Entry? MatchIdentity(LeadWrite write)
    {
        var input = write.Input;
        if (write.SearchKey() is { } searched)
            return OwnerOf(searched);
        if (input.ProspectId is { } id
            && LeadFieldNames.ProspectId.Equals(input.SearchBy, StringComparison.OrdinalIgnoreCase))
            return ById(write.Caller.AccountId, id);
        return Owner(input, LeadFieldNames.EmailAddress) ?? Owner(input, LeadFieldNames.Phone);
    }

    // Core §2.6: ProspectID beats EmailAddress beats Phone; a ProspectID whose lead has another e-mail is another person.
    private Entry? MatchCapture(LeadWrite write)
    {
        var input = write.Input;
        if (write.SearchKey() is not null || input.ProspectId is not { } id)
            return MatchIdentity(write);
        var byId = ById(write.Caller.AccountId, id);
        var email = input.Key(LeadFieldNames.EmailAddress);
        if (byId is not null && (email is null || byId.Keys.Contains(email.Value) || !byId.Has(LeadFieldNames.EmailAddress)))
            return byId;
        var byEmail = Owner(input, LeadFieldNames.EmailAddress);
        return byId is null ? byEmail ?? Owner(input, LeadFieldNames.Phone) : byEmail;
    }

    private Entry? Owner(LeadInput input, string field) => input.Key(field) is { } key ? OwnerOf(key) : null;

    /// <summary>One lead of the batch, with the keys it had in the database and those it has now.</summary>
    internal sealed class Entry(Lead lead, bool isNew, IReadOnlyList<IdentityKey> storedKeys)
    {
        public Lead Lead => lead;

        public bool IsNew => isNew;

        public IReadOnlyList<IdentityKey> StoredKeys { get; } = storedKeys;

        public IReadOnlyList<IdentityKey> Keys { get; set; } = storedKeys;

        public bool ValuesChanged { get; set; }

        /// <summary>Something other than the values changed: an activity came.</summary>
        public bool Touched { get; set; }

        public bool IsChanged => ValuesChanged || Touched;

        public bool Has(string field)
        {
            foreach (var key in Keys)
                if (key.Field == field)
                    return true;
            return false;
        }
    }
}
