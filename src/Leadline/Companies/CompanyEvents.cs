namespace Leadline.Companies;

/// <summary>
/// What happens to companies, as the event log names it. An event's record is the company or its activity.
/// </summary>
internal static class CompanyEvents
{
    public const string Created = "company.created";
    public const string Updated = "company.updated";
    public const string Deleted = "company.deleted";
    public const string ActivityCreated = "companyActivity.created";
    public const string ActivityUpdated = "companyActivity.updated";
}
