using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>A user to make: the body of User/Create (core §6).</summary>
public sealed record CreateUserBody
{
    /// <summary>The first name; mandatory.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The e-mail address; mandatory.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User; mandatory.</summary>
    public string? Role { get; init; }

    /// <summary>The account's own values, mx_Custom_1 to mx_Custom_10.</summary>
    [Limit(20)]
    public Dictionary<string, string?>? CustomFields { get; init; }

    /// <summary>Phone numbers, with commas between them.</summary>
    public string? AssociatedPhoneNumbers { get; init; }

    /// <summary>Whether the user takes calls.</summary>
    public string? IsPhoneCallAgent { get; init; }

    /// <summary>0 works on the web, 1 on a mobile.</summary>
    public string? UserType { get; init; }

    /// <summary>The id of whom the user reports to.</summary>
    public string? ManagerUserId { get; init; }

    /// <summary>The mobile number.</summary>
    public string? PhoneMobile { get; init; }

    /// <summary>IANA name, e.g. Asia/Kolkata.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How dates are shown.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The password; without one the user cannot sign in with a password.</summary>
    public string? Password { get; init; }

    /// <summary>The id of the user's team.</summary>
    public string? TeamId { get; init; }

    /// <summary>The id of the user's working hours.</summary>
    public string? WorkDayTemplateId { get; init; }

    /// <summary>The id of the user's holidays.</summary>
    public string? HolidayCalendarId { get; init; }

    /// <summary>Sales groups to put the user in.</summary>
    [Limit(100)]
    public List<GroupRightsBody>? AssociatedGroups { get; init; }
}

/// <summary>A user's rights in a sales group (core §6): each is true, 1, false or 0.</summary>
public sealed record GroupRightsBody
{
    /// <summary>The group, where a user is put into several.</summary>
    public string? GroupId { get; init; }

    /// <summary>The user, where several are put into a group.</summary>
    public string? UserId { get; init; }

    /// <summary>Sees the leads of the group's other members.</summary>
    public string? ViewAllLeadsOfGroup { get; init; }

    /// <summary>Changes the leads of the group's other members.</summary>
    public string? ModifyAllLeadsOfGroup { get; init; }

    /// <summary>Sees the companies of the group's other members.</summary>
    public string? ViewAllAccountsOfGroup { get; init; }

    /// <summary>Changes the companies of the group's other members.</summary>
    public string? ModifyAllAccountsOfGroup { get; init; }

    /// <summary>Puts users into the group.</summary>
    public string? AddUsersToGroup { get; init; }

    /// <summary>Makes automations for the group.</summary>
    public string? CreateGroupAutomation { get; init; }
}

/// <summary>What to change of a user: the body of User/Update (core §6.1).</summary>
public sealed record UpdateUserBody
{
    /// <summary>Values by name, e.g. LastName, Role, Department or mx_Custom_1; null clears.</summary>
    [Limit(100)]
    public Dictionary<string, string?>? User { get; init; }

    /// <summary>Settings by name, e.g. IsSoftPhoneEnabled: 1 or 0.</summary>
    [Limit(100)]
    public Dictionary<string, string?>? UserSettings { get; init; }
}

/// <summary>Which users to find: the body of User/AdvancedSearch (core §6).</summary>
public sealed record UserSearchBody
{
    /// <summary>The columns that rows have a value in; all without it.</summary>
    public SearchColumns? Columns { get; init; }

    /// <summary>Groups of conditions; none finds every user.</summary>
    [Limit(50)]
    public List<UserSearchGroup>? GroupConditions { get; init; }

    /// <summary>AND or OR between all groups that name none.</summary>
    public string? GroupOperator { get; init; }

    /// <summary>The order.</summary>
    [Limit(5)]
    public List<SearchSorting>? Sorting { get; init; }

    /// <summary>The page; at most 1,000 rows.</summary>
    public SearchPaging? Paging { get; init; }
}

/// <summary>Conditions that stand in one parenthesis.</summary>
public sealed record UserSearchGroup
{
    /// <summary>The conditions.</summary>
    [Limit(50)]
    public List<UserSearchCondition>? Condition { get; init; }

    /// <summary>AND or OR between this group and the next.</summary>
    public string? GroupOperator { get; init; }
}

/// <summary>A condition of a search of users.</summary>
public sealed record UserSearchCondition
{
    /// <summary>The column.</summary>
    public string? LookupName { get; init; }

    /// <summary>eq, neq, lik (holds), lik_s (begins with), lik_e (ends with), gt, gte, lt, lte or in.</summary>
    public string? Operator { get; init; }

    /// <summary>The value to compare with.</summary>
    public string? LookupValue { get; init; }

    /// <summary>AND or OR between this condition and the next.</summary>
    public string? ConditionOperator { get; init; }
}

/// <summary>That the caller comes to work or leaves: the body of User/CheckIn and User/CheckOut (core §6.1).</summary>
public sealed record CheckInBody
{
    /// <summary>What it is said with, e.g. MobileApp; mandatory.</summary>
    public string? Source { get; init; }

    /// <summary>Where, in words.</summary>
    public string? Location { get; init; }

    /// <summary>Degrees.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees.</summary>
    public double? Longitude { get; init; }

    /// <summary>Online, Away or Offline; the last alone for leaving.</summary>
    public string? AvailabilityStatus { get; init; }

    /// <summary>Whatever else there is to say.</summary>
    [Limit(50)]
    public Dictionary<string, string?>? OtherDetails { get; init; }
}

/// <summary>Whose history to tell: the body of User/GetCheckinCheckoutHistory (core §6.1).</summary>
public sealed record CheckInHistoryBody
{
    /// <summary>Ids of users; without any the caller.</summary>
    public List<string>? UserIds { get; init; }

    /// <summary>Start of the window, UTC, inclusive.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive.</summary>
    public string? ToDate { get; init; }
}
