namespace Leadline.Leads;

/// <summary>The schema names that lead rules speak of.</summary>
internal static class LeadFieldNames
{
    public const string ProspectId = "ProspectID";
    public const string FirstName = "FirstName";
    public const string LastName = "LastName";
    public const string EmailAddress = "EmailAddress";
    public const string Phone = "Phone";
    public const string Mobile = "Mobile";
    public const string Source = "Source";
    public const string OwnerId = "OwnerId";
    public const string Stage = "ProspectStage";

    /// <summary>Not a field: names the field by which the lead is found.</summary>
    public const string SearchBy = "SearchBy";

    /// <summary>Not a field: what is said of a change of the stage (core §7.2).</summary>
    public const string StageComment = "StageChangeComment";

    /// <summary>Not a field: clients send it beside ProspectID (extended §2.1).</summary>
    public const string UseUserDefinedGuid = "__UseUserDefinedGuid__";
}
