using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Storage.Batching;
using Leadline.Surfaces;

namespace Leadline.Leads.Editing;

/// <summary>A lead as an edit leaves it.</summary>
internal sealed record LeadEdited(Lead Lead, StoredLead Stored)
{
    /// <summary>The lead to be printed; a new one has its number only once the whole batch is decided.</summary>
    public StoredLead Whole => Stored with { Number = Lead.Number };
}

/// <summary>
/// Makes or changes a lead for a person who looks at it: a change may be refused where the lead is no longer what was
/// seen, and a duplicate names the lead that it is one of.
/// </summary>
/// <param name="caller">Who edits.</param>
/// <param name="definitions">The account's.</param>
/// <param name="target">The lead, and what is set on it.</param>
/// <param name="seenOn">The lead's last change that the caller has seen; null for whatever it is now.</param>
internal sealed class EditLead(Caller caller, Definitions definitions, LeadTarget target, DateTime? seenOn)
    : LeadCommand<LeadEdited>(caller, definitions, target)
{
    public override void Decide(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        if (ChangedSince(batch) is { } changed)
        {
            Outcome = changed;
            return;
        }

        base.Decide(batch, rows, now);
        if (Outcome.Failure is { Code: ErrorCode.Duplicate } duplicate)
            Outcome = Named(batch, duplicate);
    }

    protected override Result<LeadEdited> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now) =>
        new LeadEdited(entry.Lead, StoredLead.Of(entry.Lead));

    private Failure? ChangedSince(LeadBatch batch)
    {
        if (seenOn is not { } seen || batch.Match(AccountId, Target) is not { Failure: null, Value: { } entry })
            return null;
        var lead = entry.Lead;
        return lead.ModifiedOn == seen || !IsSeen(lead)
            ? null
            : IfMatch.Refusal("lead", lead.ModifiedOn, lead.ModifiedBy);
    }

    /// <summary>That a value is taken cannot be hidden; whose it is can.</summary>
    private Failure Named(LeadBatch batch, Failure duplicate)
    {
        var own = Target.LeadId;
        foreach (var key in Target.Input.Keys)
        {
            if (batch.OwnerOf(key) is not { } owner || owner.Lead.Id == own)
                continue;
            var named = duplicate with { Field = key.Field };
            return IsSeen(owner.Lead)
                ? named with { Details = json => json.WriteString("leadId"u8, owner.Lead.Id) }
                : named;
        }

        return duplicate;
    }

    private bool IsSeen(Lead lead) => Caller.Scope(RecordKind.Lead, Deed.View).Includes(lead.OwnerId, lead.Id);
}
