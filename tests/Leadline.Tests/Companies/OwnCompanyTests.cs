using System.Net;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Companies;

public sealed class OwnCompanyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Companies = "/leadline/v1/companies";
    private const string Types = "/leadline/v1/company-types";

    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task A_company_is_made_read_changed_and_deleted()
    {
        var made = (await Make("Own")).Json;
        var path = $"{Companies}/{made.GetProperty("id").GetString()}";

        var changed = await server.Send(
            HttpMethod.Patch, path, """{"type":"Partners","fields":{"City":"Pune"}}""", ("If-Match", "\"1\""));
        var stale = await server.Send(HttpMethod.Patch, path, """{"fields":{"City":"Goa"}}""", ("If-Match", "\"1\""));
        var same = await server.Send(HttpMethod.Patch, path, """{"fields":{"City":"Pune"}}""");

        Assert.Equal(2, changed.Json.GetProperty("version").GetInt32());
        Assert.Equal("Partners", changed.Json.GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(2, same.Json.GetProperty("version").GetInt32());
        Assert.Equal("Pune", (await server.Get(path)).Json.GetProperty("fields").GetProperty("City").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Patch, path, """{"fields":{}}""")).Status);
    }

    [Theory]
    [InlineData("""{"fields":{"CompanyName":"X"}}""", 400, "type")]
    [InlineData("""{"type":"Nobody","fields":{"CompanyName":"X"}}""", 400, "type")]
    [InlineData("""{"type":"Account","fields":{"City":"X"}}""", 400, "CompanyName")]
    [InlineData("""{"type":"Account","fields":{"CompanyName":"X","Shoe":"9"}}""", 400, "Shoe")]
    [InlineData("""{"type":"Account","fields":{"CompanyName":"X","Employees":"few"}}""", 400, "Employees")]
    [InlineData("""{"type":"Account","fields":{"CompanyName":"TAKEN"}}""", 409, "CompanyName")]
    public async Task A_refusal_names_the_member(string body, int status, string field)
    {
        await Make("Taken");

        var answer = await server.Post(Companies, body);

        Assert.Equal(status, (int)answer.Status);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), answer.Body);
    }

    [Fact]
    public async Task Companies_are_listed_page_by_page()
    {
        await server.Post(Types, """{"name":"Paged"}""");
        for (var i = 0; i < 5; i++)
            await Make($"Page {i}", "Paged");

        var names = new List<string>();
        for (string? after = null, next = ""; next is not null; after = next)
        {
            var page = (await server.Get($"{Companies}?type=paged&limit=2&after={after}")).Json;
            names.AddRange(page.GetProperty("companies").EnumerateArray()
                .Select(company => company.GetProperty("fields").GetProperty("CompanyName").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(["Page 0", "Page 1", "Page 2", "Page 3", "Page 4"], names);
        Assert.Single((await server.Get($"{Companies}?words=age%203")).Json.GetProperty("companies").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get($"{Companies}?type=Nobody")).Status);
    }

    [Fact]
    public async Task Leads_come_and_go()
    {
        var id = (await Make("Employer")).Json.GetProperty("id").GetString();
        var lead = await rows.Lead("employee@company.example");

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Put, $"{Companies}/{id}/leads/{lead}", null)).Status);
        Assert.Equal(id, await rows.Value(lead, "RelatedCompanyId"));
        Assert.Equal(1, (await server.Get($"{Companies}/{id}")).Json.GetProperty("leads").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Companies}/{id}/leads/{lead}", null)).Status);
        Assert.Equal(0, (await server.Get($"{Companies}/{id}")).Json.GetProperty("leads").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Put, $"{Companies}/{id}/leads/{Guid.NewGuid()}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Put, $"{Companies}/{Guid.NewGuid()}/leads/{lead}", null)).Status);
    }

    [Fact]
    public async Task Types_and_fields_are_the_accounts_own()
    {
        var type = (await server.Post(Types, """{"name":"Dealer"}""")).Json.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Conflict, (await server.Post(Types, """{"name":"dealer"}""")).Status);
        Assert.Equal("Trader", (await server.Send(HttpMethod.Patch, $"{Types}/{type}", """{"name":"Trader"}""")).Json.GetProperty("name").GetString());
        var field = await server.Post("/leadline/v1/company-fields", """{"schemaName":"Custom_7","displayName":"Grade","type":"dropdown","options":["A","B"]}""");
        Assert.Equal(HttpStatusCode.OK, field.Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post("/leadline/v1/company-fields", """{"schemaName":"mx_Grade"}""")).Status);
        Assert.Contains("Custom_7", (await server.Get("/leadline/v1/company-fields")).Body);

        var good = await server.Post(Companies, """{"type":"Trader","fields":{"CompanyName":"Graded","Custom_7":"A"}}""");
        var bad = await server.Post(Companies, """{"type":"Trader","fields":{"CompanyName":"Ungraded","Custom_7":"C"}}""");

        Assert.Equal("A", good.Json.GetProperty("fields").GetProperty("Custom_7").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Send(HttpMethod.Delete, $"{Types}/{type}", null)).Status);
        await server.Send(HttpMethod.Delete, $"{Companies}/{good.Json.GetProperty("id").GetString()}", null);
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{Types}/{type}", null)).Status);
    }

    [Fact]
    public async Task A_call_that_is_sent_again_makes_no_other_company()
    {
        const string body = """{"type":"Account","fields":{"CompanyName":"Once"}}""";

        var first = await server.Send(HttpMethod.Post, Companies, body, ("Idempotency-Key", "company-once"));
        var again = await server.Send(HttpMethod.Post, Companies, body, ("Idempotency-Key", "company-once"));

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(first.Body, again.Body);
    }

    private Task<Answer> Make(string name, string type = "Account") =>
        server.Post(Companies, $$$"""{"type":"{{{type}}}","fields":{"CompanyName":"{{{name}}}"}}""");
}
