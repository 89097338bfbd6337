namespace Leadline.Opportunities;

/// <summary>What happens to opportunities, as the event log names it. An event's record is the opportunity.</summary>
internal static class OpportunityEvents
{
    public const string Created = "opportunity.created";
    public const string Updated = "opportunity.updated";
    public const string Deleted = "opportunity.deleted";
    public const string Shared = "opportunity.shared";
}
