using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Dapper;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>
/// Acknowledged asynchronous requests survive kills of the server, of PostgreSQL and of both: each has one effect, in the
/// order in which its sender sent it.
/// </summary>
public sealed class IntakeKillTests : IAsyncLifetime
{
    private const int Rounds = 3;
    private const int Senders = 8;
    private const int AcknowledgedBeforeKill = 150;

    private readonly string dataFolder = Directory.CreateTempSubdirectory("leadline-intake-kill-").FullName;
    private readonly ConcurrentDictionary<int, ConcurrentQueue<int>> ledger = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(dataFolder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_doubled_or_out_of_order()
    {
        await using var server = new ServerProcess(dataFolder);
        await server.Start();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(sender => Send(server, sender, stop.Token)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            await Acknowledged(AcknowledgedBeforeKill, senders);
            var (killServer, killPostgres) = (round != 1, round != 0);
            await server.Kill(killServer, killPostgres);
            if (killServer)
                await server.Start();
        }

        await Acknowledged(Senders, senders);
        await stop.CancelAsync();
        await Task.WhenAll(senders);

        var connectionString = await EmbeddedPostgres.FindRunningAsync(dataFolder, CancellationToken.None);
        await using var connection = new NpgsqlConnection(connectionString);
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(20, CancellationToken.None))
        {
            if (await connection.ExecuteScalarAsync<bool>(
                """
                SELECT c.done = (SELECT max(arrival) FROM intake_request q WHERE q.account_id = c.account_id) AND c.parked = 0
                FROM intake_cursor c
                """))
                break;
            Assert.True(DateTime.UtcNow < deadline, "Requests still wait.");
        }

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

    private async Task Acknowledged(int more, Task[] senders)
    {
        var goal = ledger.Values.Sum(steps => steps.Count) + more;
        for (var deadline = DateTime.UtcNow.AddSeconds(120); ledger.Values.Sum(steps => steps.Count) < goal; await Task.Delay(5))
        {
            if (Array.Find(senders, sender => sender.IsCompleted) is { } ended)
                await ended;
            Assert.True(DateTime.UtcNow < deadline, $"The senders do not get on: {ledger.Values.Sum(steps => steps.Count)} of {goal}.");
        }
    }

    /// <summary>Posts one step after the other on a lead of its own; what is not acknowledged is not sent again.</summary>
    private async Task Send(ServerProcess server, int sender, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(15) };
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
            request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
            request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
            request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
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
