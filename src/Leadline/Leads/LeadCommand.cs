using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>What a command did to its lead.</summary>
internal readonly record struct LeadWritten(Guid LeadId, bool IsCreated);

/// <summary>
/// One write that holds the lock of a lead, whatever else it writes: the lead itself, an activity, an opportunity, a
/// ticket. It is made of the account's definitions on the caller's thread, and carried out on a lane's, with those of
/// other callers in one transaction (<see cref="LeadWriter"/>). What it decides, it decides in memory.
/// </summary>
internal abstract class LeadCommand(Caller caller, Definitions definitions, LeadTarget target)
{
    public int AccountId => Caller.AccountId;

    /// <summary>Who asks; the account is that of <see cref="Definitions"/>.</summary>
    public Caller Caller { get; } =
        ReferenceEquals(caller.Account, definitions.Account) ? caller : caller with { Account = definitions.Account };

    /// <summary>Whose rights decide over the lead; the caller's, unless another right stands for them.</summary>
    public virtual Caller LeadRights => Caller;

    public Definitions Definitions => definitions;

    /// <summary>The account's version that the command was made of.</summary>
    public virtual long Version => definitions.Version;

    public LeadTarget Target => target;

    /// <summary>Further leads that it changes, each to be found and locked by its id.</summary>
    public virtual IReadOnlyList<Guid> OtherLeads => [];

    /// <summary>
    /// Shares its transaction with no other command: it changes more than the later ones of a batch could know of.
    /// </summary>
    public virtual bool RunsAlone => false;

    /// <summary>
    /// Why the command came to nothing; null when it came to something. Known once it is carried out.
    /// </summary>
    public abstract Failure? Failure { get; }

    /// <summary>
    /// Asks the batch for what the decision needs beside the leads: further rows, or numbers of records that it will
    /// make. The leads are found and locked, and none is changed yet. May run more than once.
    /// </summary>
    public virtual void Want(LeadBatch batch)
    {
    }

    /// <summary>
    /// Decides on the leads as the database and the earlier commands of the batch left them: changes them, adds rows,
    /// and leaves the outcome. A refused command leaves nothing else behind. May run more than once, for a transaction
    /// that lost a race.
    /// </summary>
    public abstract void Decide(LeadBatch batch, RowBuffer rows, DateTime now);
}

/// <summary>A command with what it came to.</summary>
internal abstract class LeadCommand<T>(Caller caller, Definitions definitions, LeadTarget target)
    : LeadCommand(caller, definitions, target)
{
    /// <summary>Known once the command is carried out.</summary>
    public Result<T> Outcome { get; protected set; }

    public sealed override Failure? Failure => Outcome.Failure;

    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now) =>
        Decide(LeadRules.Apply(this, Target, batch, rows, now), batch, rows, now);

    /// <summary>Leaves the outcome, given what became of the lead.</summary>
    protected void Decide(Result<LeadWritten> written, LeadBatch batch, RowBuffer rows, DateTime now)
    {
        Outcome = written.Failure is { } failure
            ? failure
            : Complete(batch, batch.ById(AccountId, written.Value.LeadId)!, written.Value, rows, now);
    }

    /// <summary>What else belongs to the command, now that its lead is known and written.</summary>
    protected abstract Result<T> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now);
}
