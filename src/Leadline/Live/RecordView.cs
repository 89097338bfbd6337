using Leadline.Accounts;
using Leadline.ServiceDesk;

namespace Leadline.Live;

/// <summary>What a caller sees of the account's records, as of a moment.</summary>
internal sealed class RecordView
{
    private const int FirstOpportunityCode = 12000;

    private readonly Guid me;
    private readonly RecordScope leads;
    private readonly RecordScope activities;
    private readonly RecordScope opportunities;
    private readonly RecordScope tasks;
    private readonly TicketScope tickets;

    private RecordView(Caller caller, Desk? desk)
    {
        me = caller.User.Id;
        leads = caller.Scope(RecordKind.Lead, Deed.View);
        activities = caller.Scope(RecordKind.Activity, Deed.View);
        opportunities = caller.Scope(RecordKind.Opportunity, Deed.View);
        tasks = caller.Scope(RecordKind.Task, Deed.View);
        tickets = desk is null ? TicketScope.All : TicketScope.Of(caller, desk, Deed.View);
    }

    public static async ValueTask<RecordView> Of(Caller caller, DeskOperations desks) =>
        new(caller, caller.IsRestricted ? await desks.Get(caller.AccountId) : null);

    public bool Sees(RecordFacts record) => record.Kind switch
    {
        LiveKinds.Lead or LiveKinds.Note => SeesLead(record),
        LiveKinds.Activity or LiveKinds.Opportunity => SeesLead(record) && SeesActivity(record, record.Id),
        LiveKinds.File => SeesLead(record)
            && (record.ActivityId is not { } activityId || SeesActivity(record, activityId)),
        LiveKinds.Task => record.Owner == me
            || (tasks.Includes(record.Owner, default) && (record.LeadId is null || SeesLead(record))),
        LiveKinds.Ticket => tickets.Includes(record.Owner, record.GroupId),
        _ => false,
    };

    /// <summary>True where everything is seen: what is gone and can be looked up no more, too.</summary>
    public bool SeesAll => leads.IsAll && activities.IsAll && opportunities.IsAll && tasks.IsAll && tickets.IsAll;

    /// <summary>Whether the same records are seen.</summary>
    public bool IsLike(RecordView other) => Same(leads, other.leads) && Same(activities, other.activities)
        && Same(opportunities, other.opportunities) && Same(tasks, other.tasks)
        && Same(tickets.Agents, other.tickets.Agents) && Same(tickets.Groups, other.tickets.Groups);

    private bool SeesLead(RecordFacts record) =>
        record.LeadId is { } leadId && leads.Includes(record.LeadOwner, leadId);

    // What nobody owns, such as a change of a stage, goes with its lead.
    private bool SeesActivity(RecordFacts record, Guid activityId) => record.Owner is null
        || (record.Code >= FirstOpportunityCode || record.Kind == LiveKinds.Opportunity
            ? opportunities.Includes(record.Owner, activityId)
            : activities.Includes(record.Owner, default));

    private static bool Same(RecordScope one, RecordScope other) =>
        Same(one.OwnerIds, other.OwnerIds) && one.Shared.SetEquals(other.Shared);

    private static bool Same(Guid[]? one, Guid[]? other) =>
        one is null || other is null ? ReferenceEquals(one, other) : one.ToHashSet().SetEquals(other);
}
