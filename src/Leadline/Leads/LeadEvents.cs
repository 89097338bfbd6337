namespace Leadline.Leads;

/// <summary>What happens to leads, as the event log names it.</summary>
internal static class LeadEvents
{
    public const string Created = "lead.created";
    public const string Updated = "lead.updated";
    public const string Deleted = "lead.deleted";

    /// <summary>Of the lead that took another one up, the event's record; that one is deleted, too.</summary>
    public const string Merged = "lead.merged";

    public const string Shared = "lead.shared";
}
