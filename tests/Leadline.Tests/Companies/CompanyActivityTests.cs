using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Companies;

public sealed class CompanyActivityTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wire = "/v2/CompanyActivity.svc/";
    private const string Own = "/leadline/v1/";

    [Fact]
    public async Task What_happened_is_noted_told_and_changed()
    {
        var company = await Company("Noted");
        var code = (await server.Post($"{Own}company-activity-types", """{"name":"Visit"}""")).Json.GetProperty("code").GetInt32();
        var noted = await Post(company, """{"type":"visit","note":"They like us","activityOn":"2026-01-02 03:04:05","fields":{"mx_Custom_1":"red"}}""");
        await Post(company, $$"""{"type":"{{code}}","note":"Again","activityOn":"2026-02-02T00:00:00Z"}""");
        var id = noted.Json.GetProperty("id").GetString();

        var changed = await server.Post(
            $"{Wire}Update",
            $$"""{"CompanyActivityId":"{{id}}","ActivityNote":"They love us","Fields":[{"SchemaName":"Status","Value":"Closed"},{"SchemaName":"mx_Custom_1","Value":""}]}""");

        Assert.Equal($$$"""{"Status":"Success","Message":{"Id":"{{{id}}}","IsSuccessful":true}}""", changed.Body);
        var read = (await server.Get($"{Wire}RetrieveById?activityId={id}")).Json;
        Assert.Equal(
            "CompanyActivityId,RelatedCompanyId,ActivityEvent,ActivityNote,ActivityDateTime,ActivityType,CreatedByName,ActivityDisplayName,CreatedOn,ModifiedOn,CreatedBy,ModifiedBy,ModifiedByName,ActivityFields",
            string.Join(',', read.EnumerateObject().Select(member => member.Name)));
        Assert.Equal("They love us", read.GetProperty("ActivityNote").GetString());
        Assert.Equal("2026-01-02 03:04:05", read.GetProperty("ActivityDateTime").GetString());
        Assert.Equal(code, read.GetProperty("ActivityEvent").GetInt32());
        Assert.Equal("Visit", read.GetProperty("ActivityDisplayName").GetString());
        Assert.Equal("Closed", read.GetProperty("ActivityFields").GetProperty("Status").GetString());
        Assert.False(read.GetProperty("ActivityFields").TryGetProperty("mx_Custom_1", out _));

        var all = (await server.Post(
            $"{Wire}Retrieve?companyId={company}", """{"Parameter":{"FromDate":"2026-01-01","ToDate":"2026-12-31 00:00:00"},"Paging":{"PageIndex":"1","PageSize":"1"}}""")).Json;
        Assert.Equal(2, all.GetProperty("RecordCount").GetInt32());
        Assert.Equal("Again", Assert.Single(all.GetProperty("CompanyActivities").EnumerateArray()).GetProperty("ActivityNote").GetString());
        Assert.Equal(
            """{"RecordCount":0,"CompanyActivities":[]}""",
            (await server.Post($"{Wire}Retrieve?companyId={company}", """{"Parameter":{"FromDate":"2025-01-01","ToDate":"2025-12-31"}}""")).Body);
        Assert.StartsWith(
            "2026-02-02", (await server.Get($"{Own}companies/{company}")).Json.GetProperty("lastActivityOn").GetString());
    }

    [Fact]
    public async Task An_unknown_activity_is_nothing()
    {
        Assert.Equal("{}", (await server.Get($"{Wire}RetrieveById?activityId={Guid.NewGuid()}")).Body);
        Assert.Contains(
            "\"IsSuccessful\":false",
            (await server.Post($"{Wire}Update", $$"""{"CompanyActivityId":"{{Guid.NewGuid()}}","ActivityNote":"n","Fields":[]}""")).Body);
        Assert.Contains("MXInvalidInputException", (await server.Post($"{Wire}Update", """{"ActivityNote":"n"}""")).Body);
        Assert.Contains("MXInvalidEntityException", (await server.Post($"{Wire}Retrieve?companyId={Guid.NewGuid()}", "{}")).Body);
    }

    [Theory]
    [InlineData("""{"note":"x"}""", "type")]
    [InlineData("""{"type":"Nothing"}""", "type")]
    [InlineData("""{"type":"Known","activityOn":"later"}""", "activityOn")]
    [InlineData("""{"type":"Known","fields":{"Shoe":"9"}}""", "Shoe")]
    [InlineData("""{"type":"Known","fields":{"Owner":"nobody"}}""", "Owner")]
    public async Task What_cannot_be_noted_is_refused(string body, string field)
    {
        var company = await Company($"Refused {Guid.NewGuid():N}");
        await server.Post($"{Own}company-activity-types", """{"name":"Known"}""");

        var answer = await Post(company, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _));
        Assert.Equal("""{"activities":[],"next":null}""", (await server.Get($"{Own}companies/{company}/activities")).Body);
    }

    [Fact]
    public async Task They_go_with_their_company()
    {
        var company = await Company("Gone");
        await server.Post($"{Own}company-activity-types", """{"name":"Farewell"}""");
        var id = (await Post(company, """{"type":"Farewell"}""")).Json.GetProperty("id").GetString();

        await server.Send(HttpMethod.Delete, $"{Own}companies/{company}", null);

        Assert.Equal("{}", (await server.Get($"{Wire}RetrieveById?activityId={id}")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(company, """{"type":"Farewell"}""")).Status);
    }

    private Task<Answer> Post(string company, string body) => server.Post($"{Own}companies/{company}/activities", body);

    private async Task<string> Company(string name) => (await server.Post(
        $"{Own}companies", $$$"""{"type":"Account","fields":{"CompanyName":"{{{name}}}"}}""")).Json.GetProperty("id").GetString()!;
}
