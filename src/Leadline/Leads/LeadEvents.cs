namespace Leadline.Leads;

/// <summary>What happens to leads, as the event log names it.</summary>
internal static class LeadEvents
{
    public const string Created = "lead.created";
    public const string Updated = "lead.updated";
    public const string Deleted = "lead.deleted";
    public const string Shared = "lead.shared";
}
