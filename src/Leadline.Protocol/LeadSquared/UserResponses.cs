using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>The user and the account of an access key (core §1.3, extended §6.6).</summary>
public sealed record AccessKeyUserResponse
{
    /// <summary>1.</summary>
    public string? Class { get; init; } = "1";

    /// <summary>1.</summary>
    public string? Group { get; init; } = "1";

    /// <summary>1.</summary>
    public string? SubRegionId { get; init; } = "1";

    /// <summary>The user's id.</summary>
    public string? Id { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }

    /// <summary>The user's e-mail address, under the wire's name for it.</summary>
    public string? PassPhrase { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    public string? Role { get; init; }

    /// <summary>Null.</summary>
    public string? EmailAddress { get; init; }

    /// <summary>Empty.</summary>
    public string? SessionId { get; init; } = "";

    /// <summary>The account's time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Null; UserTokenByAccessKey.Get has a session's token here.</summary>
    public string? TokenId { get; init; }

    /// <summary>ApplicationUser.</summary>
    public string? Type { get; init; } = "ApplicationUser";

    /// <summary>The account's name.</summary>
    public string? OrgDisplayName { get; init; }

    /// <summary>The account's id.</summary>
    public string? OrgId { get; init; }

    /// <summary>The account's number.</summary>
    public string? OrgShortCode { get; init; }

    /// <summary>The account's short name.</summary>
    public string? OrgUniqueName { get; init; }

    /// <summary>The country code that phone numbers without one are given.</summary>
    public string? DefaultCountryCode { get; init; }

    /// <summary>Empty.</summary>
    public string? Website { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Street1 { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Street2 { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? City { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? State { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Country { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Phone { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Fax { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? Zip { get; init; } = "";

    /// <summary>Empty.</summary>
    public string? AssociatedPhoneNumbers { get; init; } = "";

    /// <summary>Null.</summary>
    public string? RestrictedFeatures { get; init; }

    /// <summary>Empty.</summary>
    public string? CustomerType { get; init; } = "";

    /// <summary>Null.</summary>
    public string? Plan { get; init; }

    /// <summary>Regular.</summary>
    public string? UserType { get; init; } = "Regular";

    /// <summary>Services for LeadSquared's own mobile app, which Leadline does not have.</summary>
    public MobileServices MobileServiceURLs { get; init; } = new();

    /// <summary>Host names of the account.</summary>
    public CommonServices? LSQCommonServiceURLs { get; init; }
}

/// <summary>Services for LeadSquared's own mobile app: none.</summary>
public sealed record MobileServices
{
    /// <summary>Empty.</summary>
    public string ReportsURL { get; init; } = "";

    /// <summary>Empty.</summary>
    public string FileUploadURL { get; init; } = "";

    /// <summary>Empty.</summary>
    public string MobileNotificationURL { get; init; } = "";
}

/// <summary>Host names of an account; clients put https:// before them.</summary>
/// <param name="Api">Where the API is.</param>
/// <param name="App">Where the application is.</param>
/// <param name="Tracking">Where visits of web pages are told.</param>
public sealed record CommonServices(
    [property: JsonPropertyName("api")] string? Api,
    [property: JsonPropertyName("app")] string? App,
    [property: JsonPropertyName("tracking")] string? Tracking);

/// <summary>A user of the account (core §6).</summary>
public sealed record UserResponse
{
    /// <summary>The user's id.</summary>
    public required Guid ID { get; init; }

    /// <summary>The first name.</summary>
    public required string FirstName { get; init; }

    /// <summary>The last name.</summary>
    public required string LastName { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string EmailAddress { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    public required string Role { get; init; }

    /// <summary>0 is active, 1 is not.</summary>
    public required int StatusCode { get; init; }

    /// <summary>Names of the sales groups; absent when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? MemberOfGroups { get; init; }

    /// <summary>Null.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether the user takes calls.</summary>
    public bool IsPhoneCallAgent { get; init; }
}

/// <summary>A user of the account with everything that is kept of it (core §6).</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record UserDetailsResponse
{
    /// <summary>The user's id.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The first name.</summary>
    public required string FirstName { get; init; }

    /// <summary>The last name.</summary>
    public required string LastName { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string EmailAddress { get; init; }

    /// <summary>Phone numbers, with commas between them.</summary>
    public string AssociatedPhoneNumbers { get; init; } = "";

    /// <summary>How dates are shown, mm/dd/yy unless said otherwise.</summary>
    public string DateFormat { get; init; } = "mm/dd/yy";

    /// <summary>The user's time zone, or the account's.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the user takes calls.</summary>
    public bool IsPhoneCallAgent { get; init; }

    /// <summary>The account's number.</summary>
    public required int OrgId { get; init; }

    /// <summary>The account's name.</summary>
    public required string CompanyName { get; init; }

    /// <summary>0 works on the web, 1 on a mobile.</summary>
    public int UserType { get; init; }

    /// <summary>Whom the user reports to.</summary>
    public string? ManagerUserId { get; init; }

    /// <summary>The name of whom the user reports to.</summary>
    public string? ManagerName { get; init; }

    /// <summary>The account's own value 1.</summary>
    public string mx_Custom_1 { get; init; } = "";

    /// <summary>The account's own value 2.</summary>
    public string mx_Custom_2 { get; init; } = "";

    /// <summary>The account's own value 3.</summary>
    public string mx_Custom_3 { get; init; } = "";

    /// <summary>The account's own value 4.</summary>
    public string mx_Custom_4 { get; init; } = "";

    /// <summary>The account's own value 5.</summary>
    public string mx_Custom_5 { get; init; } = "";

    /// <summary>The account's own value 6.</summary>
    public string mx_Custom_6 { get; init; } = "";

    /// <summary>The account's own value 7.</summary>
    public string mx_Custom_7 { get; init; } = "";

    /// <summary>The account's own value 8.</summary>
    public string mx_Custom_8 { get; init; } = "";

    /// <summary>The account's own value 9.</summary>
    public string mx_Custom_9 { get; init; } = "";

    /// <summary>The account's own value 10.</summary>
    public string mx_Custom_10 { get; init; } = "";

    /// <summary>The user's sales groups.</summary>
    public IReadOnlyList<GroupName> Groups { get; init; } = [];

    /// <summary>The id of the user's team.</summary>
    public string? TeamId { get; init; }

    /// <summary>The user's team.</summary>
    public string? TeamName { get; init; }
}

/// <summary>A sales group.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record GroupName(Guid Id, string Name);
