using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;

namespace Leadline.LeadJobs;

/// <summary>
/// Sets fields of a lead of a job, and notes in the same transaction what became of it and what the fields were.
/// </summary>
/// <param name="caller">Whose job it is.</param>
/// <param name="definitions">The account's.</param>
/// <param name="target">The lead, and what is set on it.</param>
/// <param name="jobId">The job.</param>
/// <param name="expected">Of an undo: what the fields have to be still.</param>
internal sealed class ChangeLeadOfJob(
    Caller caller,
    Definitions definitions,
    LeadTarget target,
    Guid jobId,
    IReadOnlyDictionary<string, string?>? expected)
    : LeadCommand<LeadWritten>(caller, definitions, target)
{
    private static readonly Failure Changed = new(ErrorCode.Conflict, "It was changed meanwhile.");

    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        var entry = batch.Match(AccountId, Target) is { Failure: null, Value: { } found }
            && Caller.Scope(RecordKind.Lead, Deed.View).Includes(found.Lead.OwnerId, found.Lead.Id)
                ? found
                : null;
        var before = entry is null ? null : Values(entry.Lead);
        if (before is not null && expected?.Any(one => before.GetValueOrDefault(one.Key) != one.Value) == true)
        {
            Outcome = Changed;
            Note(rows, LeadJobOutcome.ChangedMeanwhile, null, null, null);
            return;
        }

        base.Decide(batch, rows, now);
        if (Outcome.Failure is { } refusal)
        {
            Note(rows, LeadJobOutcome.Refused, LeadJobRules.Reason(refusal), null, null);
            return;
        }

        var after = Values(entry!.Lead);
        var isChanged = after.Any(one => before!.GetValueOrDefault(one.Key) != one.Value);
        Note(rows, isChanged ? LeadJobOutcome.Done : LeadJobOutcome.Unchanged, null, before, after);
    }

    protected override Result<LeadWritten> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now) => written;

    private void Note(
        RowBuffer rows,
        LeadJobOutcome outcome,
        string? reason,
        Dictionary<string, string?>? before,
        Dictionary<string, string?>? after) => rows.Add(
        LeadJobStore.Record,
        new LeadJobResult(
            AccountId,
            jobId,
            Target.LeadId!.Value,
            outcome,
            reason,
            before is null ? null : JsonSerializer.Serialize(before),
            after is null ? null : JsonSerializer.Serialize(after)));

    /// <summary>The fields that are set, as they stand now.</summary>
    private Dictionary<string, string?> Values(Lead lead)
    {
        var values = Target.Input.Changes.Select(change => change.Field.SchemaName).Distinct()
            .ToDictionary(name => name, lead.Value);
        if (Target.Input.OwnerId is not null)
            values[LeadFieldNames.OwnerId] = lead.OwnerId.ToString();
        return values;
    }
}
