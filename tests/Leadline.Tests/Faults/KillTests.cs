using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapper;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// Acknowledged means durable, and a retry with its key happens once: the server, its PostgreSQL or both are killed under
/// load, ten times, and the ledger of the senders is held against the database.
/// </summary>
public sealed class KillTests : KilledServer
{
    private const int Rounds = 10;
    private const int Senders = 16;
    private const int AcknowledgedBeforeKill = 200;

    private readonly ConcurrentDictionary<string, string> ledger = new();
    private int next;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_ten_kills()
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var goal = ledger.Count + AcknowledgedBeforeKill;
            var senders = Enumerable.Range(0, Senders).Select(_ => Send(stop.Token)).ToArray();
            await Acknowledged(() => ledger.Count, goal, senders);
            await Kill(server: round % 3 != 1, postgres: round % 3 != 0);
            await Acknowledged(() => ledger.Count, goal + Senders, senders);
            await stop.CancelAsync();
            await Task.WhenAll(senders);
        }

        await using var connection = await Connect();
        var notes = (await connection.QueryAsync<(string Note, string Id, string Email, long Leads)>(
            """
            SELECT a.note, a.activity_id::text, l."values"->>'EmailAddress',
                   (SELECT count(*) FROM lead_identity i WHERE i.account_id = l.account_id AND i.lead_id = l.lead_id)
            FROM activity a JOIN lead l ON l.account_id = a.account_id AND l.lead_id = a.lead_id
            WHERE a.note LIKE 'sent %'
            """)).ToLookup(row => row.Note);

        Assert.All(ledger, sent =>
        {
            var row = Assert.Single(notes[$"sent {sent.Key}"]);
            Assert.Equal(sent.Value, row.Id);
            Assert.Equal($"kill{sent.Key}@example.com", row.Email);
            Assert.Equal(1, row.Leads);
        });
        Assert.Equal(
            0,
            await connection.ExecuteScalarAsync<long>(
                """SELECT count(*) - count(DISTINCT "values"->>'EmailAddress') FROM lead WHERE account_id > 0"""));
    }

    /// <summary>Sends new leads one after another; what is not answered is sent again with its key until it is.</summary>
    private async Task Send(CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = Server.Url, Timeout = TimeSpan.FromSeconds(15) };
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref next).ToString();
            string? id;
            while ((id = await Try(client, number)) is null)
                await Task.Delay(20, CancellationToken.None);
            if (id.Length > 0)
                ledger[number] = id;
            else
                await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task<string?> Try(HttpClient client, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/ProspectActivity.svc/CreateCustom")
        {
            Content = new StringContent(
                $$$"""
                {"LeadDetails":[{"Attribute":"EmailAddress","Value":"kill{{{number}}}@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}],
                 "Activity":{"ActivityEvent":105,"ActivityNote":"sent {{{number}}}","ActivityDateTime":"2026-11-20 10:00:00"}}
                """,
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", Server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Server.Credentials.SecretKey);

        // Half go the fast way without a key: they are sent once, and only an answer enters them in the ledger.
        var isKeyed = number[^1] % 2 == 0;
        if (isKeyed)
            request.Headers.Add("Idempotency-Key", $"kill-{number}");
        try
        {
            using var response = await client.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK)
                return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync()).Id;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            // No answer: the server went away in the middle.
        }

        return isKeyed ? null : "";
    }
}
