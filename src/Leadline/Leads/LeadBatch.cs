using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>
/// The leads that a batch of commands has to do with, as the database and the earlier commands of the batch left them.
/// Decides which lead a command means. Knows no SQL.
/// </summary>
internal sealed class LeadBatch
{
    private readonly Dictionary<(int AccountId, Guid LeadId), Entry> leads = [];
    private readonly Dictionary<IdentityKey, Guid> owners = [];
    private readonly Dictionary<Type, LeadBatchPart> parts = [];
    private readonly Dictionary<(int AccountId, Guid LeadId), Guid> parents = [];
    private readonly List<Entry> removed = [];
    private readonly List<LeadMilestone> milestones = [];
    private List<(Counter Counter, INumbered Record)> numbered = [];

    public IEnumerable<Entry> Changed => leads.Values.Where(entry => entry.IsNew || entry.IsChanged);

    /// <summary>Leads of the database that are being deleted.</summary>
    public IReadOnlyList<Entry> Removed => removed;

    /// <summary>What the leads' timelines are to show of the batch, in the order of the commands.</summary>
    public IReadOnlyList<LeadMilestone> Milestones => milestones;

    /// <summary>What features were asked to read, each once for the whole batch.</summary>
    public IEnumerable<LeadBatchPart> Parts => parts.Values;

    /// <summary>A feature's rows of the batch.</summary>
    public TPart Part<TPart>()
        where TPart : LeadBatchPart, new()
    {
        if (!parts.TryGetValue(typeof(TPart), out var part))
            parts.Add(typeof(TPart), part = new TPart());
        return (TPart)part;
    }

    /// <summary>
    /// Gives the record a number of the account's counter, in the order of the calls: before the decisions to what was
    /// asked for in <see cref="LeadCommand.Want"/>, after them to all else.
    /// </summary>
    public void Number(Counter counter, INumbered record) => numbered.Add((counter, record));

    /// <summary>The records that wait for a number, once.</summary>
    public IReadOnlyList<(Counter Counter, INumbered Record)> TakeNumbered()
    {
        var taken = numbered;
        numbered = [];
        return taken;
    }

    /// <summary>Has the lead's timeline show what was done to it.</summary>
    public void Record(LeadMilestone milestone) => milestones.Add(milestone);

    /// <summary>Enters a lead as found in the database.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="keys">What its values identify it by.</param>
    /// <param name="alias">The key by which it was found, where that is one of a lead that it took up.</param>
    public void Found(Lead lead, IReadOnlyList<IdentityKey> keys, IdentityKey? alias = null)
    {
        if (leads.TryAdd((lead.AccountId, lead.Id), new Entry(lead, isNew: false, keys)))
            foreach (var key in keys)
                owners[key] = lead.Id;
        if (alias is not { } taken)
            return;
        leads[(lead.AccountId, lead.Id)].Aliases.Add(taken);
        owners[taken] = lead.Id;
    }

