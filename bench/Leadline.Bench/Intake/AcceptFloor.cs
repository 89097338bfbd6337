using System.Diagnostics;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;
using Npgsql;

namespace Leadline.Bench.Intake;

/// <summary>
/// What the database alone can take in: the bodies of the accept run, by bare batches as large as 64 connections make them
/// and larger, each its own durable transaction. The rows belong to an account that nobody has and are deleted afterwards.
/// </summary>
internal sealed class AcceptFloor
{
    private const int Account = 999_999;
    private const int BatchSize = 64;

    private const string Insert = """
        INSERT INTO intake_request (account_id, call, arrival, received_on, user_id, body)
        SELECT $1, 4, $2 + u.place, now(), $3, u.body FROM unnest($4) WITH ORDINALITY AS u (body, place)
        """;

    private readonly string database;
    private readonly long seed;
    private readonly UsageProbe probe;

    public AcceptFloor(string database, long seed, bool allowRemote, UsageProbe probe)
    {
        (this.database, this.seed, this.probe) = (database, seed, probe);
        var hosts = new NpgsqlConnectionStringBuilder(database).Host ?? "localhost";
        foreach (var host in hosts.Split(',').Where(host => !host.StartsWith('/')))
            Target.Resolve(host.Split(':')[0], allowRemote);
    }

    public RunResult Run(TimeSpan measured)
    {
        using var connection = new NpgsqlConnection(database + ";MaxAutoPrepare=10;AutoPrepareMinUsages=2");
        connection.Open();
        CleanUp(connection);
        try
        {
            var latencies = new Histogram();
            var leads = new LeadPool(seed, 0, 0);
            var user = Guid.CreateVersion7();
            var before = probe.Read();
            var arrival = 0L;
            while (Stopwatch.GetElapsedTime(before.Timestamp) < measured)
            {
                var bodies = new byte[BatchSize][];
                for (var i = 0; i < bodies.Length; i++) bodies[i] = Body(leads);
                var begun = Stopwatch.GetTimestamp();
                using var command = new NpgsqlCommand(Insert, connection);
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Account });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = arrival });
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user });
                command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = bodies });
                command.ExecuteNonQuery();
                arrival += BatchSize;
                latencies.Add((long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }

            return new RunResult("accept-floor", before, probe.Read(), latencies)
            {
                Unit = $"requests, {BatchSize} a batch,",
                Count = arrival,
                Memory = probe.Memory(),
            };
        }
        finally
        {
            CleanUp(connection);
        }
    }

    private static byte[] Body(LeadPool leads)
    {
        var body = new RequestBuffer();
        AcceptScenario.WriteBody(leads.TakeNewOrRepeat(), body);
        return body.Written.ToArray();
    }

    private static void CleanUp(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("DELETE FROM intake_request WHERE account_id = $1", connection) { CommandTimeout = 600 };
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Account });
        command.ExecuteNonQuery();
    }
}
