namespace Leadline.Protocol.LeadSquared;

/// <summary>The owner of a lead (core §2.13); members that Leadline keeps nothing for are null.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1707", Justification = "The wire's names.")]
public sealed record LeadOwnerResponse
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
    public string? AssociatedPhoneNumbers { get; init; }

    /// <summary>How dates are shown, mm/dd/yy unless said otherwise.</summary>
    public string DateFormat { get; init; } = "mm/dd/yy";

    /// <summary>Who made the user.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When the user was made, UTC.</summary>
    public string? CreatedOn { get; init; }

    /// <summary>Who changed the user last.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>When the user was changed last, UTC.</summary>
    public string? ModifiedOn { get; init; }

    /// <summary>The user's time zone, or the account's.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether the user is an administrator.</summary>
    public required bool IsAdministrator { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    public required string Role { get; init; }

    /// <summary>Whether the user takes calls.</summary>
    public bool IsPhoneCallAgent { get; init; }

    /// <summary>0 works on the web, 1 on a mobile.</summary>
    public int UserType { get; init; }

    /// <summary>0 is active, 1 is not.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The country.</summary>
    public string? Country { get; init; }

    /// <summary>The postal code.</summary>
    public string? ZipCode { get; init; }

    /// <summary>The name of whom the user reports to.</summary>
    public string? ManagerName { get; init; }

    /// <summary>The name of who made the user.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>The name of who changed the user last.</summary>
    public string? ModifiedByName { get; init; }

    /// <summary>Null.</summary>
    public string? AutoUserId { get; init; }

    /// <summary>False.</summary>
    public bool IsCheckinEnabled { get; init; }

    /// <summary>False.</summary>
    public bool IsCheckedIn { get; init; }

    /// <summary>Null.</summary>
    public string? LastCheckedOn { get; init; }

    /// <summary>Null.</summary>
    public string? LastCheckedIpAddress { get; init; }

    /// <summary>Online, Away or Offline.</summary>
    public string? AvailabilityStatus { get; init; }

    /// <summary>The office.</summary>
    public string? OfficeLocationName { get; init; }

    /// <summary>What the user is good at.</summary>
    public string? Skills { get; init; }

    /// <summary>The account's own value 1.</summary>
    public string? mx_Custom_1 { get; init; }

    /// <summary>The account's own value 2.</summary>
    public string? mx_Custom_2 { get; init; }

    /// <summary>The account's own value 3.</summary>
    public string? mx_Custom_3 { get; init; }

    /// <summary>The account's own value 4.</summary>
    public string? mx_Custom_4 { get; init; }

    /// <summary>The account's own value 5.</summary>
    public string? mx_Custom_5 { get; init; }

    /// <summary>The account's own value 6.</summary>
    public string? mx_Custom_6 { get; init; }

    /// <summary>The account's own value 7.</summary>
    public string? mx_Custom_7 { get; init; }

    /// <summary>The account's own value 8.</summary>
    public string? mx_Custom_8 { get; init; }

    /// <summary>The account's own value 9.</summary>
    public string? mx_Custom_9 { get; init; }

    /// <summary>The account's own value 10.</summary>
    public string? mx_Custom_10 { get; init; }

    /// <summary>The id of the user's team.</summary>
    public string? TeamId { get; init; }

    /// <summary>The user's team.</summary>
    public string? TeamName { get; init; }
}
