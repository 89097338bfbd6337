using Leadline.Accounts;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>How LeadSquared shows the owner of a lead (core §2.13).</summary>
internal static class LeadSquaredOwnerAnswers
{
    public static LeadOwnerResponse Owner(User owner, Account account) => new()
    {
        UserId = owner.Id,
        FirstName = owner.FirstName,
        LastName = owner.LastName,
        EmailAddress = owner.Email,
        AssociatedPhoneNumbers = owner.Field("AssociatedPhoneNumbers"),
        DateFormat = owner.Field("DateFormat") ?? "mm/dd/yy",
        CreatedBy = owner.CreatedBy?.ToString(),
        CreatedOn = LeadSquaredDates.Text(owner.CreatedOn),
        ModifiedBy = owner.ModifiedBy?.ToString(),
        ModifiedOn = owner.ModifiedOn is { } modifiedOn ? LeadSquaredDates.Text(modifiedOn) : null,
        TimeZone = owner.Field("TimeZone") ?? account.TimeZone,
        IsAdministrator = owner.IsAdministrator,
        Role = owner.Role,
        IsPhoneCallAgent = owner.Field("IsPhoneCallAgent") == "1",
        UserType = owner.Field("UserType") == "1" ? 1 : 0,
        StatusCode = owner.IsActive ? 0 : 1,
        Country = owner.Field("Country"),
        ZipCode = owner.Field("ZipCode"),
        ManagerName = NameOf(account, owner.ManagerId),
        CreatedByName = NameOf(account, owner.CreatedBy),
        ModifiedByName = NameOf(account, owner.ModifiedBy),
        AvailabilityStatus = owner.Field("AvailabilityStatus"),
        OfficeLocationName = owner.Field("OfficeLocationName"),
        Skills = owner.Field("Skills"),
        mx_Custom_1 = owner.Field("mx_Custom_1"),
        mx_Custom_2 = owner.Field("mx_Custom_2"),
        mx_Custom_3 = owner.Field("mx_Custom_3"),
        mx_Custom_4 = owner.Field("mx_Custom_4"),
        mx_Custom_5 = owner.Field("mx_Custom_5"),
        mx_Custom_6 = owner.Field("mx_Custom_6"),
        mx_Custom_7 = owner.Field("mx_Custom_7"),
        mx_Custom_8 = owner.Field("mx_Custom_8"),
        mx_Custom_9 = owner.Field("mx_Custom_9"),
        mx_Custom_10 = owner.Field("mx_Custom_10"),
        TeamId = owner.Field("TeamId"),
        TeamName = owner.Field("Team"),
    };

    private static string? NameOf(Account account, Guid? userId) =>
        userId is { } id ? account.Users.GetValueOrDefault(id)?.Name : null;
}
