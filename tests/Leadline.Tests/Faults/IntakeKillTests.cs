using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapper;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// Acknowledged asynchronous requests survive kills of the server, of PostgreSQL and of both: each has one effect, in the
/// order in which its sender sent it.
/// </summary>
public sealed class IntakeKillTests : KilledServer
{
    private const int Rounds = 3;
    private const int Senders = 8;
    private const int AcknowledgedBeforeKill = 150;

    private readonly ConcurrentDictionary<int, ConcurrentQueue<int>> ledger = new();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_doubled_or_out_of_order()
    {
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(sender => Send(sender, stop.Token)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            await Acknowledged(Count, Count() + AcknowledgedBeforeKill, senders);
            await Kill(server: round != 1, postgres: round != 0);
        }

        await Acknowledged(Count, Count() + Senders, senders);
        await stop.CancelAsync();
        await Task.WhenAll(senders);

        await using var connection = await Connect();
        await Eventually.Holds(() => connection.ExecuteScalarAsync<bool>(
            """
            SELECT c.parked = 0
                AND c.done = (SELECT max(arrival) FROM intake_request q WHERE q.account_id = c.account_id)
            FROM intake_cursor c
            """));

        var notes = (await connection.QueryAsync<(int Sender, int Step)>(
            """
            SELECT split_part(a.note, ' ', 2)::int, split_part(a.note, ' ', 4)::int
            FROM event e JOIN activity a ON a.account_id = e.account_id AND a.activity_id = e.record_id
            WHERE a.note LIKE 'sender % step %' ORDER BY e.tx, e.event_id
            """)).ToLookup(note => note.Sender, note => note.Step);
        foreach (var (sender, steps) in ledger)
        {
            // What was not acknowledged may have happened all the same, once.
            var happened = notes[sender].ToList();
            Assert.Equal(happened.Distinct(), happened);
            Assert.Equal(happened.Order(), happened);
            Assert.Empty(steps.Except(happened));
        }
    }

    private int Count() => ledger.Values.Sum(steps => steps.Count);

    /// <summary>Posts one step after the other on a lead of its own; what is not acknowledged is not sent again.</summary>
    private async Task Send(int sender, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = Server.Url, Timeout = TimeSpan.FromSeconds(15) };
        var acknowledged = ledger.GetOrAdd(sender, _ => new());
        for (var step = 0; !stop.IsCancellationRequested; step++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/activity/createcustom")
            {
                Content = new StringContent(
                    $$$"""
                    {"LeadDetails":[{"Attribute":"EmailAddress","Value":"sender{{{sender}}}@example.com"},{"Attribute":"SearchBy","Value":"EmailAddress"}],
                     "Activity":{"ActivityEvent":105,"ActivityNote":"sender {{{sender}}} step {{{step}}}"}}
                    """,
                    Encoding.UTF8,
                    "application/json"),
            };
            request.Headers.Add("x-LSQ-AccessKey", Server.Credentials.AccessKey);
            request.Headers.Add("x-LSQ-SecretKey", Server.Credentials.SecretKey);
            request.Headers.Add("x-api-key", Server.Credentials.AsyncApiKey);
            try
            {
                using var response = await client.SendAsync(request, CancellationToken.None);
                if (response.StatusCode == HttpStatusCode.OK)
                    acknowledged.Enqueue(step);
                else
                    Assert.True(
                        response.StatusCode == HttpStatusCode.ServiceUnavailable, await response.Content.ReadAsStringAsync(CancellationToken.None));
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }
}
