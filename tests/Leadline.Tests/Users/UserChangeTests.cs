using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed class UserChangeTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_user_is_made_with_every_documented_member()
    {
        var boss = await calls.Create("boss@example.com", "Sales_Manager");
        var group = (await server.Post("/v2/UserGroup.svc/Create", """{"Name":"East"}""")).Id;

        var made = await server.Post(
            "/v2/UserManagement.svc/User/Create",
            $$"""
            {"FirstName":"Ravi","LastName":"Iyer","EmailAddress":"ravi@example.com","Role":"sales_user",
             "CustomFields":{"mx_Custom_1":"blue","mx_Custom_10":10},"AssociatedPhoneNumbers":"+91-9800000001",
             "IsPhoneCallAgent":true,"UserType":1,"ManagerUserId":"{{boss}}","PhoneMobile":"98","TimeZone":"Europe/Paris",
             "DateFormat":"dd/mm/yyyy","TeamId":"t1",
             "AssociatedGroups":[{"GroupId":"{{group}}","ViewAllLeadsOfGroup":1,"ModifyAllLeadsOfGroup":0}]}
            """);

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var details = await calls.Details(made.Id);
        Assert.Equal(
            $$"""
            {"UserId":"{{made.Id}}","FirstName":"Ravi","LastName":"Iyer","EmailAddress":"ravi@example.com","AssociatedPhoneNumbers":"+91-9800000001","DateFormat":"dd/mm/yyyy","TimeZone":"Europe/Paris","Role":"Sales_User","IsPhoneCallAgent":true,"OrgId":{{calls.AccountId}},"CompanyName":"Leadline","UserType":1,"ManagerUserId":"{{boss}}","ManagerName":"Asha Rao","mx_Custom_1":"blue","mx_Custom_2":"","mx_Custom_3":"","mx_Custom_4":"","mx_Custom_5":"","mx_Custom_6":"","mx_Custom_7":"","mx_Custom_8":"","mx_Custom_9":"","mx_Custom_10":"10","Groups":[{"Id":"{{group}}","Name":"East"}],"TeamId":"t1","TeamName":null}
            """,
            details.GetRawText());
        var listed = (await server.Get("/v2/UserManagement.svc/Users.Get")).Json.EnumerateArray()
            .Single(user => user.GetProperty("ID").GetString() == made.Id);
        Assert.Equal("East", Assert.Single(listed.GetProperty("MemberOfGroups").EnumerateArray()).GetString());
        Assert.True(listed.GetProperty("IsPhoneCallAgent").GetBoolean());
        Assert.Equal(1, await Events("user.created", made.Id));
    }

    [Theory]
    [InlineData("""{"EmailAddress":"x1@example.com","Role":"Sales_User"}""", "MXMandatoryAttributeMissingException", "'FirstName' is mandatory")]
    [InlineData("""{"FirstName":"X","Role":"Sales_User"}""", "MXMandatoryAttributeMissingException", "'EmailAddress' is mandatory")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com"}""", "MXMandatoryAttributeMissingException", "'Role' is mandatory")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"King"}""", "MXInvalidInputException", "The role is one of")]
    [InlineData("""{"FirstName":"X","EmailAddress":"nobody","Role":"Sales_User"}""", "MXInvalidInputException", "e-mail address is invalid")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"Sales_User","TimeZone":"Mars/Olympus"}""", "MXInvalidInputException", "TimeZone")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"Sales_User","CustomFields":{"mx_Custom_11":"a"}}""", "MXUnknownAttributeException", "mx_Custom_11")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"Sales_User","Password":"short"}""", "MXInvalidInputException", "A password has")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"Sales_User","ManagerUserId":"17"}""", "MXInvalidInputException", "manager")]
    [InlineData("""{"FirstName":"X","EmailAddress":"x1@example.com","Role":"Sales_User","AssociatedGroups":[{"GroupId":"9"}]}""", "MXInvalidEntityException", "group")]
    [InlineData("""{"FirstName":"X","EmailAddress":"ADMIN@example.com","Role":"Sales_User"}""", "MXDuplicateEntryException", "e-mail address")]
    public async Task What_cannot_be_a_user_is_refused(string body, string type, string message)
    {
        var answer = await server.Post("/v2/UserManagement.svc/User/Create", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(type, answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Contains(message, answer.Json.GetProperty("ExceptionMessage").GetString());
        Assert.Equal("[]", (await server.Get("/v2/UserManagement.svc/User/Retrieve/ByEmailAddress?emailAddress=x1@example.com")).Body);
    }

    [Fact]
    public async Task Racing_creates_of_one_address_make_one_user()
    {
        string[] spellings = ["race@bücher.example", "RACE@bücher.example", "race@xn--bcher-kva.example", "Race@BÜCHER.example"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => server.Post(
            "/v2/UserManagement.svc/User/Create",
            $$"""{"FirstName":"R","EmailAddress":"{{spellings[i % 4]}}","Role":"Sales_User"}""")));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            answer => Assert.Contains("MXDuplicateEntryException", answer.Body));
    }

    [Fact]
    public async Task A_user_is_changed_and_what_is_not_sent_stays()
    {
        var id = await calls.Create("change@example.com");

        var changed = await server.Post(
            $"/v2/UserManagement.svc/User/Update?userid={id}",
            """
            {"user":{"LastName":"Menon","Department":"Sales","mx_Custom_2":"x","Role":"Sales_Manager","IsEmailSender":1},
             "userSettings":{"IsSoftPhoneEnabled":1,"RestrictMobileLogin":0}}
            """);
        var cleared = await calls.Update(id, """{"mx_Custom_2":null}""");

        Assert.Equal("""{"Status":"Success","Message":{"AffectedRows":1}}""", changed.Body);
        Assert.Equal(HttpStatusCode.OK, cleared.Status);
        var user = (await server.Get($"/leadline/v1/users/{id}")).Json;
        Assert.Equal("Asha Menon", user.GetProperty("name").GetString());
        Assert.Equal("Sales_Manager", user.GetProperty("role").GetString());
        Assert.Equal(
            """{"Department":"Sales","IsEmailSender":"1","IsSoftPhoneEnabled":"1","RestrictMobileLogin":"0"}""",
            JsonSerializer.Serialize(user.GetProperty("fields").EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal)
                .ToDictionary(field => field.Name, field => field.Value.GetString())));
        Assert.Equal(2, await Events("user.updated", id));
    }

    [Theory]
    [InlineData("""{"Colour":"red"}""", "MXUnknownAttributeException")]
    [InlineData("""{"UserType":"7"}""", "MXInvalidInputException")]
    [InlineData("""{"IsEmailSender":"perhaps"}""", "MXInvalidInputException")]
    [InlineData("""{"DeletionStatusCode":"2"}""", "MXInvalidInputException")]
    [InlineData("""{"TemplateNames":"A,B"}""", "MXInvalidInputException")]
    [InlineData("""{"TemplateNames":"Nowhere"}""", "MXInvalidInputException")]
    public async Task What_cannot_be_is_refused_and_nothing_changes(string user, string type)
    {
        var id = await calls.Create($"{Guid.NewGuid():N}@example.com");

        var answer = await calls.Update(id, user.Replace("{", """{"LastName":"Changed",""", StringComparison.Ordinal));

        Assert.Equal(type, answer.Json.GetProperty("ExceptionType").GetString());
        Assert.Equal("Rao", (await calls.Details(id)).GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task An_unknown_user_cannot_be_changed()
    {
        foreach (var path in (string[])[$"User/Update?UserId={Guid.NewGuid()}", "User/Update?UserId=7", "User/Update"])
            Assert.Equal(
                HttpStatusCode.InternalServerError,
                (await server.Post(UserCalls.Users + path, """{"user":{"LastName":"X"}}""")).Status);
        Assert.Contains(
            "MXInvalidEntityException", (await server.Get($"{UserCalls.Users}User/MarkObsolete?userid={Guid.NewGuid()}")).Body);
    }

    [Fact]
    public async Task The_line_upwards_never_runs_in_a_circle()
    {
        var (a, b, c) = (await calls.Create("a@line.example"), await calls.Create("b@line.example"), await calls.Create("c@line.example"));
        Assert.Equal(HttpStatusCode.OK, (await calls.Update(b, $$"""{"ManagerUserId":"{{a}}"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await calls.Update(c, $$"""{"ManagerUserId":"{{b}}"}""")).Status);

        foreach (var below in (string[])[a, b, c])
            Assert.Contains("Nobody reports to himself", (await calls.Update(a, $$"""{"ManagerUserId":"{{below}}"}""")).Body);

        var reports = await server.Get($"{UserCalls.Users}ReportingHierarchy/RetrieveAllReportingUsers?UserId={a}");
        Assert.Equal(new[] { b, c }.Order(), reports.Json.EnumerateArray().Select(id => id.GetString()).Order());
        Assert.Equal("[]", (await server.Get($"{UserCalls.Users}ReportingHierarchy/RetrieveAllReportingUsers")).Body);
    }

    [Fact]
    public async Task Of_two_racing_changes_that_would_close_a_circle_one_is_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var (a, b) = (await calls.Create($"a{round}@race.example"), await calls.Create($"b{round}@race.example"));

            var answers = await Task.WhenAll(
                calls.Update(a, $$"""{"ManagerUserId":"{{b}}"}"""), calls.Update(b, $$"""{"ManagerUserId":"{{a}}"}"""));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task An_obsolete_user_gets_in_nowhere()
    {
        const string password = "Correct-horse-12";
        var id = Guid.Parse(await calls.Create("leaver@example.com", more: $""","Password":"{password}" """));
        var keys = await calls.Accounts.CreateAccessKey(calls.AccountId, id);
        var token = await calls.Accounts.CreateToken(calls.AccountId, id, KeyKind.Bearer);
        var login = $$"""{"username":"leaver@example.com","password":"{{password}}"}""";
        var session = (await server.Post("/api/v1/subscriber/Login", login)).Json.GetProperty("token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await calls.Bearer(session, "/api/v1/subscriber/getCustomerDetails")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(keys)).Status);

        var working = await server.Get($"{UserCalls.Users}User/MarkObsolete?userid={id}");
        Assert.Contains("Only deactivated users can be marked as obsolete", working.Body);
        await calls.Update(id.ToString(), """{"StatusCode":1}""");
        var marked = await server.Get($"{UserCalls.Users}User/MarkObsolete?userid={id}");

        Assert.Equal("""{"Status":"Success"}""", marked.Body);
        await IsOut();
        Assert.DoesNotContain(id.ToString(), (await server.Get($"{UserCalls.Users}Users.Get")).Body);

        // What has ended stays ended, should the user come back.
        var back = await server.Send(HttpMethod.Patch, $"/leadline/v1/users/{id}", """{"status":"active"}""");
        Assert.Equal("active", back.Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(keys)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await calls.Bearer(session, "/api/v1/subscriber/getCustomerDetails")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Post("/api/v1/subscriber/Login", login)).Status);

        async Task IsOut()
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Get(keys)).Status);
            foreach (var bearer in (string[])[token, session])
                Assert.Equal(
                    HttpStatusCode.Unauthorized, (await calls.Bearer(bearer, "/api/v1/subscriber/getCustomerDetails")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/api/v1/subscriber/Login", login)).Status);
        }

        Task<Answer> Get((string, string) with) =>
            calls.As(with, HttpMethod.Get, "/v2/Authentication.svc/UserByAccessKey.Get");
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var admin = (await server.Get("/v2/Authentication.svc/UserByAccessKey.Get")).Json.GetProperty("Id").GetString()!;

        Assert.Contains("last active administrator", (await calls.Update(admin, """{"Role":"Sales_User"}""")).Body);
        Assert.Contains("last active administrator", (await calls.Update(admin, """{"StatusCode":"1"}""")).Body);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"/leadline/v1/users/{admin}", null)).Status);
    }

    [Fact]
    public async Task Only_administrators_make_and_change_users()
    {
        var id = Guid.Parse(await calls.Create("seller@example.com"));
        var keys = await calls.Accounts.CreateAccessKey(calls.AccountId, id);

        foreach (var (path, body) in (IEnumerable<(string, string)>)
        [
            ("/v2/UserManagement.svc/User/Create", """{"FirstName":"X","EmailAddress":"y@example.com","Role":"Administrator"}"""),
            ($"/v2/UserManagement.svc/User/Update?UserId={id}", """{"user":{"Role":"Administrator"}}"""),
            ("/v2/UserGroup.svc/Create", """{"Name":"Mine"}"""),
            ("/v2/PermissionTemplate.svc/Apply", $$"""{"Id":"{{id}}","UserIds":["{{id}}"]}"""),
        ])
            Assert.Contains("MXUnAuthorizedAccessException", (await calls.As(keys, HttpMethod.Post, path, body)).Body);
    }

    private async Task<int> Events(string kind, string recordId)
    {
        await using var connection = await server.Database.Open(calls.AccountId);
        return await connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM event WHERE account_id = @AccountId AND kind = @kind AND record_id = @record",
            new { calls.AccountId, kind, record = Guid.Parse(recordId) });
    }
}
