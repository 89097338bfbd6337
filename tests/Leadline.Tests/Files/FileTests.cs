using System.Net;
using System.Security.Cryptography;
using System.Text;
using Leadline.Files;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Leadline.Tests.Files;

public sealed class FileTests(TestServer server) : IClassFixture<TestServer>
{
    private readonly LeadRows rows = new(server);
    private readonly FileCalls files = new(server);

    [Fact]
    public async Task A_large_file_comes_back_byte_by_byte_and_is_only_ever_saved()
    {
        var lead = await NewLead();
        var content = RandomNumberGenerator.GetBytes((3 * 1024 * 1024) + 17);

        var kept = await files.Send(content, $"name=páge.html&lead={lead}", "text/html; charset=utf-8");
        Assert.True(kept.Status == HttpStatusCode.OK, kept.Body);
        Assert.Equal(content.Length, kept.Json.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), kept.Json.GetProperty("sha256").GetString());

        using var own = await files.Content(kept.Json.GetProperty("id").GetGuid());
        using var linked = await files.Open(kept.Json.GetProperty("url").GetString()!);
        foreach (var response in (HttpResponseMessage[])[own, linked])
        {
            Assert.Equal(content, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("páge.html", response.Content.Headers.ContentDisposition.FileNameStar);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        }

        Assert.Equal(4, await rows.One<long>(
            "SELECT count(*) FROM stored_file_part WHERE file_id = @id", new { id = kept.Json.GetProperty("id").GetGuid() }));
    }

