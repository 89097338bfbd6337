using System.Net;
using System.Text;
using Leadline.Accounts;
using Leadline.Imports;
using Leadline.Tests.Intake;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Imports;

/// <summary>What cannot be imported is told at once; who may import, and what becomes of files.</summary>
public sealed class ImportRefusalTests(MovedClockServer server) : IClassFixture<MovedClockServer>
{
    private readonly ImportCalls imports = new(server);
    private readonly LeadRows rows = new(server);

    [Theory]
    [InlineData("Name,EmailAddress,Phon\nA,a@example.com,1\n", "", "text/csv", "unknownAttribute", "'Name', 'Phon'")]
    [InlineData("EmailAddress,,Phone\n", "", "text/csv", "malformedBody", "Column 2 of the header has no name")]
    [InlineData("EmailAddress,emailaddress\n", "", "text/csv", "invalidInput", "there twice")]
    [InlineData("", "", "text/csv", "malformedBody", "The file is empty")]
    [InlineData("{\"Name\":\"A\"}\n", "", "application/x-ndjson", "unknownAttribute", "'Name'")]
    [InlineData("EmailAddress\na@example.com\n", "", "application/x-ndjson", "malformedBody", "no JSON object")]
    [InlineData("EmailAddress\n", "", "application/json", "invalidInput", "must be text/csv or application/x-ndjson")]
    [InlineData("EmailAddress\n", "", "text/csv; charset=iso-8859-1", "invalidInput", "must be utf-8, not iso-8859-1")]
    [InlineData("EmailAddress\n", "?mode=upsert", "text/csv", "invalidInput", "createOrUpdate, create or update")]
    [InlineData("EmailAddress\n", "?searchBy=mx_City", "text/csv", "invalidInput", "'mx_City' is no unique field")]
    [InlineData("PK\u0003\u0004 workbook", "", "text/csv", "malformedBody", "It is a workbook")]
    [InlineData("EmailAddress\0\n", "", "text/csv", "malformedBody", "zero bytes")]
    public async Task A_file_that_cannot_be_imported_is_told_at_once(
        string file, string query, string type, string code, string detail)
    {
        using var response = await imports.Send(Encoding.UTF8.GetBytes(file), query, type);
        await Refused(response, code, detail);
    }

    [Fact]
    public async Task Other_encodings_are_told_at_once()
    {
        const string file = "FirstName,EmailAddress\nJosé,jose@example.com\n";
        using (var latin = await imports.Send(Encoding.Latin1.GetBytes(file)))
            await Refused(latin, "malformedBody", "a byte that is not UTF-8 at 26.");
        using (var utf16 = await imports.Send([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(file)]))
            await Refused(utf16, "malformedBody", "It is UTF-16 text. Save it as UTF-8 text and send it again.");
        using (var late = await imports.Send(
                   [.. Encoding.UTF8.GetBytes("FirstName\n" + new string('a', 1024 * 1024)), 0xC3, 0x28]))
            await Refused(late, "malformedBody", "a byte that is not UTF-8 at 1048586.");
        using (var compressed = await imports.Send(
                   Encoding.UTF8.GetBytes(file), headers: ("Content-Encoding", "gzip")))
            await Refused(compressed, "invalidInput", "must not be compressed");
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM lead_import WHERE account_id = @account AND state = 0", new { account = rows.AccountId }));
    }

