using Leadline.Accounts;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>
/// What a write did to a lead that the lead's timeline shows (core §3.12), as its batch keeps it until the rows are
/// gathered.
/// </summary>
internal abstract record LeadMilestone(Caller Caller, Lead Lead)
{
    /// <summary>What a captured lead's last activity is called.</summary>
    public const string CaptureName = "Lead Capture";

    /// <summary>What a merge is called as a lead's last activity.</summary>
    public const string MergeName = "Lead Merge";

    /// <summary>Whether a change of this field stands on timelines; a change of the owner always does.</summary>
    public static bool IsField(string schemaName) => schemaName is LeadFieldNames.Stage or LeadFieldNames.Source;

    /// <summary>The lead was captured, for the first time or again.</summary>
    /// <param name="Passed">What the capture told of the lead, whether or not it was kept.</param>
    internal sealed record Captured(Caller Caller, Lead Lead, IReadOnlyList<FieldChange> Passed)
        : LeadMilestone(Caller, Lead);

    /// <summary>Other leads became a part of the lead.</summary>
    /// <param name="AuditId">The id of the activity that tells of it.</param>
    internal sealed record Merged(Caller Caller, Lead Lead, Guid AuditId, IReadOnlyList<Lead> Children)
        : LeadMilestone(Caller, Lead);

    /// <summary>The owner, the stage or the source changed.</summary>
    internal sealed record Changed(Caller Caller, Lead Lead, string Field, string? Before, string? After)
        : LeadMilestone(Caller, Lead)
    {
        /// <summary>What the caller said of the change.</summary>
        public string? Comment { get; init; }
    }
}

/// <summary>
/// How the milestones of a batch come to stand on timelines, in the batch's own transaction. Activities register it;
/// leads know nothing of them.
/// </summary>
internal sealed record LeadTimeline(Action<LeadBatch, RowBuffer, DateTime> Add);
