using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

public sealed class LeadSearchTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Service = "/v2/LeadManagement.svc";

    [Fact]
    public async Task A_filter_finds_by_every_operator()
    {
        var tag = NewTag();
        var low = await Capture(("FirstName", $"{tag} Alpha"), ("Score", "5"), ("mx_City", tag));
        var high = await Capture(("FirstName", $"{tag} Beta"), ("Score", "10"), ("mx_City", tag), ("Company", $"{tag} Ltd"));

        Assert.Equal([high, low], await Find("mx_City", "=", tag));
        Assert.Equal([low], await Find("FirstName", "=", $"{tag} Alpha"));
        Assert.Equal([], await Find("FirstName", "=", $"{tag} alpha"));
        Assert.Equal([high, low], await Find("FirstName", "LIKE", tag.ToUpperInvariant()));
        Assert.Equal([low], await Find("FirstName", "LIKE", $"{tag}%PHA"));
        Assert.Equal([high, low], await Find("FirstName", "IN", $"{tag} Alpha,{tag} Beta,nobody"));
        Assert.Equal([high], await Find("Company", "=", $"{tag} Ltd"));
        Assert.Equal([high], await Find("Company", "like", $"{tag}"));
        Assert.Equal([low], await Find("ProspectID", "=", low));
        Assert.Equal([high, low], await Find("ProspectID", "IN", $"{low},{high}"));
        Assert.Equal([], await Find("ProspectId", "=", low));
        Assert.Equal([], await Find("mx_Nothing", "=", low));
        Assert.Contains(high, await Find("Score", ">", "9"));
        Assert.DoesNotContain(low, await Find("Score", ">", "9"));
        Assert.Contains(low, await Find("Score", "<=", "5.0"));
        Assert.Contains(low, await Find("Company", "=", ""));
        Assert.DoesNotContain(high, await Find("Company", "=", ""));
        Assert.Contains(high, await Find("Company", "<>", ""));
        Assert.DoesNotContain(low, await Find("Company", "<>", ""));
        Assert.Contains(low, await Find("DoNotEmail", "=", "0"));
        Assert.Contains(low, await Find("IsLead", "=", "1"));
        Assert.Equal([], await Find("IsLead", "=", "0"));
        Assert.Contains(low, await Find("OwnerIdEmailAddress", "=", server.Credentials.AdminEmail));
        Assert.Contains(low, await Find("CreatedOn", ">=", "2020-01-01 00:00:00"));
        Assert.Equal([], await Find("CreatedOn", "<", "2020-01-01 00:00:00"));
    }

    [Theory]
    [InlineData("""{"Parameter":{"LookupName":"FirstName","LookupValue":"x","SqlOperator":"!="}}""", "MXInvalidEntityException")]
    [InlineData("""{"Parameter":{"LookupName":"DoNotEmail","LookupValue":"true","SqlOperator":"="}}""", "MXInvalidInputException")]
    [InlineData("""{"Parameter":{"LookupName":"CreatedOn","LookupValue":"yesterday","SqlOperator":">"}}""", "MXInvalidInputException")]
    public async Task A_filter_that_means_nothing_is_refused(string body, string exception)
    {
        var answer = await server.Post($"{Service}/Leads.Get", body);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(exception, answer.Json.GetProperty("ExceptionType").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Parameter":{}}""")]
    [InlineData("""{"Query":{"FilterBy":[{"Attribute":"FirstName","Value":"nobody"}]}}""")]
    [InlineData("""{"Parameter":{"LookupName":"ProspectID","LookupValue":"","SqlOperator":"<>"},"Paging":{"PageIndex":"1","PageSize":5000}}""")]
    public async Task Without_a_filter_all_leads_are_found_newest_first(string body)
    {
        var older = await Capture(("FirstName", NewTag()));
        var newer = await Capture(("FirstName", NewTag()));

        var all = Ids((await server.Post($"{Service}/Leads.Get", body)).Json);

        Assert.True(all.IndexOf(newer) < all.IndexOf(older));
    }

    [Fact]
    public async Task Pages_follow_the_order_asked_for_and_print_the_columns_asked_for()
    {
        var tag = NewTag();
        foreach (var score in (string[])["9", "100", "20"])
            await Capture(("FirstName", $"{tag}{score}"), ("mx_City", tag), ("Score", score));

        Assert.Equal(["100", "20"], await Page("Score", "\"1\"", 1));
        Assert.Equal(["9"], await Page("Score", "1", 2));
        Assert.Equal(["9", "20"], await Page("Score", "\"0\"", 1));
        Assert.Equal(["9", "100"], await Page("CreatedOn", "0", 1));
        Assert.Equal(["9", "100"], await Page("ProspectAutoId", "0", 1));
        Assert.Equal([], await Page("Score", "1", 3));

        var columns = await server.Post(
            $"{Service}/Leads.Get",
            $$$"""{"Parameter":{"LookupName":"mx_City","LookupValue":"{{{tag}}}","SqlOperator":"="},"Columns":{"Include_CSV":"Score, mx_City,mx_Nothing,LastName"},"Paging":{"PageIndex":1,"PageSize":1}}""");
        Assert.Equal($$"""[{"Score":"20","mx_City":"{{tag}}","LastName":null}]""", columns.Body);

        async Task<List<string?>> Page(string column, string direction, int index)
        {
            var answer = await server.Post(
                $"{Service}/Leads.Get",
                $$$"""{"Parameter":{"LookupName":"mx_City","LookupValue":"{{{tag}}}","SqlOperator":"="},"Sorting":{"ColumnName":"{{{column}}}","Direction":{{{direction}}}},"Paging":{"PageIndex":{{{index}}},"PageSize":2}}""");
            return [.. answer.Json.EnumerateArray().Select(lead => lead.GetProperty("Score").GetString())];
        }
    }

    [Fact]
    public async Task Star_prints_all_columns_and_excluded_ones_are_left_out()
    {
        var id = await Capture(("FirstName", NewTag()));
        var filter = $$"""{"LookupName":"ProspectID","LookupValue":"{{id}}","SqlOperator":"="}""";

        var all = await server.Post($"{Service}/Leads.Get", $$$"""{"Parameter":{{{filter}}},"Columns":{"Include_CSV":"*"}}""");
        var fewer = await server.Post($"{Service}/Leads.Get", $$$"""{"Parameter":{{{filter}}},"Columns":{"Exclude_CSV":"FirstName,Score"}}""");

        Assert.Equal((await server.Get($"{Service}/Leads.GetById?id={id}")).Body, all.Body);
        Assert.Equal(all.Json[0].EnumerateObject().Count() - 2, fewer.Json[0].EnumerateObject().Count());
        Assert.False(fewer.Json[0].TryGetProperty("FirstName", out _));
    }

    [Fact]
    public async Task Recently_modified_counts_the_whole_window_and_leaves_the_key_out_when_empty()
    {
        var tag = NewTag();
        await Capture(("FirstName", tag));
        var lead = (await server.Get($"{Service}/Leads.GetByQuickSearch?key={tag}")).Json[0];
        var second = lead.GetProperty("LeadLastModifiedOn").GetString()![..19];

        var answer = await Modified(second, second, """ "Columns":{"Include_CSV":"FirstName"},"Paging":{"PageIndex":1,"PageSize":1000} """);
        var total = answer.Json.GetProperty("RecordCount").GetInt64();
        var lists = answer.Json.GetProperty("Leads").EnumerateArray().Select(row => row.GetProperty("LeadPropertyList").GetRawText());
        Assert.Contains($$"""[{"Attribute":"FirstName","Value":"{{tag}}"},{"Attribute":"Total","Value":"{{total}}"}]""", lists);

        var past = await Modified(second, second, """ "Paging":{"PageIndex":9,"PageSize":1000} """);
        Assert.Equal($$"""{"RecordCount":{{total}}}""", past.Body);
        Assert.Equal("""{"RecordCount":0}""", (await Modified("2001-01-01 00:00:00", "2001-01-02 00:00:00", "\"Paging\":{}")).Body);

        var tooLarge = await Modified(second, second, "\"Paging\":{\"PageSize\":5001}");
        Assert.Equal(HttpStatusCode.InternalServerError, tooLarge.Status);
        Assert.Equal(
            """{"Status":"Error","ExceptionType":"MXMandatoryFieldMissingException","ExceptionMessage":"Page size can not be larger than 5000."}""",
            tooLarge.Body);
        Assert.Contains("FromDate value is not correct.", (await Modified("soon", second, "\"Paging\":{}")).Body);
        Assert.Contains("FromDate can't be greater than ToDate.", (await Modified("2030-01-01 00:00:00", "2029-01-01 00:00:00", "\"Paging\":{}")).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?key=%20")]
    [InlineData("?key=@")]
    [InlineData("?key=100%25nobody")]
    public async Task A_key_that_says_nothing_finds_nothing(string query)
    {
        await Capture(("FirstName", NewTag()));

        Assert.Equal("[]", (await server.Get($"{Service}/Leads.GetByQuickSearch{query}")).Body);
    }

    [Fact]
    public async Task A_window_may_be_open_to_the_end_of_time()
    {
        var id = await Capture(("FirstName", NewTag()));

        var answer = await Modified(
            "0001-01-01 00:00:00", "9999-12-31 23:59:59", """ "Columns":{"Include_CSV":"ProspectID"},"Paging":{"PageSize":5000} """);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(id, answer.Body);
    }

    private Task<Answer> Modified(string from, string to, string rest) => server.Post(
        $"{Service}/Leads.RecentlyModified", $$$"""{"Parameter":{"FromDate":"{{{from}}}","ToDate":"{{{to}}}"},{{{rest}}}}""");

    private async Task<List<string?>> Find(string field, string op, string value)
    {
        var answer = await server.Post(
            $"{Service}/Leads.Get",
            JsonSerializer.Serialize(new { Parameter = new { LookupName = field, LookupValue = value, SqlOperator = op } }));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return Ids(answer.Json);
    }

    private async Task<string> Capture(params (string Name, string Value)[] values) => (await server.Post(
        $"{Service}/Lead.Create",
        JsonSerializer.Serialize(values.Select(value => new { Attribute = value.Name, value.Value })))).Id;

    private static List<string?> Ids(JsonElement leads) =>
        [.. leads.EnumerateArray().Select(lead => lead.GetProperty("ProspectID").GetString())];

    private static string NewTag() => $"t{Guid.NewGuid():N}";
}
