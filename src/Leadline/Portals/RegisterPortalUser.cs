using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Portals;

/// <summary>
/// Makes a lead a user of a portal: the lead and its way in commit together (extended §4.3). The outcome is the lead's
/// id.
/// </summary>
internal sealed class RegisterPortalUser(
    Caller caller, Definitions definitions, LeadTarget target, Portal portal, string passwordHash)
    : LeadCommand<Guid>(caller, definitions, target)
{
    // The text that front ends compare (extended §4.3).
    public static readonly Failure Exists = new(ErrorCode.Duplicate, "User already exists.");

    /// <summary>
    /// The lead is found by SearchBy, and made where nobody is found; with <paramref name="onlyNew"/> it must not be
    /// there yet.
    /// </summary>
    public static Result<LeadCommand<Guid>> Prepare(
        Caller caller,
        Definitions definitions,
        Portal portal,
        IReadOnlyList<LeadProperty> properties,
        bool onlyNew,
        string passwordHash)
    {
        var target = LeadTarget.Read(definitions, onlyNew ? LeadMatch.New : LeadMatch.ByIdentity, properties);
        return target.Failure is { } failure
            ? failure
            : new RegisterPortalUser(caller, definitions, target.Value, portal, passwordHash);
    }

    public override void Want(LeadBatch batch)
    {
        foreach (var lead in batch.Candidates(this))
            batch.Part<PortalUsers>().Want(new PortalUserKey(AccountId, portal.Id, lead.Lead.Id));
    }

    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        // Whoever is a user already is told so before anything of the lead is changed.
        var match = batch.Match(AccountId, Target);
        if (match.Failure is null && match.Value is { } known && batch.Part<PortalUsers>().Has(KeyOf(known)))
            Outcome = Exists;
        else
            base.Decide(batch, rows, now);
        if (Target.Match == LeadMatch.New && Outcome.Failure is { Code: ErrorCode.Duplicate })
            Outcome = Exists;
    }

    protected override Result<Guid> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        var key = KeyOf(entry);
        batch.Part<PortalUsers>().Add(key);
        rows.Add(PortalUserStore.Insert, new PortalUserRow(key, passwordHash, now));
        rows.Add(EventStore.Append, Event.By(Caller, PortalEvents.Registered, written.LeadId, portal.Id, now));
        return written.LeadId;
    }

    private PortalUserKey KeyOf(LeadBatch.Entry lead) => new(AccountId, portal.Id, lead.Lead.Id);
}

/// <summary>A lead as the user of a portal.</summary>
internal readonly record struct PortalUserKey(int AccountId, Guid PortalId, Guid LeadId);

/// <summary>A user to add.</summary>
internal readonly record struct PortalUserRow(PortalUserKey Key, string PasswordHash, DateTime On);

/// <summary>Which leads of a batch are users already.</summary>
internal sealed class PortalUsers : LeadBatchPart
{
    private readonly HashSet<PortalUserKey> wanted = [];
    private readonly HashSet<PortalUserKey> users = [];

    public void Want(PortalUserKey key) => wanted.Add(key);

    public bool Has(PortalUserKey key) => users.Contains(key);

    public void Add(PortalUserKey key) => users.Add(key);

    public override void Read(WriteUnit unit)
    {
        if (wanted.Count == 0)
            return;
        using var query = unit.Query();
        var accounts = wanted.GroupBy(key => key.AccountId).OrderBy(account => account.Key).ToList();
        foreach (var account in accounts)
            query.BatchCommands.Add(PortalUserStore.Find(account.Key, [.. account]));
        using var reader = query.ExecuteReader();
        foreach (var account in accounts)
        {
            while (reader.Read())
                users.Add(new PortalUserKey(account.Key, reader.GetGuid(0), reader.GetGuid(1)));
            reader.NextResult();
        }
    }
}