    [Fact]
    public async Task A_file_belongs_to_a_lead_an_activity_or_an_opportunity()
    {
        var lead = await NewLead();
        var activity = await NewActivity(lead, 105);
        var opportunity = (await server.Post(
            "/v2/OpportunityManagement.svc/Capture",
            $$$"""
            {"LeadDetails":[{"Attribute":"ProspectID","Value":"{{{lead}}}"},{"Attribute":"SearchBy","Value":"ProspectId"}],
            "Opportunity":{"OpportunityEventCode":12231,"OpportunityNote":"n","Fields":[{"SchemaName":"mx_Custom_1","Value":"o"}]}}
            """)).Json.GetProperty("CreatedOpportunityId").GetGuid();

        var ofLead = await files.Keep("1", $"name=a.txt&lead={lead}");
        var ofActivity = await files.Keep("2", $"name=b.txt&activity={activity}&description=the+second");
        var ofOpportunity = await files.Keep("3", $"name=c.txt&opportunity={opportunity}");
        var ofNobody = await files.Keep("4", "name=d.txt");

        Assert.Equal((lead, activity), (ofActivity.GetProperty("leadId").GetGuid(), ofActivity.GetProperty("activityId").GetGuid()));
        Assert.Equal("the second", ofActivity.GetProperty("description").GetString());
        Assert.Equal(["c.txt", "b.txt", "a.txt"], await Names($"lead={lead}"));
        Assert.Equal(["b.txt"], await Names($"activity={activity}"));
        Assert.Equal(["c.txt"], await Names($"opportunity={opportunity}"));
        Assert.Equal(["b.txt"], await Names($"lead={lead}&limit=1&after={ofOpportunity.GetProperty("id").GetString()}"));
        Assert.Equal(lead, ofLead.GetProperty("leadId").GetGuid());
        Assert.Equal("null", ofNobody.GetProperty("leadId").GetRawText());
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "name")]
    [InlineData("name=setup.EXE", HttpStatusCode.BadRequest, "name")]
    [InlineData("name=..%2F..%2Frun.ps1", HttpStatusCode.BadRequest, "name")]
    [InlineData("name=a.txt&lead=nonsense", HttpStatusCode.BadRequest, "lead")]
    [InlineData("name=a.txt&lead=11111111-1111-1111-1111-111111111111", HttpStatusCode.NotFound, null)]
    [InlineData("name=a.txt&activity=11111111-1111-1111-1111-111111111111", HttpStatusCode.NotFound, null)]
    [InlineData("name=a.txt&opportunity=11111111-1111-1111-1111-111111111111", HttpStatusCode.NotFound, null)]
    [InlineData("name=a.txt&lead=11111111-1111-1111-1111-111111111111&activity=11111111-1111-1111-1111-111111111111", HttpStatusCode.BadRequest, "activity")]
    public async Task A_file_that_cannot_be_kept_is_refused_with_its_reason(string query, HttpStatusCode status, string? member)
    {
        var answer = await files.Send("text"u8.ToArray(), query);

        Assert.Equal(status, answer.Status);
        if (member is not null)
            Assert.True(answer.Json.GetProperty("errors").TryGetProperty(member, out _), answer.Body);
    }

    [Theory]
    [InlineData("MZ\u0090")]
    [InlineData("\u007fELF\u0002")]
    [InlineData("#!/bin/sh\n")]
    public async Task A_program_is_known_by_its_content(string beginning)
    {
        var answer = await files.Send(Encoding.Latin1.GetBytes(beginning), "name=picture.png", "image/png");

        Assert.Equal((HttpStatusCode.BadRequest, "invalidInput"), (answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_one_at_it_is_kept()
    {
        var largest = new byte[FileLimits.MostBytes];

        Assert.Equal(HttpStatusCode.OK, (await files.Send(largest, "name=largest.dat")).Status);
        var tooLarge = await files.Send([.. largest, 0], "name=larger.dat");
        Assert.Equal((HttpStatusCode.BadRequest, "tooLarge"), (tooLarge.Status, tooLarge.Json.GetProperty("code").GetString()));
        var form = await files.Upload([.. largest, 0], "larger.dat", files.Keys);
        Assert.Contains("A file has at most 25 MiB.", form.Body, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Services.GetRequiredService<ServerOptions>().DataFolder, "uploads")));
    }

    [Fact]
    public async Task A_call_with_a_key_keeps_one_file()
    {
        var lead = await NewLead();
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());

        var first = await files.Send("once"u8.ToArray(), $"name=once.txt&lead={lead}", headers: key);
        var again = await files.Send("once"u8.ToArray(), $"name=once.txt&lead={lead}", headers: key);
        var other = await files.Send("other"u8.ToArray(), $"name=once.txt&lead={lead}", headers: key);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Single(await Names($"lead={lead}"));
    }

    [Fact]
    public async Task A_deleted_file_is_gone_with_its_content_and_its_links()
    {
        var file = await files.Keep("gone", $"name=gone.txt&lead={await NewLead()}");
        var id = file.GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.OK, (await server.Send(HttpMethod.Delete, $"{FileCalls.Path}/{id}", body: null)).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{FileCalls.Path}/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Send(HttpMethod.Delete, $"{FileCalls.Path}/{id}", body: null)).Status);
        using var linked = await files.Open(file.GetProperty("url").GetString()!);
        Assert.Equal(HttpStatusCode.NotFound, linked.StatusCode);
        Assert.Equal(0, await Left(id));
        Assert.Equal(["file.added", "file.deleted"], await rows.One<string[]>(
            "SELECT array_agg(kind ORDER BY event_id) FROM event WHERE record_id = @id", new { id }));
    }

    [Fact]
    public async Task The_files_of_a_deleted_lead_and_of_a_deleted_activity_go()
    {
        var (lead, other) = (await NewLead(), await NewLead());
        var activity = await NewActivity(other, 105);
        var ofLead = (await files.Keep("1", $"name=1.txt&lead={lead}")).GetProperty("id").GetGuid();
        var ofActivity = (await files.Keep("2", $"name=2.txt&activity={activity}")).GetProperty("id").GetGuid();
        var temporary = await files.Upload("3"u8.ToArray(), "3.txt", [.. files.Keys, ("FileStorageType", "1")]);
        var stays = (await files.Keep("4", $"name=4.txt&lead={other}")).GetProperty("id").GetGuid();
        await rows.Execute(
            "UPDATE stored_file SET uploaded_on = now() - interval '8 days' WHERE account_id = @AccountId AND name IN ('3.txt', '4.txt')",
            new { rows.AccountId });

        await server.Get($"/v2/LeadManagement.svc/Lead/Delete/ById?leadId={lead}");
        Assert.Equal(HttpStatusCode.NotFound, (await server.Get($"{FileCalls.Path}/{ofLead}")).Status);
        Assert.Equal("", await rows.One<string>("SELECT name FROM stored_file WHERE file_id = @ofLead", new { ofLead }));
        await server.Post("/v2/ProspectActivity.svc/DeleteActivities", $$"""{"ProspectId":"{{other}}","ActivityEventList":["105"]}""");
        Assert.Equal(0, await rows.One<long>("SELECT count(*) FROM activity WHERE activity_id = @activity", new { activity }));
        await server.Services.GetRequiredService<FileOperations>().RemoveOld(rows.AccountId);

        Assert.Equal((0, 0), (await Left(ofLead), await Left(ofActivity)));
        Assert.Equal(0, await Left(Guid.ParseExact(temporary.Json.GetProperty("uploadedFile").GetString()![..32], "N")));
        Assert.Equal(2, await Left(stays));
    }

    [Fact]
    public async Task A_link_that_was_changed_or_is_none_opens_nothing()
    {
        var url = (await files.Keep("secret", "name=secret.txt")).GetProperty("url").GetString()!;
        var at = url.LastIndexOf('/') + 1;
        var other = (await files.Keep("other", "name=other.txt")).GetProperty("url").GetString()!;
        string[] forged =
        [
            url[..at] + (url[at] == 'B' ? 'C' : 'B') + url[(at + 1)..],
            other[..^20] + url[^20..],
            url[..^1],
            url[..at] + "nonsense",
            url[..at] + new string('A', 5_000),
        ];

        foreach (var link in forged)
        {
            using var response = await files.Open(link);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task The_names_of_files_are_made_safe()
    {
        foreach (var (sent, kept) in (ReadOnlySpan<(string, string)>)[("C:\\docs\\a\u0001b\u202e.txt", "ab.txt"), ("../../etc/passwd", "passwd"), ("a.txt..", "a.txt")])
            Assert.Equal(kept, FileRules.NameOf(sent));
        var longest = FileRules.NameOf(new string('x', 500) + ".pdf")!;
        Assert.Equal((200, ".pdf"), (longest.Length, Path.GetExtension(longest)));
        Assert.Null(FileRules.NameOf("dir/ \u200b"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Get(FileCalls.Path)).Status);
    }

    private async Task<IReadOnlyList<string?>> Names(string query) =>
    [
        .. (await server.Get($"{FileCalls.Path}?{query}")).Json.GetProperty("files").EnumerateArray()
            .Select(file => file.GetProperty("name").GetString()),
    ];

    private Task<long> Left(Guid id) => rows.One<long>(
        """
        SELECT (SELECT count(*) FROM stored_file WHERE file_id = @id)
            + (SELECT count(*) FROM stored_file_part WHERE file_id = @id)
        """,
        new { id });

    private Task<Guid> NewLead() => rows.Lead($"{Guid.NewGuid():N}@example.com");

    private async Task<Guid> NewActivity(Guid lead, int type) => Guid.Parse((await server.Post(
        "/v2/ProspectActivity.svc/Create",
        $$"""{"RelatedProspectId":"{{lead}}","ActivityEvent":{{type}},"ActivityNote":"note","Fields":[]}""")).Id);
}

/// <summary>What time does to links.</summary>
public sealed class FileLinkTests(FileLinkTests.LaterServer server) : IClassFixture<FileLinkTests.LaterServer>
{
    [Fact]
    public async Task A_link_ends_after_an_hour()
    {
        var files = new FileCalls(server);
        var file = await files.Keep("for an hour", "name=hour.txt");
        var url = file.GetProperty("url").GetString()!;
        Assert.StartsWith("https://files.example.com/leadline/v1/file-links/", url, StringComparison.Ordinal);
        Assert.Equal(
            server.Clock.GetUtcNow().AddHours(1).UtcDateTime, file.GetProperty("urlExpiresOn").GetDateTime(), TimeSpan.FromSeconds(60));
        var path = new Uri(url).AbsolutePath;

        server.Clock.Step(TimeSpan.FromMinutes(58));
        using (var open = await files.Open(path))
            Assert.Equal("for an hour", await open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        server.Clock.Step(TimeSpan.FromMinutes(3));
        using var ended = await files.Open(path);
        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
    }

    public sealed class LaterServer : TestServer
    {
        internal SteppedClock Clock { get; } = new();

        internal override ServerOptions Options => base.Options with { PublicUrl = "https://files.example.com" };

        protected override void Configure(IHostApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        }
    }
}
