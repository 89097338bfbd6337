using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Leadline.PersonalData;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Leadline.Tests.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.PersonalData;

/// <summary>What is held of a person is found, exported and erased: <c>personal-data</c>.</summary>
public sealed class PersonalDataTests(PersonalServer server) : IClassFixture<PersonalServer>
{
    private const string Requests = "personal-data/requests";

    private readonly OwnApi own = new(server);
    private readonly LeadRows rows = new(server);

    [Fact]
    public async Task Nothing_of_an_erased_person_is_left_in_any_column_of_any_table()
    {
        var lead = await server.Somebody("zqgonezq", "+91-9812345671");
        var stays = await rows.Lead("zqstayszq@example.com", ("FirstName", "zqstayszq"));
        var before = await server.TablesWith("zqgonezq");
        foreach (var table in new[]
                 {
                     "activity", "call_popup", "draft", "event", "intake_request", "lead", "lead_import_part", "lead_job",
                     "lead_job_row", "lead_note", "mail", "mailing", "merged_lead", "portal_user", "set_aside_mail", "status_call",
                     "stored_file", "stored_file_part", "task", "ticket", "ticket_conversation", "ticket_file", "ticket_history",
                     "webhook_delivery",
                 })
            Assert.True(before.Contains(table), $"{table} held nothing of the person: {string.Join(", ", before)}");
        var export = await Ended(await Ask("export", lead));

        var erased = await Ended(await Ask("erase", lead, "Asked for by letter"));

        Assert.Equal(("finished", "100", null), (erased["state"], erased["progress"], erased["failure"]));
        Assert.Empty(await server.TablesWith("zqgonezq"));
        Assert.Empty(await server.TablesWith("9812345671"));
        Assert.Equal(["event", "ispcrm_lead", "lead_job_row"], await server.TablesOf(lead));
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"leads/{lead}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"{Requests}/{export["id"]}/file")).Status);
        Assert.Equal("zqstayszq", (await own.Get($"leads/{stays}"))["FirstName"]);

        // The record stays: who, when and why, how much there was, what was kept, and that the lead was deleted.
        var record = erased.Json;
        Assert.Equal(("Asked for by letter", server.Credentials.AdminEmail), (erased["reason"], erased["user"]));
        Assert.Equal(lead, record.GetProperty("leadIds")[0].GetGuid());
        Assert.Equal((1, 1), (Counted(record, "leads"), Counted(record, "tickets")));
        var kept = record.GetProperty("kept").EnumerateArray().Select(one => one.GetProperty("code").GetString()).ToList();
        Assert.Contains("subscriberNumber", kept);
        Assert.DoesNotContain("optOut", kept);
        Assert.Equal(1, await Deletions(lead));
        Assert.Equal(
            ["stays@example.com"],
            await rows.One<string[]>("SELECT watchers FROM ticket WHERE account_id = @AccountId AND 'stays@example.com' = ANY(watchers)", new { rows.AccountId }));
    }

    [Fact]
    public async Task A_person_is_found_by_address_or_number_and_exported_whole()
    {
        var lead = await server.Somebody("zqwholezq", "+91-9812345672");
        await own.Post("email-suppressions", """{"address":"zqwholezq@example.com"}""");

        foreach (var text in new[] { " ZQwholezq@Example.com", "zqwholezq.child@example.com", "09812345672", "+91 98123 45672" })
        {
            var answer = await own.Post("personal-data/search", $$"""{"emailOrPhone":"{{text}}"}""");
            Assert.True(answer.Status == HttpStatusCode.OK, $"{text}: {answer.Body}");
            var found = answer.Json;
            var holding = Assert.Single(found.GetProperty("leads").EnumerateArray());
            Assert.Equal(lead, holding.GetProperty("leadId").GetGuid());
            Assert.Equal((1, 1, 1), (Counted(holding, "notes"), Counted(holding, "files"), Counted(holding, "mergedLeads")));
            Assert.Contains(found.GetProperty("kept").EnumerateArray(), one => one.GetProperty("code").GetString() == "optOut");
        }

        var export = await Ended(await Ask("export", lead));
        using var zip = new ZipArchive(new MemoryStream(await Download(export["id"]!)));
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        foreach (var kind in new[]
                 {
                     "leads", "mergedLeads", "history", "activities", "opportunities", "notes", "files", "tasks", "tickets", "ticketHistory",
                     "ticketMessages", "ticketFiles", "lists", "emails", "portalUsers", "subscriberNumbers", "optOuts", "mailsSetAside",
                     "webhookDeliveries",
                 })
            Assert.True(names.Contains($"{kind}.json"), $"{kind} is not in {string.Join(", ", names)}");
        Assert.Equal(2, names.Count(name => name.EndsWith("zqwholezq.txt", StringComparison.Ordinal)));
        foreach (var entry in zip.Entries.Where(entry => entry.FullName.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            var json = JsonDocument.Parse(await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).RootElement;
            Assert.DoesNotContain("password_hash", json.ToString(), StringComparison.Ordinal);
        }

        // The file goes after a week; the record stays.
        server.Pass(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"{Requests}/{export["id"]}/file")).Status);
        await server.Services.GetRequiredService<PersonalDataOperations>().RemoveOld(rows.AccountId);
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM personal_export_part", new { }));
        Assert.Equal("finished", (await own.Get($"{Requests}/{export["id"]}"))["state"]);

