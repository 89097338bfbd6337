using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Tables;

/// <summary>Tables of an account's own: typed columns, rows, searches and files.</summary>
public sealed class TableTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Columns = """
        [{"schemaName":"City","displayName":"The city","mandatory":true},{"schemaName":"People","type":"number"},
         {"schemaName":"Founded","type":"date"},{"schemaName":"IsPort","type":"boolean"},{"schemaName":"Head","type":"user"},
         {"schemaName":"Size","type":"dropdown","options":["Small","Large"],"defaultValue":"Small"}]
        """;

    private static int made;

    [Fact]
    public async Task A_table_is_made_read_changed_and_removed()
    {
        var created = await server.Post("/leadline/v1/tables", Table("Cities of note"));
        var path = $"/leadline/v1/tables/{created.Json.GetProperty("id").GetString()}";
        var twin = await server.Post("/leadline/v1/tables", Table("CITIES of note"));
        var first = await server.Send(HttpMethod.Patch, path, """{"description":"one"}""", ("If-Match", "\"1\""));
        var second = await server.Send(HttpMethod.Patch, path, """{"description":"two"}""", ("If-Match", "\"1\""));
        var listed = await server.Get("/leadline/v1/tables");
        var removed = await server.Send(HttpMethod.Delete, path, null);

        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal(["City", "People", "Founded", "IsPort", "Head", "Size"], created.Json.GetProperty("columns").EnumerateArray().Select(one => one.GetProperty("schemaName").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (twin.Status, first.Status, second.Status));
        Assert.Contains(listed.Json.GetProperty("tables").EnumerateArray(), one => one.GetProperty("description").GetString() == "one" && one.GetProperty("version").GetInt32() == 2);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (removed.Status, (await server.Get(path)).Status));
        var events = await Eventually.Seen(
            async () => (await server.Get("/leadline/v1/events?kinds=table.*&limit=500")).Json.GetProperty("events").EnumerateArray()
                .Where(one => path.EndsWith(one.GetProperty("recordId").GetString()!, StringComparison.Ordinal))
                .Select(one => one.GetProperty("kind").GetString()).ToList(),
            seen => seen.Count == 3);
        Assert.Equal(["table.created", "table.updated", "table.deleted"], events);
    }

    [Theory]
    [InlineData("""{"columns":[{"schemaName":"A"}]}""", "name")]
    [InlineData("""{"name":"x"}""", "columns")]
    [InlineData("""{"name":"x","columns":[]}""", "columns")]
    [InlineData("""{"name":"x","columns":[{"schemaName":"1A"}]}""", "columns")]
    [InlineData("""{"name":"x","columns":[{"schemaName":"A'b"}]}""", "columns")]
    [InlineData("""{"name":"x","columns":[{"schemaName":"A"},{"schemaName":"a"}]}""", "columns")]
    [InlineData("""{"name":"x","columns":[{"schemaName":"A","type":"fieldSet","parts":[{"schemaName":"Status"}]}]}""", "columns")]
    [InlineData("""{"name":"x","columns":[{"schemaName":"A","type":"nothing"}]}""", "columns")]
    public async Task What_cannot_be_a_table_is_refused_with_the_member_at_fault(string body, string member)
    {
        var answer = await server.Post("/leadline/v1/tables", body);

        Assert.InRange((int)answer.Status, 400, 499);
        Assert.Contains(member, answer.Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Rows_are_checked_by_their_columns_and_two_editors_are_told_apart()
    {
        var table = await NewTable();
        var user = server.Credentials.AdminEmail;
        var row = await server.Post($"{table}/rows", $$$"""{"values":{"city":"Kochi","People":"00602046.0","Founded":"1440-05-01","IsPort":"yes","Head":"{{{user}}}"}}""");
        var path = $"{table}/rows/{row.Json.GetProperty("id").GetString()}";
        var changed = await server.Send(HttpMethod.Patch, path, """{"values":{"Founded":"","Size":"Large"}}""", ("If-Match", "\"1\""));
        var late = await server.Send(HttpMethod.Patch, path, """{"values":{"City":"Cochin"}}""", ("If-Match", "\"1\""));

        var values = row.Json.GetProperty("values");
        Assert.Equal(("Kochi", "602046", "1", "Small"), (Value("City"), Value("People"), Value("IsPort"), Value("Size")));
        Assert.True(Guid.TryParse(Value("Head"), out _));
        Assert.False(changed.Json.GetProperty("values").TryGetProperty("Founded", out _));
        Assert.Equal((2, "Large"), (changed.Json.GetProperty("version").GetInt32(), changed.Json.GetProperty("values").GetProperty("Size").GetString()));
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.Status);
        foreach (var (body, field) in new[]
                 {
                     ("""{"values":{"People":"1"}}""", "City"), ("""{"values":{"City":"x","People":"many"}}""", "People"), ("""{"values":{"City":"x","Size":"Huge"}}""", "Size"),
                     ("""{"values":{"City":"x","Head":"nobody@example.com"}}""", "Head"), ("""{"values":{"City":"x","Country":"y"}}""", "Country"),
                 })
        {
            var refused = await server.Post($"{table}/rows", body);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains(field, refused.Body, StringComparison.Ordinal);
        }

        Assert.Equal(1, (await server.Get(table)).Json.GetProperty("rowCount").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(0, (await server.Get(table)).Json.GetProperty("rowCount").GetInt32());

        string? Value(string name) => values.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Bulk_rows_go_in_all_or_none_and_out_again()
    {
        var table = await NewTable();
        var bad = await server.Post($"{table}/rows/bulk", """{"rows":[{"values":{"City":"A"}},{"values":{"City":"B","People":"x"}}]}""");
        var good = await server.Post($"{table}/rows/bulk", """{"rows":[{"values":{"City":"A"}},{"values":{"City":"B"}},{"values":{"City":"C"}}]}""");
        var ids = good.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ToList();
        var two = await server.Post($"{table}/rows/delete", JsonSerializer.Serialize(new { rowIds = ids.Take(2) }));
        var rest = await server.Post($"{table}/truncate", "");

        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Contains("Row 2", bad.Body, StringComparison.Ordinal);
        Assert.Equal((2, 1), (two.Json.GetProperty("removed").GetInt32(), rest.Json.GetProperty("removed").GetInt32()));
        Assert.Equal(0, (await server.Get(table)).Json.GetProperty("rowCount").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{table}/rows/bulk", """{"rows":[]}""")).Status);
    }

    [Fact]
    public async Task Writers_at_once_lose_no_row()
    {
        var table = await NewTable();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.Post($"{table}/rows", $$$"""{"values":{"City":"C{{{i}}}"}}""")));

        var rows = (await server.Get($"{table}/rows")).Json.GetProperty("rows");
        Assert.Equal((20, 20), (rows.GetArrayLength(), (await server.Get(table)).Json.GetProperty("rowCount").GetInt32()));
    }

    [Theory]
    [InlineData("""{"field":"People","operator":">=","value":"3"}""", "People", "C,D,E")]
    [InlineData("""{"field":"People","operator":">=","value":"3"}""", "-People", "E,D,C")]
    [InlineData("""{"field":"City","operator":"LIKE","value":"a"}""", "City", "A")]
    [InlineData("""{"field":"City","operator":"IN","value":"B,E,Z"}""", "", "B,E")]
    [InlineData("""{"any":[{"field":"City","value":"A"},{"all":[{"field":"IsPort","value":"1"},{"field":"People","operator":"<","value":"5"}]}]}""", "City", "A,B,D")]
    [InlineData("""{"field":"People","value":""}""", "City", "A")]
    [InlineData("""{"field":"CreatedOn","operator":">","value":"2020-01-01"}""", "-People", "E,D,C,B,A")]
    public async Task A_search_filters_sorts_and_pages(string filter, string sort, string found)
    {
        var table = await NewTable();
        await server.Post($"{table}/rows/bulk", """
            {"rows":[{"values":{"City":"A"}},{"values":{"City":"B","People":"2","IsPort":"1"}},{"values":{"City":"C","People":"3"}},
             {"values":{"City":"D","People":"4","IsPort":"1"}},{"values":{"City":"E","People":"12","IsPort":"1"}}]}
            """);

        var (cities, after, count) = (new List<string?>(), (string?)null, 0);
        do
        {
            var page = (await server.Post(
                $"{table}/search",
                $$"""{"filter":{{filter}},"sort":"{{sort}}","limit":2,"count":true {{(after is null ? "" : $",\"after\":\"{after}\"")}}}""")).Json;
            cities.AddRange(page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("values").GetProperty("City").GetString()));
            count = page.GetProperty("count").GetInt32();
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(found, string.Join(',', cities));
        Assert.Equal(cities.Count, count);
    }

    [Theory]
    [InlineData("""{"filter":{"field":"Country","value":"x"}}""")]
    [InlineData("""{"filter":{"field":"City","operator":"~","value":"x"}}""")]
    [InlineData("""{"sort":"Country"}""")]
    [InlineData("""{"sort":"City","after":"3f2504e0-4f89-11d3-9a0c-0305e82c3301"}""")]
    public async Task A_search_that_means_nothing_is_refused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Post($"{await NewTable()}/search", body)).Status);

    [Fact]
    public async Task A_column_goes_with_its_values_and_one_that_stays_keeps_its_type()
    {
        var table = await NewTable();
        await server.Post($"{table}/rows", """{"values":{"City":"Kochi","People":"1"}}""");

        var typed = await server.Send(HttpMethod.Patch, table, """{"columns":[{"schemaName":"City","type":"number"}]}""");
        var changed = await server.Send(HttpMethod.Patch, table, """{"columns":[{"schemaName":"City"},{"schemaName":"Note"}]}""");
        await server.Send(HttpMethod.Patch, table, """{"columns":[{"schemaName":"City"},{"schemaName":"People"}]}""");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (typed.Status, changed.Status));
        var row = (await server.Get($"{table}/rows")).Json.GetProperty("rows")[0].GetProperty("values");
        Assert.False(row.TryGetProperty("People", out _));
        Assert.Equal("Kochi", row.GetProperty("City").GetString());
    }

    [Fact]
    public async Task A_file_is_taken_in_by_each_mode_and_given_out_again()
    {
        var table = await NewTable();
        var created = await Import(table, "", "City,People,#Note\nKochi,600,x\n\"Thrissur, the city\",315\n,1\nBad,many\n");
        var updated = await Import(table, "?mode=update&key=City", "City,People\nKochi,601\nNowhere,1\n");
        var both = await Import(table, "?mode=createOrUpdate&key=People", "City,People\nCochin,0601\nPalakkad,130\nPalakkad again,130.0\n");
        var again = await Import(table, "?mode=create&key=City", "City\nCochin\nKannur\n");

        Assert.Equal((2, 0, 2), Counts(created));
        Assert.Equal(["4 City", "5 People"], created.Json.GetProperty("refusedRows").EnumerateArray().Select(row => $"{row.GetProperty("line")} {row.GetProperty("column").GetString()}"));
        Assert.Equal((0, 1, 1), Counts(updated));
        Assert.Equal((1, 1, 0), Counts(both));
        Assert.Equal((1, 0, 1), Counts(again));
        var file = await server.Get($"{table}/export");
        Assert.Equal(
            ["City,People,Founded,IsPort,Head,Size", "Cochin,601,,,,Small", "\"Thrissur, the city\",315,,,,Small", "Palakkad again,130,,,,Small", "Kannur,,,,,Small"],
            file.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')));
        Assert.Equal(4, (await server.Get(table)).Json.GetProperty("rowCount").GetInt32());
    }

    [Theory]
    [InlineData("?mode=update", "City\nKochi\n", HttpStatusCode.BadRequest)]
    [InlineData("?mode=update&key=People", "City\nKochi\n", HttpStatusCode.BadRequest)]
    [InlineData("?mode=replace", "City\nKochi\n", HttpStatusCode.BadRequest)]
    [InlineData("", "Country\nIndia\n", HttpStatusCode.BadRequest)]
    [InlineData("", "", HttpStatusCode.BadRequest)]
    [InlineData("", "C\0ity\n", HttpStatusCode.BadRequest)]
    public async Task A_file_that_fits_no_table_is_refused(string query, string file, HttpStatusCode status)
    {
        var table = await NewTable();
        Assert.Equal(status, (await Import(table, query, file)).Status);
        Assert.Equal(0, (await server.Get(table)).Json.GetProperty("rowCount").GetInt32());
    }

    [Fact]
    public async Task Every_user_reads_and_administrators_write()
    {
        var table = await NewTable();
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var accountId = new LeadRows(server).AccountId;
        var user = (await accounts.CreateUser(accountId, "tables@example.com", "Sa", "Les", "Sales_User", "a long password")).Value;
        var (key, secret) = await accounts.CreateAccessKey(accountId, user.Id);
        foreach (var (method, path, body, status) in new[]
                 {
                     (HttpMethod.Get, table, null, HttpStatusCode.OK), (HttpMethod.Post, $"{table}/search", "{}", HttpStatusCode.OK),
                     (HttpMethod.Post, "/leadline/v1/tables", Table("Mine"), HttpStatusCode.Forbidden), (HttpMethod.Post, $"{table}/rows", """{"values":{"City":"x"}}""", HttpStatusCode.Forbidden),
                     (HttpMethod.Post, $"{table}/truncate", "", HttpStatusCode.Forbidden), (HttpMethod.Delete, table, null, HttpStatusCode.Forbidden),
                 })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add("x-LSQ-AccessKey", key);
            request.Headers.Add("x-LSQ-SecretKey", secret);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((path, status), (path, answer.StatusCode));
        }
    }

    private static (int, int, int) Counts(Answer answer) => (
        answer.Json.GetProperty("created").GetInt32(), answer.Json.GetProperty("updated").GetInt32(), answer.Json.GetProperty("refused").GetInt32());

    private static string Table(string name) => $$"""{"name":"{{name}}","columns":{{Columns}}}""";

    private async Task<string> NewTable()
    {
        var table = await server.Post("/leadline/v1/tables", Table($"Table {Interlocked.Increment(ref made)}"));
        return table.Status == HttpStatusCode.OK ? $"/leadline/v1/tables/{table.Json.GetProperty("id").GetString()}" : throw new InvalidOperationException(table.Body);
    }

    private async Task<Answer> Import(string table, string query, string file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{table}/import{query}");
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Content = new StringContent(file, Encoding.UTF8, "text/csv");
        using var answer = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
