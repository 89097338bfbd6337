using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class UserTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_user_of_a_key_prints_every_documented_member_in_its_order()
    {
        var answer = await server.Get("/v2/Authentication.svc/UserByAccessKey.Get?");

        Assert.Equal(
            "Class,Group,SubRegionId,Id,Name,PassPhrase,Role,EmailAddress,SessionId,TimeZone,TokenId,Type,OrgDisplayName,OrgId," +
            "OrgShortCode,OrgUniqueName,DefaultCountryCode,Website,Street1,Street2,City,State,Country,Phone,Fax,Zip," +
            "AssociatedPhoneNumbers,RestrictedFeatures,CustomerType,Plan,UserType,MobileServiceURLs,LSQCommonServiceURLs",
            string.Join(',', answer.Json.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("admin@example.com", Text(answer.Json, "PassPhrase"));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("EmailAddress").ValueKind);
        Assert.Equal("Administrator", Text(answer.Json, "Role"));
        Assert.Equal("Asia/Kolkata", Text(answer.Json, "TimeZone"));
        Assert.Equal("ApplicationUser", Text(answer.Json, "Type"));
        Assert.Equal(server.Credentials.OrgId, Text(answer.Json, "OrgShortCode"));
        Assert.True(Guid.TryParse(Text(answer.Json, "OrgId"), out _));
        Assert.Equal("91", Text(answer.Json, "DefaultCountryCode"));

        // C5.
        foreach (var service in (string[])["api", "app", "tracking"])
            Assert.Equal(server.Url.Authority, Text(answer.Json.GetProperty("LSQCommonServiceURLs"), service));
        Assert.Equal(answer.Body, (await server.Get("/v2/authentication.SVC/userbyaccesskey.get")).Body);
    }

    [Fact]
    public async Task A_keys_user_is_given_a_session()
    {
        var key = await server.Get("/v2/Authentication.svc/UserByAccessKey.Get");
        var answer = await server.Get("/v2/Authentication.svc/UserTokenByAccessKey.Get");

        Assert.Equal(key.Body.Replace("\"TokenId\":null", "", StringComparison.Ordinal), answer.Body.Replace(
            $"\"TokenId\":\"{Text(answer.Json, "TokenId")}\"", "", StringComparison.Ordinal));
        var sessions = server.Services.GetRequiredService<SessionTokens>();
        var caller = await sessions.Authenticate(Text(answer.Json, "TokenId"));
        Assert.Equal(Text(key.Json, "Id"), caller.Value.User.Id.ToString());
        Assert.NotNull((await sessions.Authenticate(Text(answer.Json, "TokenId") + "x")).Failure);
    }

    [Fact]
    public async Task Users_are_listed_active_or_not()
    {
        var (active, inactive) = (await User("list1@example.com"), await User("list2@example.com", isActive: false));

        var answer = await server.Get("/v2/UserManagement.svc/Users.Get");

        var users = answer.Json.EnumerateArray().ToDictionary(user => user.GetProperty("ID").GetGuid());
        Assert.Equal(
            $$"""{"ID":"{{active.Id}}","FirstName":"Asha","LastName":"Rao","EmailAddress":"list1@example.com","Role":"Sales_User","StatusCode":0,"Tag":null,"IsPhoneCallAgent":false}""",
            users[active.Id].GetRawText());
        Assert.Equal(1, users[inactive.Id].GetProperty("StatusCode").GetInt32());
    }

    [Fact]
    public async Task A_user_is_found_by_id_and_by_address_in_any_case()
    {
        var user = await User("found@example.com");

        var byId = await server.Get($"/v2/UserManagement.svc/User/Retrieve/ByUserId?userId={user.Id}");
        var byShortId = await server.Get($"/v2/UserManagement.svc/User/Retrieve/ByUserId?id={user.Id}");
        var byEmail = await server.Get("/v2/UserManagement.svc/User/Retrieve/ByEmailAddress?EmailAddress=Found@Example.com");

        Assert.Equal(user.Id, Assert.Single(byId.Json.EnumerateArray()).GetProperty("UserId").GetGuid());
        Assert.Equal(int.Parse(server.Credentials.OrgId), byId.Json[0].GetProperty("OrgId").GetInt32());
        Assert.Equal(byId.Body, byShortId.Body);
        Assert.Equal(byId.Body, byEmail.Body);
    }

    [Fact]
    public async Task An_unknown_or_inactive_user_is_an_empty_list()
    {
        var inactive = await User("inactive@example.com", isActive: false);
        foreach (var query in (string[])[
            $"ByUserId?UserId={inactive.Id}", $"ByUserId?UserId={Guid.NewGuid()}", "ByUserId?id=u1", "ByUserId",
            "ByEmailAddress?emailAddress=inactive@example.com", "ByEmailAddress?emailAddress=no@example.com", "ByEmailAddress"])
            Assert.Equal("[]", (await server.Get($"/v2/UserManagement.svc/User/Retrieve/{query}")).Body);
    }

    private async Task<User> User(string email, bool isActive = true)
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var accountId = int.Parse(server.Credentials.OrgId);
        var user = (await accounts.CreateUser(accountId, email, "Asha", "Rao", "Sales_User", "secret-secret")).Value;
        if (!isActive)
            await accounts.SetUserActive(accountId, user.Id, isActive: false);
        return user;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
