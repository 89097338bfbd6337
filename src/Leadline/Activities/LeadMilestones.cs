using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Activities;

/// <summary>
/// The activities by which a lead's timeline tells that it was captured, or that its owner, stage or source changed
/// (core §3.11, §3.12).
/// </summary>
internal static class LeadMilestones
{
    public const int Capture = 23;
    public const int OwnerChange = 3001;
    public const int StageChange = 3002;
    public const int Merge = 3003;
    public const int SourceChange = 3004;

    private const string SourceFields = "Source";

    public static readonly LeadTimeline Timeline = new(Add);

    /// <summary>Live, the record of a change has no fields and so no number (core §3.11).</summary>
    public static bool IsChange(int eventCode) =>
        eventCode is OwnerChange or StageChange or SourceChange or Merge;

    private static void Add(LeadBatch batch, RowBuffer rows, DateTime now)
    {
        foreach (var milestone in batch.Milestones)
        {
            var activity = ActivityTimeline.Add(rows, milestone.Caller, Entry(milestone), now);

            // Numbers cost a round trip; those that nobody reads are not taken.
            if (!IsChange(activity.EventCode))
                batch.Number(ActivityStore.NumberCounter, activity);
        }
    }

    private static TimelineEntry Entry(LeadMilestone milestone) => milestone switch
    {
        LeadMilestone.Captured captured => New(captured, Capture, [.. Sources(captured.Passed), By(captured)]),
        LeadMilestone.Merged merged => Merged(merged),
        LeadMilestone.Changed { Field: LeadFieldNames.Stage } change => New(
            change,
            StageChange,
            [
                ("PreviousStage", change.Before),
                ("CurrentStage", change.After),
                By(change),
                ("Comment", change.Comment),
            ]),
        LeadMilestone.Changed { Field: LeadFieldNames.Source } change => New(
            change, SourceChange, [("PreviousSource", change.Before), ("CurrentSource", change.After), By(change)]),
        LeadMilestone.Changed change => New(
            change,
            OwnerChange,
            [
                ("PreviousOwner", Name(change, change.Before)),
                ("CurrentOwner", Name(change, change.After)),
                By(change),
            ]),
        _ => throw new ArgumentOutOfRangeException(nameof(milestone)),
    };

    private static TimelineEntry New(
        LeadMilestone milestone, int eventCode, params IEnumerable<(string Name, string? Value)> details) =>
        new(milestone.Lead.Id, eventCode, SystemNote.Heading + SystemNote.Write(details));

    private static TimelineEntry Merged(LeadMilestone.Merged merged)
    {
        (string Name, string? Value) audit = ("MergeAuditId", merged.AuditId.ToString());
        var entry = New(merged, Merge, [audit, .. merged.Children.SelectMany(Details), By(merged)]);
        return entry with { ActivityId = merged.AuditId };
    }

    // Several children stand under numbered names: of details with one name, the last would count.
    private static IEnumerable<(string Name, string? Value)> Details(Lead child, int index)
    {
        var number = index == 0 ? "" : $"{index + 1}";
        yield return ($"ChildLeadId{number}", child.Id.ToString());
        yield return (
            $"ChildLeadName{number}",
            $"{child.Value(LeadFieldNames.FirstName)} {child.Value(LeadFieldNames.LastName)}".Trim());
    }

    /// <summary>Where the lead says it comes from: a repeat leaves its Source as it is (core §2.6).</summary>
    private static IEnumerable<(string Name, string? Value)> Sources(IReadOnlyList<FieldChange> passed) =>
        from change in passed
        where change.Value is not null && change.Field.SchemaName.StartsWith(SourceFields, StringComparison.Ordinal)
        select (change.Field.SchemaName, (string?)change.Value);

    /// <summary>Users are told by their names, as they were then (core §3.11).</summary>
    private static (string Name, string? Value) By(LeadMilestone milestone) =>
        (SystemNote.CreatedBy, milestone.Caller.User.Name);

    private static string? Name(LeadMilestone milestone, string? userId) =>
        Guid.TryParse(userId, out var id) ? milestone.Caller.Account.Users.GetValueOrDefault(id)?.Name : null;
}
