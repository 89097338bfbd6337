using System.Globalization;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Imports;

/// <summary>A file of leads is carried out row by row, by the rules of single captures.</summary>
public sealed class LeadImportTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly ImportCalls imports = new(server);
    private readonly LeadRows rows = new(server);

    [Theory]
    [InlineData("comma", "FirstName,EmailAddress,mx_City\nAsha,{0}1@example.com,Pune\nRavi,{0}2@example.com,\"Navi \"\"M\"\", Mumbai\"\n")]
    [InlineData("crlf", "FirstName,EmailAddress,mx_City\r\nAsha,{0}1@example.com,Pune\r\n\r\nRavi,{0}2@example.com,\"Navi \"\"M\"\", Mumbai\"")]
    [InlineData("semicolon", "FirstName;EmailAddress;mx_City\nAsha;{0}1@example.com;Pune\nRavi;{0}2@example.com;\"Navi \"\"M\"\", Mumbai\"\n")]
    [InlineData("tab", "FirstName\tEmailAddress\tmx_City\nAsha\t{0}1@example.com\tPune\nRavi\t{0}2@example.com\t\"Navi \"\"M\"\", Mumbai\"\n")]
    [InlineData("mark", "\uFEFFFirstName,EmailAddress,mx_City\nAsha,{0}1@example.com,Pune\nRavi,{0}2@example.com,\"Navi \"\"M\"\", Mumbai\"\n")]
    [InlineData("anycase", "firstname,EMAILADDRESS,mx_city,#Reason\nAsha,{0}1@example.com,Pune,a note\nRavi,{0}2@example.com,\"Navi \"\"M\"\", Mumbai\",\n")]
    public async Task Csv_is_read_however_it_is_written(string name, string file)
    {
        var import = await imports.Import(string.Format(CultureInfo.InvariantCulture, file, name));

        Assert.Equal("finished", import.GetProperty("state").GetString());
        Assert.Equal((2, 2, 0, 0), ImportCalls.Counts(import));
        var lead = await rows.Find($"{name}2@example.com");
        Assert.Equal("Navi \"M\", Mumbai", await rows.Value(lead!.Value, "mx_City"));
        Assert.Equal("Ravi", await rows.Value(lead.Value, "FirstName"));
    }

    [Fact]
    public async Task Ndjson_is_read_line_by_line()
    {
        var import = await imports.Import(
            """
            {"FirstName":"Li\nne","EmailAddress":"json1@example.com","mx_City":"Pune"}

            {"EmailAddress":"json1@example.com","mx_City":null}
            {"EmailAddress":"json2@example.com","nothing":"1"}
            ["EmailAddress"]
            {"EmailAddress":"json3@example.com
            """,
            type: ImportCalls.NdJson);

        Assert.Equal((5, 1, 1, 3), ImportCalls.Counts(import));
        var lead = (await rows.Find("json1@example.com"))!.Value;
        Assert.Equal("Li\nne", await rows.Value(lead, "FirstName"));
        Assert.Null(await rows.Value(lead, "mx_City"));
        var refused = await imports.Refused(import.GetProperty("id").GetGuid());
        Assert.Equal([4L, 5, 6], refused.Select(row => row.GetProperty("line").GetInt64()));
        Assert.Contains("nothing", refused[0].GetProperty("reason").GetString());
        Assert.Equal("[\"EmailAddress\"]", refused[1].GetProperty("row").GetString());
    }

    [Fact]
    public async Task Rows_are_captures()
    {
        var known = await rows.Lead("known@example.com", ("FirstName", "Old"), ("Source", "Fair"), ("mx_City", "Goa"));
        var import = await imports.Import(
            "FirstName,EmailAddress,Phone,mx_City\n"
            + "New,KNOWN@example.com,,\nFresh,fresh@example.com,+91-9812345678,Pune\nAgain,,9812345678,\n",
            "?source=Campaign");

        Assert.Equal((3, 1, 2, 0), ImportCalls.Counts(import));
        Assert.Equal("New", await rows.Value(known, "FirstName"));
        Assert.Equal("Fair", await rows.Value(known, "Source"));
        Assert.Equal("Goa", await rows.Value(known, "mx_City"));
        var fresh = (await rows.Find("fresh@example.com"))!.Value;
        Assert.Equal("Again", await rows.Value(fresh, "FirstName"));
        Assert.Equal("Campaign", await rows.Value(fresh, "Source"));
        Assert.Equal(2, await rows.One<long>(
            "SELECT count(*) FROM activity WHERE account_id = @account AND lead_id = @fresh AND event_code = 23",
            new { account = rows.AccountId, fresh }));
    }

    [Fact]
    public async Task Rows_only_create_or_only_update_as_told()
    {
        await rows.Lead("there@example.com", ("FirstName", "There"));
        const string file = "FirstName,EmailAddress\nOne,there@example.com\nTwo,{0}@example.com\n";

        var created = await imports.Import(string.Format(CultureInfo.InvariantCulture, file, "made"), "?mode=create");
        Assert.Equal((2, 1, 0, 1), ImportCalls.Counts(created));
        var refused = Assert.Single(await imports.Refused(created.GetProperty("id").GetGuid()));
        Assert.Equal("A Lead with same Email already exists.", refused.GetProperty("reason").GetString());

        var updated = await imports.Import(
            string.Format(CultureInfo.InvariantCulture, file, "missing"), "?mode=update&searchBy=EmailAddress");
        Assert.Equal((2, 0, 1, 1), ImportCalls.Counts(updated));
        refused = Assert.Single(await imports.Refused(updated.GetProperty("id").GetGuid()));
        Assert.Equal("There is no such lead.", refused.GetProperty("reason").GetString());
        Assert.Null(await rows.Find("missing@example.com"));
        Assert.Equal("One", await rows.Value((await rows.Find("there@example.com"))!.Value, "FirstName"));
    }

    [Fact]
    public async Task Refused_rows_are_mended_and_sent_again()
    {
        var id = (await imports.Import(
            "FirstName,EmailAddress,Phone\n"
            + "Good,good@example.com,9812340001\n\"Bad, \"\"1\"\"\",bad1@example.com,yesterday\n"
            + "Bad2,not an address,\nBad3,bad3@example.com,,,,\n").Reported()).GetProperty("id").GetGuid();

        var page = await imports.Get($"/{id}/refused-rows?limit=2");
        Assert.Equal(
            [(3, "Phone"), (4, "EmailAddress")],
            page.GetProperty("rows").EnumerateArray()
                .Select(row => (row.GetProperty("line").GetInt32(), row.GetProperty("field").GetString()!)));
        var last = await imports.Get($"/{id}/refused-rows?after={page.GetProperty("next").GetInt64()}");
        Assert.Equal(5, Assert.Single(last.GetProperty("rows").EnumerateArray()).GetProperty("line").GetInt32());
        Assert.False(last.TryGetProperty("next", out _));

        using var response = await imports.Send(HttpMethod.Get, $"{ImportCalls.Path}/{id}/refused-rows/file?limit=1");
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("after=3", response.Headers.GetValues("Link").Single());
        var file = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("FirstName,EmailAddress,Phone,#Line,#Field,#Reason", file);
        var mended = await imports.Import(file.Replace("yesterday", "9812340002", StringComparison.Ordinal));
        Assert.Equal((1, 1, 0, 0), ImportCalls.Counts(mended));
        var lead = (await rows.Find("bad1@example.com"))!.Value;
        Assert.Equal("Bad, \"1\"", await rows.Value(lead, "FirstName"));
    }

    [Fact]
    public async Task A_file_of_many_parts_is_read_whole()
    {
        const int count = 20_000;
        var file = new StringBuilder("FirstName,EmailAddress,mx_City\n");
        for (var i = 0; i < count; i++)
            file.Append(CultureInfo.InvariantCulture, $"नाम{i},many{i}@example.com,\"{new string('é', 40 + (i % 7))}\n{i}\"\n");
        file.Append("Last,not an address,\n");

        var import = await imports.Import(file.ToString());

        Assert.Equal((count + 1, count, 0, 1), ImportCalls.Counts(import));
        Assert.True(import.GetProperty("bytes").GetInt64() > 2 * 1024 * 1024);
        Assert.Equal(import.GetProperty("bytes").GetInt64(), import.GetProperty("bytesDone").GetInt64());
        var refused = Assert.Single(await imports.Refused(import.GetProperty("id").GetGuid()));
        Assert.Equal((2 * count) + 2, refused.GetProperty("line").GetInt64());
        Assert.Equal("Last,not an address,", refused.GetProperty("row").GetString());
        Assert.Equal(count, await rows.One<long>(
            """
            SELECT count(*) FROM lead WHERE account_id = @account AND "values"->>'EmailAddress' LIKE 'many%'
                AND "values"->>'FirstName' = 'नाम' || substring("values"->>'EmailAddress' FROM '^many(\d+)')
                AND "values"->>'mx_City' LIKE 'é%' || chr(10) || substring("values"->>'EmailAddress' FROM '^many(\d+)')
            """,
            new { account = rows.AccountId }));
    }

    [Fact]
    public async Task Captures_of_the_same_people_meanwhile_make_one_lead_of_each()
    {
        const int count = 3_000;
        var file = new StringBuilder("FirstName,EmailAddress\n");
        for (var i = 0; i < count; i++)
            file.Append(CultureInfo.InvariantCulture, $"Row,both{i}@example.com\n");
        var id = await imports.Submit(file.ToString());

        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var answer = await server.Post(
                "/v2/LeadManagement.svc/Lead.Capture",
                $$"""[{"Attribute":"EmailAddress","Value":"both{{count - 1 - i}}@example.com"},{"Attribute":"FirstName","Value":"Call"}]""");
            Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        });
        var import = await imports.Ended(id);

        Assert.Equal(0, import.GetProperty("refused").GetInt64());
        var (leads, captures) = (
            await rows.One<long>(
                """SELECT count(*) FROM lead WHERE account_id = @account AND "values"->>'EmailAddress' LIKE 'both%'""",
                new { account = rows.AccountId }),
            await rows.One<long>(
                """
                SELECT count(*) FROM activity a JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id
                WHERE a.account_id = @account AND a.event_code = 23 AND l."values"->>'EmailAddress' LIKE 'both%'
                """,
                new { account = rows.AccountId }));
        Assert.Equal((count, 2 * count), (leads, captures));
    }
}

internal static class ImportJson
{
    /// <summary>An import whose every row is accounted for.</summary>
    public static async Task<JsonElement> Reported(this Task<JsonElement> ended)
    {
        var import = await ended;
        var (read, created, updated, refused) = ImportCalls.Counts(import);
        Assert.Equal(read, created + updated + refused);
        return import;
    }
}
