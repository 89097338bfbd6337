using System.Net;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users;

public sealed partial class CheckInTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly UserCalls calls = new(server);

    [Fact]
    public async Task A_user_comes_and_leaves()
    {
        var id = Guid.Parse(await calls.Create("in@check.example"));
        var keys = await calls.Accounts.CreateAccessKey(calls.AccountId, id);
        Assert.Equal(
            """{"IsCheckedIn":false,"LastCheckedOn":null}""",
            (await server.Get($"{UserCalls.Users}User/CheckinStatus?UserId={id}")).Body);

        var came = await calls.As(
            keys, HttpMethod.Post, $"{UserCalls.Users}User/CheckIn",
            """{"Source":"MobileApp","Location":"KA","Latitude":38.57,"Longitude":"-121.49","AvailabilityStatus":"away","OtherDetails":{"Battery":80}}""");
        var isIn = await calls.As(keys, HttpMethod.Get, $"{UserCalls.Users}User/CheckinStatus");
        var left = await calls.As(
            keys, HttpMethod.Post, $"{UserCalls.Users}User/CheckOut", """{"Source":"MobileApp","AvailabilityStatus":"OFFLINE"}""");

        Assert.Matches(CheckedIn(), came.Json.GetProperty("Message").GetProperty("ResponseText").GetString());
        Assert.True(isIn.Json.GetProperty("IsCheckedIn").GetBoolean());
        Assert.StartsWith(
            "User successfully checked out on ", left.Json.GetProperty("Message").GetProperty("ResponseText").GetString());
        Assert.False((await server.Get($"{UserCalls.Users}User/CheckinStatus?UserId={id}")).Json.GetProperty("IsCheckedIn").GetBoolean());

        var history = (await server.Post($"{UserCalls.Users}User/GetCheckinCheckoutHistory", $$"""{"UserIds":["{{id}}"]}""")).Json;
        Assert.Equal(2, history.GetProperty("RecordCount").GetInt32());
        var first = history.GetProperty("List")[1];
        Assert.Equal("CheckIn", first.GetProperty("Type").GetString());
        Assert.Equal("Away", first.GetProperty("AvailabilityStatus").GetString());
        Assert.Equal("-121.49", first.GetProperty("Longitude").GetString());
        Assert.Equal(
            """{"RecordCount":0,"List":[]}""",
            (await server.Post(
                $"{UserCalls.Users}User/GetCheckinCheckoutHistory",
                $$"""{"UserIds":["{{id}}"],"FromDate":"2020-01-01 00:00:00","ToDate":"2020-12-31"}""")).Body);
    }

    [Theory]
    [InlineData("CheckIn", """{"Location":"KA"}""", "MXMandatoryAttributeMissingException")]
    [InlineData("CheckIn", """{"Source":"Web","AvailabilityStatus":"Asleep"}""", "MXInvalidInputException")]
    [InlineData("CheckIn", """{"Source":"Web","Latitude":91}""", "MXInvalidInputException")]
    [InlineData("CheckOut", """{"Source":"Web","AvailabilityStatus":"Online"}""", "MXInvalidInputException")]
    [InlineData("GetCheckinCheckoutHistory", """{"FromDate":"yesterday"}""", "MXInvalidInputException")]
    [InlineData("GetCheckinCheckoutHistory", """{"FromDate":"2026-01-02","ToDate":"2026-01-01"}""", "MXInvalidInputException")]
    public async Task What_cannot_be_is_refused(string operation, string body, string type) => Assert.Equal(
        type,
        (await server.Post($"{UserCalls.Users}User/{operation}", body)).Json.GetProperty("ExceptionType").GetString());

    [Fact]
    public async Task The_own_api_tells_the_newest_first()
    {
        foreach (var kind in (string[])["in", "out", "in"])
            Assert.Equal(
                HttpStatusCode.OK,
                (await server.Post("/leadline/v1/check-ins", $$"""{"kind":"{{kind}}","source":"Web","location":"Desk"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/leadline/v1/check-ins", """{"kind":"by","source":"Web"}""")).Status);

        var two = (await server.Get("/leadline/v1/users/admin@example.com/check-ins?limit=2")).Json.GetProperty("checkIns");
        var rest = (await server.Get(
            $"/leadline/v1/users/admin@example.com/check-ins?before={two[1].GetProperty("id").GetString()}")).Json.GetProperty("checkIns");

        Assert.Equal(["in", "out"], two.EnumerateArray().Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal("in", Assert.Single(rest.EnumerateArray()).GetProperty("kind").GetString());
    }

    [GeneratedRegex(@"^User successfully checked in on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")]
    private static partial Regex CheckedIn();
}
