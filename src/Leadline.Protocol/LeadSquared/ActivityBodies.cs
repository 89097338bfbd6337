using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>
/// An activity to post: the body of ProspectActivity.svc/Create (core §3.1), the Activity of CreateCustom (core §3.2)
/// and a row of the bulk calls (core §3.8). Which of the members that name the lead count depends on the call.
/// </summary>
public sealed record ActivityBody
{
    /// <summary>The lead's id.</summary>
    public string? RelatedProspectId { get; init; }

    /// <summary>The lead's e-mail address, in place of its id; an unknown one makes a lead.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>The lead's value in the unique field that the call's searchBy names (core §3.8).</summary>
    public string? SearchByValue { get; init; }

    /// <summary>First name of a lead found or made by e-mail address.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name of a lead found or made by e-mail address.</summary>
    public string? LastName { get; init; }

    /// <summary>Phone number of a lead found or made by e-mail address.</summary>
    public string? Phone { get; init; }

    /// <summary>Score of a lead found or made by e-mail address.</summary>
    public string? Score { get; init; }

    /// <summary>The activity type's code; null when absent or an empty string, which the calls refuse.</summary>
    public int? ActivityEvent { get; init; }

    /// <summary>What happened, in words.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ActivityNote { get; init; }

    /// <summary>When it happened, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? ActivityDateTime { get; init; }

    /// <summary>E-mail address of the user who owns the activity.</summary>
    public string? ActivityOwnerEmail { get; init; }

    /// <summary>Asks for attached files to be fetched later.</summary>
    public bool? ProcessFilesAsync { get; init; }

    /// <summary>True skips the check of dropdown values, against what its name says (extended §1.7).</summary>
    public bool? ValidateDropDownOptions { get; init; }

    /// <summary>True adds the lead's score to the answer.</summary>
    public bool? IncludeLeadScore { get; init; }

    /// <summary>Values of the type's own fields, by schema name.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>Body of ProspectActivity.svc/CreateCustom: a lead and its activity at once (core §3.2).</summary>
public sealed record CreateCustomBody
{
    /// <summary>The lead's fields, with SearchBy among them.</summary>
    public List<LeadProperty>? LeadDetails { get; init; }

    /// <summary>The activity.</summary>
    public ActivityBody? Activity { get; init; }

    /// <summary>True skips the check of dropdown values (extended §1.7); may also stand inside the activity.</summary>
    public bool? ValidateDropDownOptions { get; init; }
}

/// <summary>
/// Body of ProspectActivity.svc/CustomActivity/Update (core §3.4), and a row of its bulk twin (core §3.12).
/// </summary>
public sealed record UpdateActivityBody
{
    /// <summary>The activity's id.</summary>
    public string? ProspectActivityId { get; init; }

    /// <summary>The code of the activity's type.</summary>
    public int? ActivityEvent { get; init; }

    /// <summary>The new note; null leaves the old one.</summary>
    [Limit(LimitAttribute.Value)]
    public string? ActivityNote { get; init; }

    /// <summary>Asks for attached files to be fetched later.</summary>
    public bool? ProcessFilesAsync { get; init; }

    /// <summary>True skips the check of dropdown values (extended §1.7).</summary>
    public bool? ValidateDropDownOptions { get; init; }

    /// <summary>The fields to change.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>
/// Body of LeadManagement.svc/DeleteStageChangeHistory and DeleteUserAssignmentChangeHistory (core §2.11, §2.13).
/// </summary>
public sealed record DeleteChangeHistoryBody
{
    /// <summary>The lead's id.</summary>
    public string? ProspectId { get; init; }

    /// <summary>Start of the window, UTC, inclusive; null for no start.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive; null for no end.</summary>
    public string? ToDate { get; init; }

    /// <summary>Where to report the end of the work.</summary>
    public string? StatusWebhookURL { get; init; }
}

/// <summary>Body of ProspectActivity.svc/DeleteActivities (core §3.5).</summary>
public sealed record DeleteActivitiesBody
{
    /// <summary>The lead's id.</summary>
    public string? ProspectId { get; init; }

    /// <summary>Codes of the types to delete; numbers are the text they were.</summary>
    public List<string>? ActivityEventList { get; init; }

    /// <summary>Start of the window, UTC, inclusive; null for no start.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive; null for no end.</summary>
    public string? ToDate { get; init; }

    /// <summary>Where to report the end of the work.</summary>
    public string? StatusWebhookURL { get; init; }
}

/// <summary>Body of ProspectActivity.svc/Activity/Retrieve/BySearchParameter (core §3.7).</summary>
public sealed record ActivitySearchBody
{
    /// <summary>The activity type's code.</summary>
    public int? ActivityEvent { get; init; }

    /// <summary>The conditions, as JSON inside a string: see <see cref="AdvancedSearchCriteria"/>.</summary>
    [Limit(LimitAttribute.Value)]
    public string? AdvancedSearch { get; init; }

    /// <summary>Which columns to return.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>The order.</summary>
    public SearchSorting? Sorting { get; init; }

    /// <summary>The page, of at most 1,000.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Body of ProspectActivity.svc/RetrieveActivityChange (core §3.7).</summary>
public sealed record ActivityChangeBody
{
    /// <summary>Of which activities, and when.</summary>
    public ActivityChangeParameter? Parameter { get; init; }

    /// <summary>The page, of at most 1,000.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Of which activities changes are asked for.</summary>
public sealed record ActivityChangeParameter
{
    /// <summary>Start of the window, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive.</summary>
    public string? ToDate { get; init; }

    /// <summary>One activity's.</summary>
    public string? ActivityID { get; init; }

    /// <summary>Those of activities of these types; not with ActivityID.</summary>
    public List<int>? ActivityEvents { get; init; }
}
