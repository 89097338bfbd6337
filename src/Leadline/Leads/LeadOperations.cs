using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>What can be done to leads. Every surface calls these, whatever its wire form.</summary>
internal sealed class LeadOperations(LeadWriter writer, FieldOperations fields, IEnumerable<LeadDeletion> deletions)
{
    private static readonly Failure DeleteNotEnabled = new(ErrorCode.NotPermitted, "Delete is not enabled for you");

    private readonly LeadDeletion[] deletions = [.. deletions.Reverse()];

    /// <inheritdoc cref="WriteLead.New"/>
    public Task<Result<LeadWritten>> Create(
        Caller caller,
        IReadOnlyList<LeadProperty> properties,
        Claim<Result<LeadWritten>>? claim,
        CancellationToken cancellation) =>
        Run(caller, definitions => WriteLead.New(caller, definitions, properties), claim, cancellation);

    /// <inheritdoc cref="WriteLead.ById"/>
    public Task<Result<LeadWritten>> Update(
        Caller caller, Guid leadId, IReadOnlyList<LeadProperty> properties, Claim<Result<LeadWritten>>? claim,
        CancellationToken cancellation) =>
        Update(caller, leadId, properties, isQuiet: false, claim, cancellation);

    /// <inheritdoc cref="WriteLead.ById"/>
    public Task<Result<LeadWritten>> Update(
        Caller caller, Guid leadId, IReadOnlyList<LeadProperty> properties, bool isQuiet,
        Claim<Result<LeadWritten>>? claim, CancellationToken cancellation) =>
        Run(
            caller,
            definitions => WriteLead.ById(caller, definitions, leadId, properties, isQuiet),
            claim,
            cancellation);

    /// <inheritdoc cref="WriteLead.ByIdentity"/>
    public Task<Result<LeadWritten>> CreateOrUpdate(
        Caller caller,
        IReadOnlyList<LeadProperty> properties,
        bool isQuiet,
        Claim<Result<LeadWritten>>? claim,
        CancellationToken cancellation) =>
        Run(caller, definitions => WriteLead.ByIdentity(caller, definitions, properties, isQuiet), claim, cancellation);

    /// <inheritdoc cref="WriteLead.Capture"/>
    public Task<Result<LeadWritten>> Capture(
        Caller caller,
        IReadOnlyList<LeadProperty> properties,
        LeadUpdateBehavior behavior,
        Claim<Result<LeadWritten>>? claim,
        CancellationToken cancellation) =>
        Run(caller, definitions => WriteLead.Capture(caller, definitions, properties, behavior), claim, cancellation);

    /// <inheritdoc cref="WriteLead.Convert"/>
    public Task<Result<LeadWritten>> Convert(
        Caller caller, Guid visitorId, IReadOnlyList<LeadProperty> properties, bool isQuiet,
        Claim<Result<LeadWritten>>? claim, CancellationToken cancellation) =>
        Run(
            caller,
            definitions => WriteLead.Convert(caller, definitions, visitorId, properties, isQuiet),
            claim,
            cancellation);

    /// <summary>
    /// Deletes a lead with all that hangs on it; its id once it is gone. Accounts may have this switched off.
    /// </summary>
    public Task<Result<Guid>> Delete(Caller caller, Guid leadId, CancellationToken cancellation) =>
        Delete(caller, leadId, along: null, cancellation);

    /// <summary>As above; what <paramref name="along"/> adds is written with the deletion.</summary>
    public async Task<Result<Guid>> Delete(
        Caller caller, Guid leadId, Action<RowBuffer>? along, CancellationToken cancellation)
    {
        if (!caller.Account.LeadDeleteEnabled)
            return DeleteNotEnabled;
        return await Remove(caller, leadId, along, cancellation);
    }

    /// <summary>As above where the law asks for it, whether or not the account deletes leads otherwise.</summary>
    public Task<Result<Guid>> Erase(Caller caller, Guid leadId, CancellationToken cancellation) =>
        Remove(caller, leadId, along: null, cancellation);

    /// <summary>Carries out the command that <paramref name="make"/> makes of the account's definitions.</summary>
    public Task<Result<T>> Run<T>(
        Caller caller,
        Func<Definitions, Result<LeadCommand<T>>> make,
        Claim<Result<T>>? claim,
        CancellationToken cancellation) =>
        Run(caller, definitions => ValueTask.FromResult(make(definitions)), claim, cancellation);

    /// <summary>
    /// Carries out a command, made anew where definitions change before its turn comes, or have changed on another node
    /// when they refuse it.
    /// </summary>
    public async Task<Result<T>> Run<T>(
        Caller caller, Func<Definitions, ValueTask<Result<LeadCommand<T>>>> make, Claim<Result<T>>? claim,
        CancellationToken cancellation)
    {
        var hasLooked = false;
        while (true)
        {
            var definitions = await fields.Definitions(caller.AccountId);
            var made = await make(definitions);
            if (made.Failure is { } failure)
            {
                if (hasLooked || !await fields.HaveChanged(definitions))
                    return failure;
                hasLooked = true;
                continue;
            }

            var command = made.Value;
            var submission = new LeadSubmission<T>([command], claim, () => command.Outcome);
            await writer.Submit(submission, cancellation);
            if (!submission.IsStale)
                return command.Outcome;
        }
    }

    /// <summary>
    /// Carries out the commands of one call, a row each, in their order and in one transaction. Each has an outcome of
    /// its own; a later one meets what an earlier one left.
    /// </summary>
    public Task<Result<IReadOnlyList<Result<T>>>> RunAll<T>(
        Caller caller,
        Func<Definitions, ValueTask<IEnumerable<Result<LeadCommand<T>>>>> make,
        Claim<Result<IReadOnlyList<Result<T>>>>? claim,
        CancellationToken cancellation) =>
        RunAll(caller, make, Result<IReadOnlyList<Result<T>>>.Success, claim, cancellation);

    /// <summary>As above; what the call as a whole came to is <paramref name="outcome"/> of its rows'.</summary>
    public async Task<Result<TOutcome>> RunAll<T, TOutcome>(
        Caller caller,
        Func<Definitions, ValueTask<IEnumerable<Result<LeadCommand<T>>>>> make,
        Func<IReadOnlyList<Result<T>>, Result<TOutcome>> outcome,
        Claim<Result<TOutcome>>? claim,
        CancellationToken cancellation)
    {
        var hasLooked = false;
        while (true)
        {
            var definitions = await fields.Definitions(caller.AccountId);
            var rows = (await make(definitions)).ToList();
            if (!hasLooked && rows.Exists(row => row.Failure is not null))
            {
                hasLooked = true;
                if (await fields.HaveChanged(definitions))
                    continue;
            }

            var commands = rows.Where(row => row.Failure is null).Select(row => row.Value).ToList();
            if (commands.Count == 0)
                return Outcome();
            var submission = new LeadSubmission<TOutcome>(commands, claim, Outcome);
            await writer.Submit(submission, cancellation);
            if (!submission.IsStale)
                return Outcome();

            Result<TOutcome> Outcome() =>
                outcome(rows.ConvertAll(row => row.Failure is { } failure ? failure : row.Value.Outcome));
        }
    }

    private Task<Result<Guid>> Remove(
        Caller caller, Guid leadId, Action<RowBuffer>? along, CancellationToken cancellation) => Run<Guid>(
        caller,
        definitions => new DeleteLead(caller, definitions, leadId, deletions) { Along = along },
        claim: null,
        cancellation);
}