    /// <summary>Enters that a lead was merged: who writes to it means the lead that it is a part of now.</summary>
    public void Merged(int accountId, Guid leadId, Guid parentId) => parents[(accountId, leadId)] = parentId;

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
        foreach (var key in entry.Aliases.Concat(keys))
            owners[key] = entry.Lead.Id;
        entry.Keys = keys;
    }

    /// <summary>Takes a lead out that is being deleted: the batch's later commands do not find it.</summary>
    public void Remove(Entry entry)
    {
        foreach (var key in entry.Aliases)
            owners.Remove(key);
        entry.Aliases.Clear();
        Rekey(entry, []);
        if (!entry.IsNew)
            removed.Add(entry);
        leads.Remove((entry.Lead.AccountId, entry.Lead.Id));
    }

    /// <summary>The lead that has this key; null when nobody has.</summary>
    public Entry? OwnerOf(IdentityKey key) =>
        owners.TryGetValue(key, out var leadId) ? leads[(key.AccountId, leadId)] : null;

    /// <summary>The lead of this id, or the one that it was merged into.</summary>
    public Entry? ById(int accountId, Guid leadId) =>
        Itself(accountId, parents.GetValueOrDefault((accountId, leadId), leadId));

    /// <summary>The lead of this id; null where it was merged.</summary>
    public Entry? Itself(int accountId, Guid leadId) => leads.GetValueOrDefault((accountId, leadId));

    /// <summary>The leads of the database that the write may turn out to be about.</summary>
    public IEnumerable<Entry> Candidates(LeadCommand command)
    {
        foreach (var key in command.Target.Input.Keys)
            if (OwnerOf(key) is { } owner)
                yield return owner;
        if (
            (command.Target.LeadId ?? command.Target.Input.ProspectId) is { } id
            && ById(command.AccountId, id) is { } entry)
            yield return entry;
    }

    /// <summary>The lead that the command is about; null when a new one is to be made.</summary>
    public Result<Entry?> Match(int accountId, LeadTarget target)
    {
        var found = target.Match switch
        {
            LeadMatch.New => null,
            LeadMatch.ById when target.MeansItself => Itself(accountId, target.LeadId!.Value),
            LeadMatch.ById => ById(accountId, target.LeadId!.Value),
            LeadMatch.Capture => MatchCapture(accountId, target),
            _ => MatchIdentity(accountId, target),
        };
        return found is null && (target.Match == LeadMatch.ById || target.MustExist) ? LeadRules.Unknown : found;
    }

    private Entry? MatchIdentity(int accountId, LeadTarget target)
    {
        var input = target.Input;
        if (target.SearchKey() is { } searched)
            return OwnerOf(searched);
        if (input.ProspectId is { } id
            && LeadFieldNames.ProspectId.Equals(input.SearchBy, StringComparison.OrdinalIgnoreCase))
            return ById(accountId, id);
        return Owner(input, LeadFieldNames.EmailAddress) ?? Owner(input, LeadFieldNames.Phone);
    }

    // Core §2.6: ProspectID beats EmailAddress beats Phone; a ProspectID whose lead has another e-mail is another
    // person.
    private Entry? MatchCapture(int accountId, LeadTarget target)
    {
        var input = target.Input;
        if (target.SearchKey() is not null || input.ProspectId is not { } id)
            return MatchIdentity(accountId, target);
        var byId = ById(accountId, id);
        var email = input.Key(LeadFieldNames.EmailAddress);
        if (
            byId is not null
            && (email is null || byId.Keys.Contains(email.Value) || byId.Aliases.Contains(email.Value)
                || !byId.Has(LeadFieldNames.EmailAddress)))
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

        /// <summary>
        /// Keys of leads that it took up, of those that the batch asks for. They are stored, and stay, whatever its own
        /// values are.
        /// </summary>
        public HashSet<IdentityKey> Aliases { get; } = [];

        /// <summary>Those of <see cref="Aliases"/> that it takes up now: they are still to be stored.</summary>
        public HashSet<IdentityKey> NewAliases { get; } = [];

        public bool ValuesChanged { get; set; }

        /// <summary>Something other than the values changed: an activity came.</summary>
        public bool Touched { get; private set; }

        public bool IsChanged => ValuesChanged || Touched;

        /// <summary>
        /// Notes that something happened on the lead that is no change of its values, unless it is scored.
        /// </summary>
        public void Touch()
        {
            Touched = true;
            ValuesChanged |= lead.IsScored;
        }

        public bool Has(string field)
        {
            foreach (var key in Keys)
                if (key.Field == field)
                    return true;
            return false;
        }
    }
}

/// <summary>
/// What a feature keeps of a batch beside its leads: rows that its commands asked for, read once for all of them.
/// </summary>
internal abstract class LeadBatchPart
{
    /// <summary>Reads what has been asked for.</summary>
    public abstract void Read(WriteUnit unit);
}
