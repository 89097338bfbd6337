using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>Users as LeadSquared's <c>Authentication.svc</c> and <c>UserManagement.svc</c> show them (core §1.3, §6).</summary>
internal sealed class LeadSquaredUserEndpoints
{
    private const int CustomFields = 10;

    // Members in the documented order (extended §6.6). Clients take a member Status for an error: there is none here.
    public Task<Failure?> ByAccessKey(Call call)
    {
        var (account, user) = (call.Caller.Account, call.Caller.User);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Class"u8, "1"u8);
        json.WriteString("Group"u8, "1"u8);
        json.WriteString("SubRegionId"u8, "1"u8);
        json.WriteString("Id"u8, user.Id);
        json.WriteString("Name"u8, user.Name);
        json.WriteString("PassPhrase"u8, user.Email);
        json.WriteString("Role"u8, user.Role);
        json.WriteNull("EmailAddress"u8);
        json.WriteString("SessionId"u8, ""u8);
        json.WriteString("TimeZone"u8, account.TimeZone);
        json.WriteNull("TokenId"u8);
        json.WriteString("Type"u8, "ApplicationUser"u8);
        WriteOrganisation(json, account);
        json.WriteString("AssociatedPhoneNumbers"u8, ""u8);
        json.WriteNull("RestrictedFeatures"u8);
        json.WriteString("CustomerType"u8, ""u8);
        json.WriteNull("Plan"u8);
        json.WriteString("UserType"u8, "Regular"u8);
        WriteServices(json, call.Http.Request.Host.Value ?? "");
        json.WriteEndObject();
        return Task.FromResult<Failure?>(null);
    }

    public Task<Failure?> All(Call call)
    {
        var json = call.Json;
        json.WriteStartArray();
        foreach (var user in call.Caller.Account.Users.Values.OrderBy(user => user.Id))
        {
            json.WriteStartObject();
            json.WriteString("ID"u8, user.Id);
            json.WriteString("FirstName"u8, user.FirstName);
            json.WriteString("LastName"u8, user.LastName);
            json.WriteString("EmailAddress"u8, user.Email);
            json.WriteString("Role"u8, user.Role);
            json.WriteNumber("StatusCode"u8, user.IsActive ? 0 : 1);
            json.WriteNull("Tag"u8);
            json.WriteBoolean("IsPhoneCallAgent"u8, false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return Task.FromResult<Failure?>(null);
    }

    // Clients name the parameter UserId or id (clients.md, rule 6).
    public Task<Failure?> ById(Call call)
    {
        var id = call.QueryId("UserId") ?? call.QueryId("id");
        WriteDetails(call, id is { } userId ? call.Caller.Account.Users.GetValueOrDefault(userId) : null);
        return Task.FromResult<Failure?>(null);
    }

    public Task<Failure?> ByEmailAddress(Call call)
    {
        WriteDetails(call, call.Caller.Account.FindUser(call.Query("emailAddress")));
        return Task.FromResult<Failure?>(null);
    }

    private static void WriteOrganisation(Utf8JsonWriter json, Account account)
    {
        json.WriteString("OrgDisplayName"u8, account.Name);
        json.WriteString("OrgId"u8, Ids.Named($"leadline:account:{account.Id}"));
        json.WriteString("OrgShortCode"u8, account.Id.ToString());
        json.WriteString("OrgUniqueName"u8, $"t{account.Id}");
        json.WriteString("DefaultCountryCode"u8, account.CountryCode ?? "");
        foreach (var name in (string[])["Website", "Street1", "Street2", "City", "State", "Country", "Phone", "Fax", "Zip"])
            json.WriteString(name, ""u8);
    }

    private static void WriteServices(Utf8JsonWriter json, string host)
    {
        // Services for LeadSquared's own mobile app, which this server does not have.
        json.WriteStartObject("MobileServiceURLs"u8);
        json.WriteString("ReportsURL"u8, ""u8);
        json.WriteString("FileUploadURL"u8, ""u8);
        json.WriteString("MobileNotificationURL"u8, ""u8);
        json.WriteEndObject();

        // Clients put https:// before these.
        json.WriteStartObject("LSQCommonServiceURLs"u8);
        json.WriteString("api"u8, host);
        json.WriteString("app"u8, host);
        json.WriteEndObject();
    }

    /// <summary>A list of the one user, or an empty one for an unknown or inactive user.</summary>
    private static void WriteDetails(Call call, User? user)
    {
        var (json, account) = (call.Json, call.Caller.Account);
        json.WriteStartArray();
        if (user is { IsActive: true })
        {
            json.WriteStartObject();
            json.WriteString("UserId"u8, user.Id);
            json.WriteString("FirstName"u8, user.FirstName);
            json.WriteString("LastName"u8, user.LastName);
            json.WriteString("EmailAddress"u8, user.Email);
            json.WriteString("AssociatedPhoneNumbers"u8, ""u8);
            json.WriteString("DateFormat"u8, "mm/dd/yy"u8);
            json.WriteString("TimeZone"u8, account.TimeZone);
            json.WriteString("Role"u8, user.Role);
            json.WriteBoolean("IsPhoneCallAgent"u8, false);
            json.WriteNumber("OrgId"u8, account.Id);
            json.WriteString("CompanyName"u8, account.Name);
            json.WriteNumber("UserType"u8, 0);
            json.WriteNull("ManagerUserId"u8);
            json.WriteNull("ManagerName"u8);
            for (var i = 1; i <= CustomFields; i++)
                json.WriteString($"mx_Custom_{i}", ""u8);
            json.WriteStartArray("Groups"u8);
            json.WriteEndArray();
            json.WriteNull("TeamId"u8);
            json.WriteNull("TeamName"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