        // An objection to mail is honoured for good.
        await Ended(await Ask("erase", lead));
        Assert.Equal(["email_suppression"], await server.TablesWith("zqwholezq"));
    }

    [Fact]
    public async Task What_a_dead_node_left_is_done_once_even_where_the_lead_is_gone_already()
    {
        var lead = await server.Somebody("zqhalfzq", "+91-9812345673");
        var request = Guid.CreateVersion7();
        var operations = server.Services.GetRequiredService<PersonalDataOperations>();
        var caller = await server.Admin();
        var (_, traces) = await operations.TracesOf(caller.Account, [lead]);
        traces = await server.Services.GetRequiredService<PersonalDataStore>().Complete(rows.AccountId, traces);
        await rows.Execute(
            """
            INSERT INTO personal_request (account_id, request_id, kind, lead_ids, reason, user_id, state, held, traces, created_on, lease, leased_until)
            VALUES (@AccountId, @request, 2, ARRAY[@lead], 'r', @user, 2, '{}', @traces::jsonb, now(), @request, now() + interval '1 hour')
            """,
            new { rows.AccountId, request, lead, user = caller.User.Id, traces = JsonSerializer.Serialize(traces) });
        await server.Services.GetRequiredService<Leadline.Leads.LeadOperations>().Erase(caller, lead, TestContext.Current.CancellationToken);
        Assert.NotEmpty(await server.TablesWith("zqhalfzq"));

        await rows.Execute(
            "UPDATE personal_request SET leased_until = '-infinity' WHERE account_id = @AccountId AND request_id = @request",
            new { rows.AccountId, request });

        await Ended(request);
        Assert.Empty(await server.TablesWith("zqhalfzq"));
        Assert.Equal(1, await Deletions(lead));
    }

    [Fact]
    public async Task Administrators_alone_see_and_do_any_of_it()
    {
        var lead = await rows.Lead("zqownzq@example.com");
        var export = await Ended(await Ask("export", lead));
        var users = new UserCalls(server);
        var id = await users.Create("personal@people.example", role: "Sales_Manager");
        var keys = await users.Accounts.CreateAccessKey(users.AccountId, Guid.Parse(id));
        var body = $$"""{"kind":"erase","leadIds":["{{lead}}"],"reason":"r"}""";

        foreach (var (method, path, sent) in new (HttpMethod, string, string?)[]
                 {
                     (HttpMethod.Post, "personal-data/search", """{"emailOrPhone":"zqownzq@example.com"}"""),
                     (HttpMethod.Post, Requests, body),
                     (HttpMethod.Get, Requests, null),
                     (HttpMethod.Get, $"{Requests}/{export["id"]}", null),
                     (HttpMethod.Get, $"{Requests}/{export["id"]}/file", null),
                 })
            Assert.Equal(HttpStatusCode.Forbidden, (await users.As(keys, method, $"/leadline/v1/{path}", sent)).Status);
        Assert.Equal(HttpStatusCode.OK, (await own.Get($"leads/{lead}")).Status);
    }

    [Theory]
    [InlineData("""{"kind":"forget","leadIds":["{lead}"],"reason":"r"}""", "kind")]
    [InlineData("""{"kind":"erase","leadIds":["{lead}"],"reason":" "}""", "reason")]
    [InlineData("""{"kind":"erase","leadIds":[],"reason":"r"}""", "leadIds")]
    [InlineData("""{"kind":"erase","leadIds":["{lead}","00000000-0000-0000-0000-000000000001"],"reason":"r"}""", "leadIds")]
    public async Task What_cannot_be_done_is_refused_at_once(string body, string field)
    {
        var lead = await rows.Lead("zqrefusedzq@example.com");

        var answer = await own.Post(Requests, body.Replace("{lead}", $"{lead}", StringComparison.Ordinal));

        Assert.True((int)answer.Status is 400 or 404, answer.Body);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(field, out _), answer.Body);
        Assert.Equal(HttpStatusCode.OK, (await own.Get($"leads/{lead}")).Status);
    }

    private async Task<Guid> Ask(string kind, Guid lead, string reason = "r")
    {
        var answer = await own.Post(Requests, $$"""{"kind":"{{kind}}","leadIds":["{{lead}}"],"reason":"{{reason}}"}""");
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body);
        return Guid.Parse(answer["id"]!);
    }

    private async Task<OwnAnswer> Ended(Guid request)
    {
        var ended = await Eventually.Seen(() => own.Get($"{Requests}/{request}"), seen => seen["state"] is "finished" or "failed");
        Assert.True(ended["state"] == "finished", ended.Body);
        return ended;
    }

    private async Task<byte[]> Download(string request)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, $"/leadline/v1/{Requests}/{request}/file");
        call.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        call.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var response = await server.Client.SendAsync(call, TestContext.Current.CancellationToken);
        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private Task<long> Deletions(Guid lead) =>
        rows.One<long>("SELECT count(*) FROM event WHERE lead_id = @lead AND kind = 'lead.deleted'", new { lead });

    private static int Counted(JsonElement of, string kind) =>
        of.GetProperty("counts").TryGetProperty(kind, out var count) ? count.GetInt32() : 0;
}
