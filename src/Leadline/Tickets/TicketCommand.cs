using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>
/// One change of tickets that are there. It is made of the account's definitions on the caller's thread, and carried
/// out on a lane's, with those of other callers in one transaction (<see cref="TicketWriter"/>). What it decides, it
/// decides in memory.
/// </summary>
/// <param name="caller">Who asks.</param>
/// <param name="definitions">What it is made of.</param>
/// <param name="number">The number of the ticket that it changes.</param>
internal abstract class TicketCommand(Caller caller, TicketDefinitions definitions, long number)
{
    public int AccountId => Caller.AccountId;

    /// <summary>Who asks; the account is that of the definitions.</summary>
    public Caller Caller { get; } = caller with { Account = definitions.Account };

    public TicketDefinitions Definitions => definitions;

    public long Number => number;

    /// <summary>The tickets that are locked for it.</summary>
    public virtual IReadOnlyList<long> Locked => [number];

    /// <summary>
    /// Why the command came to nothing; null when it came to something. Known once it is carried out.
    /// </summary>
    public abstract Failure? Failure { get; }

    protected Desk Desk => definitions.Desk;

    /// <summary>Asks the batch for the numbers that the decision needs. May run more than once.</summary>
    public virtual void Want(TicketBatch batch)
    {
    }

    /// <summary>
    /// Decides on the tickets as the database and the earlier commands of the batch left them: changes them, adds rows,
    /// and leaves the outcome. A refused command leaves nothing else behind. May run more than once, for a transaction
    /// that lost a race.
    /// </summary>
    public abstract void Decide(TicketBatch batch, RowBuffer rows, DateTime now);
}

/// <summary>A command with what it came to.</summary>
internal abstract class TicketCommand<T>(Caller caller, TicketDefinitions definitions, long number)
    : TicketCommand(caller, definitions, number)
{
    /// <summary>Known once the command is carried out.</summary>
    public Result<T> Outcome { get; protected set; }

    public sealed override Failure? Failure => Outcome.Failure;
}

/// <summary>A command that changes one ticket.</summary>
internal abstract class TicketChange<T>(Caller caller, TicketDefinitions definitions, long number)
    : TicketCommand<T>(caller, definitions, number)
{
    /// <summary>The version that the caller saw, where the caller says so: any other is refused.</summary>
    public int? ExpectedVersion { get; init; }

    protected virtual TicketRight Right => TicketRight.Work;

    /// <summary>Merged and trashed tickets are changed, too.</summary>
    protected virtual bool IncludeTrashed => false;

    public sealed override void Decide(TicketBatch batch, RowBuffer rows, DateTime now)
    {
        var access = new TicketAccess(Caller, Right, Desk)
        {
            ExpectedVersion = ExpectedVersion,
            IncludeTrashed = IncludeTrashed,
        };
        var opened = TicketRules.Open(access, batch.Find(AccountId, Number), now);
        if (opened.Failure is { } refusal)
        {
            Outcome = refusal;
            return;
        }

        var edit = Edit(opened.Value.Current, now);
        if (edit.Failure is { } failure)
            Outcome = failure;
        else
            Outcome = Complete(TicketRecords.AddChange(batch, rows, access, opened.Value, edit.Value, now));
    }

    /// <summary>
    /// What becomes of the ticket, in which all that fell due is noted; null leaves it as it is. Knows nothing but the
    /// ticket, what the command holds, and the time.
    /// </summary>
    public abstract Result<TicketEdit?> Edit(Ticket ticket, DateTime now);

    /// <summary>The outcome, given the ticket as it is now.</summary>
    protected abstract T Complete(Ticket ticket);
}
