using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>The commands of one call, carried out in their order in one transaction, all or none of them.</summary>
internal abstract class LeadSubmission(IReadOnlyList<LeadCommand> commands, Claim? claim)
{
    public IReadOnlyList<LeadCommand> Commands => commands;

    /// <summary>What makes the call happen once; null where the caller asked for nothing of the kind.</summary>
    public Claim? Claim => claim;

    /// <summary>
    /// The definitions have changed since the commands were made: they were not carried out, and are to be made anew.
    /// </summary>
    public bool IsStale { get; private set; }

    public void MarkStale() => IsStale = true;

    /// <summary>Adds what keeps the outcome, once every command has one.</summary>
    public abstract void Finish(RowBuffer rows);
}

/// <summary>A submission whose claim keeps an outcome of this type.</summary>
internal sealed class LeadSubmission<T>(
    IReadOnlyList<LeadCommand> commands, Claim<Result<T>>? claim, Func<Result<T>> outcome)
    : LeadSubmission(commands, claim)
{
    public override void Finish(RowBuffer rows) => claim?.Finish(rows, outcome());
}
