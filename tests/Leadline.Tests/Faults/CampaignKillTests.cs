using System.Net;
using System.Text;
using System.Text.Json;
using Dapper;
using Leadline.Mail;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// A campaign goes on over kills of the server, each of which comes while its mails are handed to a real SMTP server: no lead is
/// passed over, none gets two mails, and who has unsubscribed gets none.
/// </summary>
/// <remarks>
/// What the SMTP server has taken in the moment of a kill, before the server could note that, comes again: under the same
/// Message-ID, and one at most for each connection that was open. No sender can do better by SMTP (RFC 1047).
/// </remarks>
public sealed class CampaignKillTests : IAsyncLifetime
{
    private const int Leads = 3_000;
    private const int UnsubscribedEach = 10;
    private const int Kills = 5;
    private const int Sessions = 4;

    private readonly string dataFolder = Directory.CreateTempSubdirectory("leadline-campaign-").FullName;
    private readonly SmtpServer smtp = new() { InClear = true };
    private ServerProcess server = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        await smtp.InitializeAsync();
        server = new ServerProcess(dataFolder, "--smtp", $"{smtp.Address}?sessions={Sessions}", "--mail-from", "mail@example.com");
        await server.Start();
        client = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        await smtp.DisposeAsync();
        Directory.Delete(dataFolder, recursive: true);
    }

    [Fact]
    public async Task Each_lead_gets_one_mail_and_the_unsubscribed_none()
    {
        const int wanted = Leads - (Leads / UnsubscribedEach);
        var leads = await MakeLeads();
        var list = (await Call("lists", new { name = "campaign", kind = "static" })).GetProperty("id").GetGuid();
        foreach (var some in leads.Chunk(1_000))
            await Call($"lists/{list}/members", new { leadIds = some });
        var template = (await Call("email-templates", new { name = "t", subject = "News", text = "For {{lead.EmailAddress}}" }))
            .GetProperty("id").GetGuid();
        await Call("email-settings", new { mailsPerMinute = 0 }, HttpMethod.Patch);
        var campaign = (await Call("campaigns", new { name = "c", listId = list, templateId = template })).GetProperty("id").GetGuid();

        for (var kill = 1; kill <= Kills; kill++)
        {
            var goal = wanted * kill / (Kills + 1);
            await Eventually.Reached(() => Task.FromResult(smtp.Taken.Count), goal);
            await server.Kill(server: true, postgres: false);
            var killed = DateTime.UtcNow;
            await server.Start();
            await PassLease(killed);
        }

        var counts = await Eventually.Seen(
            async () => (await Call($"campaigns/{campaign}", null, HttpMethod.Get)).GetProperty("counts"),
            seen => seen.GetProperty("sent").GetInt32() == wanted);

        Assert.Equal((Leads - wanted, 0), (counts.GetProperty("skipped").GetInt32(), counts.GetProperty("failed").GetInt32()));
        var taken = smtp.Taken.ToList();
        Assert.Equal(
            Enumerable.Range(0, Leads).Where(lead => lead % UnsubscribedEach > 0).Select(Address).Order(),
            taken.DistinctBy(mail => mail.MessageId).Select(mail => mail.EnvelopeTo.Single()).Order());
        Assert.InRange(taken.Count - wanted, 0, Kills * Sessions);
        await using var connection = await Connect();
        Assert.Equal(
            (wanted, wanted),
            await connection.QuerySingleAsync<(int, int)>(
                "SELECT count(*)::integer, count(DISTINCT lead_id)::integer FROM activity WHERE account_id > 0 AND event_code = 3041"));
    }

    /// <summary>What the killed process had taken in hand is due again, as it would be when its lease is over.</summary>
    private async Task PassLease(DateTime killed)
    {
        await using var connection = await Connect();
        await connection.ExecuteAsync(
            """
            UPDATE mail SET due_on = now()
            WHERE account_id > 0 AND sent_on IS NULL AND failed_on IS NULL AND attempts > 0 AND due_on <= @end;
            UPDATE mailing SET next_on = now() WHERE account_id > 0 AND next_on <= @end
            """,
            new { end = killed + MailStore.Lease });
    }

    private async Task<List<Guid>> MakeLeads()
    {
        var leads = new List<Guid>(Leads);
        foreach (var some in Enumerable.Range(0, Leads).Chunk(50))
        {
            var body = some.Select(lead => new[]
            {
                new { Attribute = "EmailAddress", Value = Address(lead) },
                new { Attribute = "DoNotEmail", Value = lead % UnsubscribedEach == 0 ? "1" : "0" },
            });
            using var answer = await client.PostAsync(new Uri("/v2/LeadManagement.svc/Lead/Bulk/Create", UriKind.Relative), Json(body));
            var rows = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            leads.AddRange(rows.EnumerateArray().Select(row => row.GetProperty("LeadId").GetGuid()));
        }

        return leads;
    }

    private async Task<JsonElement> Call(string path, object? body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri($"/leadline/v1/{path}", UriKind.Relative));
        if (body is not null)
            request.Content = Json(body);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    // Not pooled: a pool would keep connections to a server that was killed.
    private async Task<NpgsqlConnection> Connect() => new(new NpgsqlConnectionStringBuilder(
        await EmbeddedPostgres.FindRunningAsync(dataFolder, CancellationToken.None))
    { Pooling = false }.ConnectionString);

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static string Address(int lead) => $"campaign{lead}@example.com";
}