    [Fact]
    public async Task A_quotation_mark_that_is_not_closed_ends_the_import_with_its_line()
    {
        var import = await imports.Import(
            "FirstName,EmailAddress\nFirst,first@example.com\n\"Second,second@example.com\n"
            + string.Concat(Enumerable.Repeat("Third,third@example.com\n", 60_000)));

        Assert.Equal("failed", import.GetProperty("state").GetString());
        Assert.Contains("Is a quotation mark not closed?", import.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Only_administrators_import()
    {
        var accounts = server.Services.GetRequiredService<AccountOperations>();
        var user = (await accounts.CreateUser(
            rows.AccountId, "seller@example.com", "Sa", "Les", "Sales_User", "a password of hers")).Value;
        var (accessKey, secret) = await accounts.CreateAccessKey(rows.AccountId, user.Id);
        var hers = new ImportCalls(server.Client, accessKey, secret);
        var id = (await imports.Import("EmailAddress\nrights@example.com\n")).GetProperty("id").GetGuid();

        foreach (var (method, path) in new[]
                 {
                     (HttpMethod.Get, ""), (HttpMethod.Get, $"/{id}"), (HttpMethod.Get, $"/{id}/refused-rows"),
                     (HttpMethod.Get, $"/{id}/refused-rows/file"), (HttpMethod.Post, $"/{id}/cancel"),
                     (HttpMethod.Delete, $"/{id}"),
                 })
        {
            using var response = await hers.Send(method, ImportCalls.Path + path);
            await Refused(response, "notPermitted", "Only an administrator may import leads.", HttpStatusCode.Forbidden);
        }

        using var sent = await hers.Send(Encoding.UTF8.GetBytes("EmailAddress\nhers@example.com\n"));
        await Refused(sent, "notPermitted", "Only an administrator may import leads.", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_retry_with_its_key_is_one_import()
    {
        var file = Encoding.UTF8.GetBytes("EmailAddress\nkeyed@example.com\n");
        using var first = await imports.Send(file, headers: ("Idempotency-Key", "import-1"));
        using var again = await imports.Send(file, headers: ("Idempotency-Key", "import-1"));
        using var other = await imports.Send([.. file, .. file], headers: ("Idempotency-Key", "import-1"));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(
            (await ImportCalls.Read(first)).GetProperty("id").GetGuid(),
            (await ImportCalls.Read(again)).GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM lead_import WHERE account_id = @account AND state = 0", new { account = rows.AccountId }));
    }

    [Fact]
    public async Task An_import_is_cancelled_listed_and_forgotten()
    {
        var file = "EmailAddress\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"cancel{i}@example.com\n"));
        var id = await imports.Submit(file);
        using (var early = await imports.Send(HttpMethod.Delete, $"{ImportCalls.Path}/{id}"))
            await Refused(early, "conflict", "The import has not ended. Cancel it first.", HttpStatusCode.Conflict);
        using (var cancelled = await imports.Send(HttpMethod.Post, $"{ImportCalls.Path}/{id}/cancel"))
            Assert.Equal("cancelled", (await ImportCalls.Read(cancelled)).GetProperty("state").GetString());
        using (var twice = await imports.Send(HttpMethod.Post, $"{ImportCalls.Path}/{id}/cancel"))
            await Refused(twice, "conflict", "The import has ended.", HttpStatusCode.Conflict);

        var after = await imports.Import("EmailAddress\nafter@example.com\n");
        var ended = await imports.Get($"/{id}");
        Assert.True(ended.GetProperty("rowsRead").GetInt64() < 50_000);
        Assert.Equal(ended.GetProperty("created").GetInt64(), await rows.One<long>(
            """SELECT count(*) FROM lead WHERE account_id = @account AND "values"->>'EmailAddress' LIKE 'cancel%'""",
            new { account = rows.AccountId }));
        var listed = (await imports.Get("?limit=1")).GetProperty("imports").EnumerateArray().Single();
        Assert.Equal(after.GetProperty("id").GetGuid(), listed.GetProperty("id").GetGuid());

        using (var deleted = await imports.Send(HttpMethod.Delete, $"{ImportCalls.Path}/{id}"))
            Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        using (var gone = await imports.Send(HttpMethod.Get, $"{ImportCalls.Path}/{id}"))
            await Refused(gone, "unknownRecord", "There is no such import.", HttpStatusCode.NotFound);
        Assert.Equal(0, await rows.One<long>(
            "SELECT count(*) FROM lead_import_part WHERE account_id = @account AND import_id = @id",
            new { account = rows.AccountId, id }));
    }

    [Fact]
    public async Task Files_are_kept_as_long_as_asynchronous_requests()
    {
        var id = (await imports.Import("EmailAddress\nkept-file@example.com\n")).GetProperty("id").GetGuid();
        var operations = server.Services.GetRequiredService<ImportOperations>();

        server.Clock.Step(TimeSpan.FromDays(30));
        await operations.RemoveOld(rows.AccountId);
        Assert.Equal("finished", (await imports.Get($"/{id}")).GetProperty("state").GetString());
        server.Clock.Step(TimeSpan.FromDays(2));
        await operations.RemoveOld(rows.AccountId);
        using var gone = await imports.Send(HttpMethod.Get, $"{ImportCalls.Path}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task One_of_two_nodes_works_on_an_import()
    {
        await using var node = Server.Build(
            server.Options with { Urls = "http://127.0.0.1:0" },
            server.Database,
            builder => builder.Services.AddSingleton<TimeProvider>(server.Clock));
        await node.StartAsync(TestContext.Current.CancellationToken);
        for (var turn = 0; turn < 5; turn++)
        {
            var import = await imports.Import(
                "EmailAddress\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"node{turn}x{i}@example.com\n")));
            Assert.Equal((2_000, 2_000, 0, 0), ImportCalls.Counts(import));
        }

        Assert.Equal(10_000, await rows.One<long>(
            """
            SELECT count(*) FROM activity a JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id
            WHERE a.account_id = @account AND a.event_code = 23 AND l."values"->>'EmailAddress' LIKE 'node%'
            """,
            new { account = rows.AccountId }));
    }

    [Fact]
    public async Task Another_nodes_lease_holds_until_it_runs_out()
    {
        var store = server.Services.GetRequiredService<ImportStore>();
        var id = (await imports.Import("EmailAddress\nlease@example.com\n")).GetProperty("id").GetGuid();
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var now = server.Clock.GetUtcNow().UtcDateTime;

        // As if it ran on a node that this one has not heard of; what it made is there, and no row is left.
        await rows.Execute(
            "UPDATE lead_import SET state = 2, lease = @one, leased_until = @until WHERE account_id = @account AND import_id = @id",
            new { account = rows.AccountId, id, one, until = now + TimeSpan.FromMinutes(1) });
        Assert.Null(await store.Claim(rows.AccountId, id, other, now, now + TimeSpan.FromMinutes(1)));
        server.Clock.Step(TimeSpan.FromMinutes(2));
        var import = await imports.Ended(id);

        Assert.Equal("finished", import.GetProperty("state").GetString());
        Assert.Equal((1, 1, 0, 0), ImportCalls.Counts(import));
    }

    private static async Task Refused(
        HttpResponseMessage response, string code, string detail, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var problem = await ImportCalls.Read(response);
        Assert.True(response.StatusCode == status, problem.ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(detail, problem.GetProperty("detail").GetString());
    }
}
