using Dapper;
using Leadline.Accounts;
using Leadline.Leads;

namespace Leadline.Activities;

/// <summary>
/// The activities that a caller may see, opportunities among them: those of leads that the caller may see, and of them
/// those of the owners that the caller's permissions name. What nobody owns, such as a change of a stage, goes with its
/// lead.
/// </summary>
internal sealed class ActivityScope(RecordScope leads, RecordScope activities, RecordScope opportunities)
{
    /// <summary>For what the server does by itself.</summary>
    public static readonly ActivityScope All = new(RecordScope.All, RecordScope.All, RecordScope.All);

    /// <summary>What a statement asks of the activity <c>a</c>, with <see cref="With"/>; empty where nothing.</summary>
    public string Condition { get; } = Asked(leads, activities, opportunities);

    public static ActivityScope Of(Caller caller) => caller.IsRestricted
        ? new(
            caller.Scope(RecordKind.Lead, Deed.View),
            caller.Scope(RecordKind.Activity, Deed.View),
            caller.Scope(RecordKind.Opportunity, Deed.View))
        : All;

    /// <summary>A statement's parameters and what <see cref="Condition"/> names.</summary>
    public object With(object parameters)
    {
        if (Condition.Length == 0)
            return parameters;
        var all = new DynamicParameters(parameters);
        LeadStore.AddScope(all, leads);
        all.Add("ofActivities", activities.OwnerIds);
        all.Add("ofOpportunities", opportunities.OwnerIds);
        all.Add("sharedOpportunities", opportunities.SharedIds);
        return all;
    }

    private static string Asked(RecordScope leads, RecordScope activities, RecordScope opportunities)
    {
        var sql = LeadStore.SeenBy(leads, "a");
        return activities.IsAll && opportunities.IsAll
            ? sql
            : sql + $"""

               AND (a.owner_id IS NULL OR CASE WHEN a.event_code >= {ActivityType.FirstOpportunityCode}
                  THEN @ofOpportunities::uuid[] IS NULL OR a.owner_id = ANY(@ofOpportunities)
                      OR a.activity_id = ANY(@sharedOpportunities)
                  ELSE @ofActivities::uuid[] IS NULL OR a.owner_id = ANY(@ofActivities) END)
              """;
    }
}
