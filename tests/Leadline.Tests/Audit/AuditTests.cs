using System.Net;
using System.Text.Json;
using Dapper;
using Leadline.Audit;
using Leadline.Storage;
using Leadline.Tests.Support;
using Leadline.Tests.Tickets;
using Leadline.Tests.Users;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Audit;

/// <summary>Who changed what of users, rights, keys and settings is written down with the change: <c>audit</c>.</summary>
public sealed class AuditTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Password = "a-long-enough-pass-phrase";
    private const string Secret = "very secret words";

    private readonly OwnApi own = new(server);
    private readonly LeadRows rows = new(server);
    private readonly UserCalls users = new(server);

    public static TheoryData<string, string, string> Made => new()
    {
        { "groups", """{"name":"North of audit"}""", "group" },
        { "permission-templates", """{"name":"Of audit","permissions":[]}""", "permissionTemplate" },
        { "lead-fields", """{"schemaName":"mx_Audited","displayName":"Audited field","type":"text"}""", "field" },
        { "activity-types", """{"name":"Audited visit"}""", "activityType" },
        { "opportunity-types", """{"name":"Audited chance"}""", "opportunityType" },
        { "task-types", """{"name":"Audited errand","category":"toDo"}""", "taskType" },
        { "company-types", """{"name":"Audited company"}""", "companyType" },
        { "ticket-groups", """{"name":"Audited desk"}""", "deskDefinition" },
        { "mailboxes", $$"""{"host":"imap.example.com","userName":"desk@example.com","password":"{{Secret}}","isActive":false}""", "mailbox" },
        { "portals", """{"name":"Audited portal"}""", "portal" },
        { "portal-tokens?kind=public", "", "portalToken" },
        { "webhooks", $$$"""{"url":"https://hooks.example.com/a","events":["lead.created"],"headers":{"x-api-key":"{{{Secret}}}"}}""", "webhook" },
        { "email-templates", """{"name":"Audited mail","subject":"s","text":"t"}""", "emailTemplate" },
        { "tables", """{"name":"Audited table","columns":[{"schemaName":"City","displayName":"City","type":"text"}]}""", "table" },
        { "macros", """{"name":"Audited macro","changes":{"addTags":["vip"]}}""", "macro" },
        { "keys", """{"name":"Audited key"}""", "key" },
        { "invitations", """{"users":[{"email":"invited@audit.example","role":"Sales_User"}]}""", "invitation" },
    };

    [Theory]
    [MemberData(nameof(Made))]
    public async Task What_is_made_is_written_down_with_who_made_it(string path, string body, string kind)
    {
        var answer = await own.Post(path, body);
        Assert.True((int)answer.Status < 300, answer.Body);

        var entry = (await Entries($"kind={kind}&action=created"))[0];

        Assert.Equal(server.Credentials.AdminEmail, entry.GetProperty("user").GetString());
        Assert.Equal(server.Credentials.AccessKey, entry.GetProperty("key").GetString());
        Assert.Contains(entry.GetProperty("address").GetString(), new[] { "127.0.0.1", "::1", "::ffff:127.0.0.1" });
        Assert.Equal(JsonValueKind.Object, entry.GetProperty("after").ValueKind);
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("before").ValueKind);
        await HoldsNoSecret();
    }

    [Theory]
    [InlineData("PATCH", "service-desk", """{"mailName":"Audited"}""", "serviceDesk", "mailName")]
    [InlineData("PATCH", "lead-settings", """{"tellsHiddenDuplicates":false}""", "leadSettings", "tells_hidden_duplicates")]
    [InlineData("PATCH", "sales-settings", """{"customerStage":"Customer"}""", "salesSettings", "customer_stage")]
    [InlineData("PATCH", "email-settings", """{"mailsPerMinute":7}""", "emailSettings", "mails_per_minute")]
    [InlineData("PUT", "sign-in-settings", """{"secondFactorRequired":true}""", "account", "second_factor_required")]
    public async Task A_changed_setting_is_written_down(string method, string path, string body, string kind, string member)
    {
        var answer = await server.Send(new HttpMethod(method), $"/leadline/v1/{path}", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        await server.Send(HttpMethod.Put, "/leadline/v1/sign-in-settings", """{"secondFactorRequired":false}""");

        var entries = await Entries($"kind={kind}");

        Assert.Contains(entries, entry => entry.GetProperty("after").TryGetProperty(member, out _));
    }

    [Fact]
    public async Task A_change_tells_what_it_was_and_what_it_is_and_a_removal_what_is_gone()
    {
        var group = (await own.Post("groups", """{"name":"Before the change"}"""))["id"];
        await own.Patch($"groups/{group}", """{"name":"After the change"}""");
        await own.Delete($"groups/{group}");

        var told = await Entries($"kind=group&record={group}");

        Assert.Equal(["deleted", "changed", "created"], told.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("""{"name":"Before the change"}""", Compact(told[1].GetProperty("before")));
        Assert.Equal("""{"name":"After the change"}""", Compact(told[1].GetProperty("after")));
        Assert.Equal("After the change", told[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, told[0].GetProperty("after").ValueKind);
    }

    [Fact]
    public async Task An_entry_commits_with_its_change_or_not_at_all()
    {
        await own.Post("groups", """{"name":"Only once"}""");
        var before = await Count();
        Assert.Equal(HttpStatusCode.Conflict, (await own.Post("groups", """{"name":"Only once"}""")).Status);
        Assert.Equal(before, await Count());

        var caller = await server.Admin();
        var id = Guid.NewGuid();
        ChangedBy.Current = new ChangedBy(caller.User.Id, null, "203.0.113.9");
        await Assert.ThrowsAsync<TimeoutException>(() => server.Database.Transaction(rows.AccountId, async connection =>
        {
            await Rename(connection);
            Assert.Equal(before + 1, await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM audit_entry WHERE kind = 'group'"));
            throw new TimeoutException();
        }, TestContext.Current.CancellationToken));
        Assert.Equal(before, await Count());

        await server.Database.Transaction(rows.AccountId, Rename, TestContext.Current.CancellationToken);
        ChangedBy.Current = null;
        Assert.Equal(before + 1, await Count());

        // What the server does by itself is nobody's.
        await server.Database.Transaction(rows.AccountId, Rename, TestContext.Current.CancellationToken);
        Assert.Equal(before + 1, await Count());

        Task Rename(Npgsql.NpgsqlConnection connection) => connection.ExecuteAsync(
            "UPDATE sales_group SET description = @text WHERE account_id = @AccountId AND name = 'Only once'",
            new { rows.AccountId, text = $"{id} {Guid.NewGuid()}" });
    }

    [Fact]
    public async Task Users_their_rights_and_their_sessions_are_written_down_and_no_secret_is()
    {
        var id = await users.Create("watched@audit.example", more: $",\"Password\":\"{Password}\"");
        await own.Patch($"users/{id}", """{"role":"Sales_Manager"}""");
        using var browser = new UserBrowser(server.Url);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn("watched@audit.example", "not the password")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn("nobody@audit.example", "not the password")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("watched@audit.example", Password)).Status);
        await browser.Send(HttpMethod.Delete, "session");

        var role = (await Entries($"kind=user&record={id}&action=changed"))[0];
        Assert.Equal(
            ("Sales_User", "Sales_Manager", "watched@audit.example"),
            (role.GetProperty("before").GetProperty("role").GetString(), role.GetProperty("after").GetProperty("role").GetString(),
                role.GetProperty("name").GetString()));
        var sessions = await Entries($"kind=session&user={id}");
        Assert.Equal(["deleted", "created"], sessions.Select(entry => entry.GetProperty("action").GetString()));
        var refused = await Eventually.Seen(() => Entries("kind=session&action=refused"), found => found.Count > 0);
        Assert.Equal("watched@audit.example", Assert.Single(refused).GetProperty("name").GetString());
        Assert.Equal(id, refused[0].GetProperty("record").GetString());
        await HoldsNoSecret();
    }

    [Fact]
    public async Task Deletions_of_many_leads_and_requests_about_personal_data_are_written_down()
    {
        var lead = await rows.Lead("deleted@audit.example");
        await own.Post("lead-jobs", """{"action":"delete","filter":{"field":"EmailAddress","value":"deleted@audit.example"}}""");
        await own.Post("personal-data/requests", $$"""{"kind":"export","leadIds":["{{await rows.Lead("kept@audit.example")}}"],"reason":"By letter"}""");

        Assert.Single(await Entries("kind=leadDeletion"));
        Assert.Equal("By letter", (await Entries("kind=personalRequest"))[0].GetProperty("after").GetProperty("reason").GetString());
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM audit_entry a WHERE a::text LIKE '%deleted@audit.example%'", new { lead }));
    }

    [Fact]
    public async Task It_is_read_page_by_page_and_as_a_file_by_administrators_alone()
    {
        for (var i = 0; i < 5; i++)
            await own.Post("groups", $$"""{"name":"Page {{i}}"}""");
        var names = new List<string?>();
        string? after = null;
        do
        {
            var page = (await own.Get($"audit?kind=group&action=created&limit=2{(after is null ? "" : $"&after={after}")}")).Json;
            names.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        Assert.Equal(["Page 4", "Page 3", "Page 2", "Page 1", "Page 0"], names.Take(5).Where(name => name!.StartsWith("Page", StringComparison.Ordinal)));
        Assert.Equal(names.Count, names.Distinct().Count());

        var now = Uri.EscapeDataString(DateTimeOffset.UtcNow.AddMinutes(1).ToString("o"));
        Assert.Empty(await Entries($"from={now}"));
        Assert.NotEmpty(await Entries($"to={now}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await own.Get("audit?from=yesterday")).Status);

        var file = await own.Get("audit.csv?kind=group&action=created");
        Assert.Equal(names.Count + 1, file.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("Time,User,Key,Address,Action,Kind,Record,Name,Before,After", file.Body, StringComparison.Ordinal);

        var id = await users.Create("curious@audit.example", role: "Sales_Manager");
        var keys = await users.Accounts.CreateAccessKey(users.AccountId, Guid.Parse(id));
        foreach (var path in new[] { "audit", "audit.csv" })
            Assert.Equal(HttpStatusCode.Forbidden, (await users.As(keys, HttpMethod.Get, $"/leadline/v1/{path}")).Status);
    }

    [Fact]
    public async Task What_was_kept_long_enough_goes()
    {
        var days = server.Options.AuditKeptDays;
        await rows.Execute(
            """
            INSERT INTO audit_entry (account_id, entry_id, occurred_on, action, kind, record, name)
            SELECT @AccountId, audit_entry_id(on_day), on_day, 'created', 'old', 'r', age::text
            FROM (SELECT age, now() - make_interval(days => age) AS on_day FROM unnest(ARRAY[@days - 1, @days + 1]) age) o
            """,
            new { rows.AccountId, days });

        await server.Services.GetRequiredService<AuditOperations>().RemoveOld(rows.AccountId);

        Assert.Equal($"{days - 1}", Assert.Single(await Entries("kind=old")).GetProperty("name").GetString());
    }

    private async Task<List<JsonElement>> Entries(string query)
    {
        var answer = await own.Get($"audit?{query}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("entries").EnumerateArray()];
    }

    private Task<long> Count() => rows.One<long>("SELECT count(*) FROM audit_entry WHERE account_id = @AccountId AND kind = 'group'", new { rows.AccountId });

    private async Task HoldsNoSecret()
    {
        foreach (var secret in new[] { Secret, Password, "not the password", "argon", server.Credentials.SecretKey })
            Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM audit_entry a WHERE a::text LIKE '%' || @secret || '%'", new { secret }));
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
