using System.Diagnostics;
using System.Runtime.Versioning;
using Npgsql;

namespace Leadline.Bench.Faults;

/// <summary>
/// Rounds of kill -9 of a random one of two nodes and their PostgreSQL, while senders go on; then the senders' ledgers are
/// held against the database: everything acknowledged has its effect, nothing has two, and each lead's are in order.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class FaultRun
{
    private const int Senders = 12;
    private const int StepsBetweenKills = 400;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    // Each step leaves one event that bears its text: an update of the name, or an activity's or opportunity's note.
    private const string Effects = """
        SELECT step[1]::int, step[2]::int FROM (
            SELECT regexp_match(coalesce(e.data->'FirstName'->>'After', a.note), '^sender (\d+) step (\d+)$') AS step, e.tx, e.event_id
            FROM event e
            LEFT JOIN activity a ON a.account_id = e.account_id AND a.activity_id = e.record_id
                AND e.kind IN ('activity.created', 'opportunity.created')
            WHERE e.account_id > 0) effects
        WHERE step IS NOT NULL ORDER BY tx, event_id
        """;

    private const string Waiting = """
        SELECT coalesce(sum((SELECT max(q.arrival) FROM intake_request q WHERE q.account_id = c.account_id) - c.done + c.parked), 0)
        FROM intake_cursor c
        """;

    private const string NotSuccessful = """
        SELECT count(*) FROM intake_request q
        LEFT JOIN intake_result r ON r.account_id = q.account_id AND r.arrival = q.arrival AND r.received_on = q.received_on
        WHERE q.account_id > 0 AND r.status IS DISTINCT FROM 0
        """;

    /// <summary>Returns the exit code: 0 when everything held.</summary>
    public static int Run(string server, string postgresBin, int rounds, int seed)
    {
        using var cluster = new FaultCluster(server, postgresBin);
        var senders = Enumerable.Range(0, Senders).Select(number => new FaultSender(cluster, number)).ToArray();
        Task.WaitAll([.. senders.Select(sender => sender.Begin())]);
        using var stop = new CancellationTokenSource();
        var running = senders.Select(sender => Task.Run(() => sender.Run(stop.Token))).ToArray();
        var random = new Random(seed);
        for (var round = 1; round <= rounds; round++)
        {
            Await(senders, StepsBetweenKills, running);
            var clock = Stopwatch.StartNew();
            var victim = cluster.Kill(random.Next(3));
            Console.WriteLine($"round {round}: killed {victim}, back after {clock.Elapsed.TotalSeconds:F1} s; {senders.Sum(sender => sender.Acknowledged):N0} acknowledged");
        }

        Await(senders, StepsBetweenKills, running);
        stop.Cancel();
        Task.WaitAll(running);
        return Check(cluster, senders) ? 0 : 1;
    }

    private static void Await(FaultSender[] senders, int more, Task[] running)
    {
        var goal = senders.Sum(sender => sender.Acknowledged) + more;
        for (var waited = Stopwatch.StartNew(); senders.Sum(sender => sender.Acknowledged) < goal; Thread.Sleep(10))
        {
            if (Array.Find(running, sender => sender.IsFaulted) is { } failed) failed.GetAwaiter().GetResult();
            if (waited.Elapsed > Longest) throw new InvalidDataException("The senders do not get on.");
        }
    }

    private static bool Check(FaultCluster cluster, FaultSender[] senders)
    {
        using var connection = new NpgsqlConnection(cluster.ConnectionString);
        connection.Open();
        for (var waited = Stopwatch.StartNew(); Count(connection, Waiting) > 0; Thread.Sleep(50))
            if (waited.Elapsed > Longest) throw new InvalidDataException("Requests still wait.");

        var effects = new List<(int Sender, int Step)>();
        using (var command = new NpgsqlCommand(Effects, connection) { CommandTimeout = 300 })
        using (var reader = command.ExecuteReader())
            while (reader.Read()) effects.Add((reader.GetInt32(0), reader.GetInt32(1)));

        var lost = 0;
        var doubled = 0;
        var unordered = 0;
        foreach (var sender in senders)
        {
            var happened = effects.Where(effect => effect.Sender == sender.Number).Select(effect => effect.Step).ToList();
            var acknowledgedSteps = sender.Ledger.Select(entry => entry.Step).ToHashSet();
            lost += acknowledgedSteps.Except(happened).Count();
            doubled += happened.Count - happened.Distinct().Count();

            // What was not acknowledged may have been taken in after the step that followed it.
            var inOrder = happened.Where(acknowledgedSteps.Contains).ToList();
            unordered += inOrder.Zip(inOrder.Skip(1)).Count(pair => pair.First > pair.Second);
        }

        var failed = Count(connection, NotSuccessful);
        var acknowledged = senders.Sum(sender => sender.Ledger.Count);
        Console.WriteLine(
            $"{acknowledged:N0} acknowledged, {effects.Count:N0} effects (unacknowledged ones among them): "
            + $"{lost} lost, {doubled} doubled, {unordered} out of order, {failed} requests not successful");
        return lost + doubled + unordered + failed == 0 && acknowledged > 0;
    }

    private static long Count(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return Convert.ToInt64(command.ExecuteScalar(), null);
    }
}
