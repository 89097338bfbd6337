using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>The command of one call, on its way through a shared transaction.</summary>
internal abstract class TicketSubmission(TicketCommand command, Claim? claim)
{
    public TicketCommand Command => command;

    /// <summary>What makes the call happen once; null where the caller asked for nothing of the kind.</summary>
    public Claim? Claim => claim;

    /// <summary>
    /// The definitions have changed since the command was made: it was not carried out, and is to be made anew.
    /// </summary>
    public bool IsStale { get; private set; }

    public void MarkStale() => IsStale = true;

    /// <summary>Adds what keeps the outcome, once there is one.</summary>
    public abstract void Finish(RowBuffer rows);
}

/// <summary>A submission whose claim keeps an outcome of this type.</summary>
internal sealed class TicketSubmission<T>(TicketCommand<T> command, Claim<Result<T>>? claim)
    : TicketSubmission(command, claim)
{
    public override void Finish(RowBuffer rows) => claim?.Finish(rows, command.Outcome);
}
