using System.Diagnostics;
using System.Text;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Bench;

/// <summary>
/// What the database alone can take: the leads of the capture run, repeats included, written by bare batches of 500
/// into the server's own tables, a transaction a batch, from two connections. The rows belong to an account that nobody
/// has and are deleted afterwards.
/// </summary>
internal sealed class Floor
{
    private const int Account = 999_999;
    private const int BatchSize = 500;
    private const int Writers = 2;
    private const long IndexesPerWriter = 400_000_000;

    private const string InsertLeads = """
        INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
            last_modified_on, "values")
        SELECT $1, u.lead_id, u.number, $2, $2, $2, now(), now(), now(), u."values"
        FROM unnest($3, $4, $5) AS u (lead_id, number, "values")
        """;

    private const string UpdateLeads = """
        UPDATE lead l SET modified_by = $2, modified_on = now(), last_modified_on = now(), "values" = u."values"
        FROM unnest($3, $4) AS u (lead_id, "values")
        WHERE l.account_id = $1 AND l.lead_id = u.lead_id
        """;

    private const string InsertIdentities = """
        INSERT INTO lead_identity (account_id, field, value, lead_id)
        SELECT $1, u.field, u.value, u.lead_id FROM unnest($2, $3, $4) AS u (field, value, lead_id)
        """;

    private const string InsertEvents = """
        INSERT INTO event (account_id, event_id, kind, lead_id, user_id, occurred_on)
        SELECT $1, u.event_id, u.kind, u.lead_id, $2, now() FROM unnest($3, $4, $5) AS u (event_id, kind, lead_id)
        """;

    private static readonly string[] Clean =
    [
        "DELETE FROM event WHERE account_id = $1",
        "DELETE FROM lead_identity WHERE account_id = $1",
        "DELETE FROM lead WHERE account_id = $1",
    ];

    private static readonly Guid User = Guid.CreateVersion7();

    private readonly string database;
    private readonly long seed;
    private readonly UsageProbe probe;

    public Floor(string database, long seed, bool allowRemote, UsageProbe probe)
    {
        (this.database, this.seed, this.probe) = (database, seed, probe);
        var hosts = new NpgsqlConnectionStringBuilder(database).Host ?? "localhost";
        foreach (var host in hosts.Split(',').Where(host => !host.StartsWith('/')))
            Target.Resolve(host.Split(':')[0], allowRemote);
    }

    public RunResult Run(TimeSpan measured)
    {
        CleanUp();
        try
        {
            var before = probe.Read();
            var end = before.Timestamp + (long)(measured.TotalSeconds * Stopwatch.Frequency);
            var writers = Enumerable.Range(0, Writers).Select(number => new Writer(database, seed, number)).ToArray();
            Parallel.ForEach(writers, writer => writer.WriteUntil(end));

            var latencies = new Histogram();
            foreach (var writer in writers) latencies.Add(writer.Latencies);
            return new RunResult("floor", before, probe.Read(), latencies)
            {
                Unit = $"leads, {BatchSize} a batch,",
                Count = latencies.Count * BatchSize,
                Memory = probe.Memory(),
            };
        }
        finally
        {
            CleanUp();
        }
    }

    private void CleanUp()
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        foreach (var statement in Clean)
        {
            using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            command.Parameters.Add(One(Account));
            command.ExecuteNonQuery();
        }
    }

    private static NpgsqlParameter<T> One<T>(T value) => new() { TypedValue = value };

    private sealed class Writer(string database, long seed, int number)
    {
        private readonly LeadPool leads = new(seed, 0, number * IndexesPerWriter);
        private readonly RequestBuffer text = new();
        private readonly List<Guid> ids = [];
        private readonly List<(Guid Id, long Number, string Values)> added = [];
        private readonly List<(string Field, string Value, Guid Id)> identities = [];
        private readonly List<(Guid Id, string Values)> changed = [];

        public Histogram Latencies { get; } = new();

        public void WriteUntil(long end)
        {
            using var connection = new NpgsqlConnection(database);
            connection.Open();
            while (Stopwatch.GetTimestamp() < end)
            {
                Gather();
                var begun = Stopwatch.GetTimestamp();
                Store(connection);
                Latencies.Add((long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }
        }

        private void Gather()
        {
            added.Clear();
            identities.Clear();
            changed.Clear();
            for (var row = 0; row < BatchSize; row++)
            {
                var lead = leads.TakeNewOrRepeat(out var index);
                var place = (int)(index - (number * IndexesPerWriter));
                var values = Written("{", lead.WriteMembers) + "}";
                if (place < ids.Count)
                {
                    changed.Add((ids[place], values));
                    continue;
                }

                var id = Guid.CreateVersion7();
                ids.Add(id);
                added.Add((id, index + 1, values));
                identities.Add(("EmailAddress", Written("", request => lead.WriteEmailAddress(request, "@"u8)), id));
                identities.Add(("Phone", Written("91", lead.WritePhoneDigits), id));
                identities.Add(("mx_PAN_Number", Written("", lead.WritePanNumber), id));
            }
        }

        private string Written(string start, Action<RequestBuffer> write)
        {
            text.Clear();
            write(text);
            return start + Encoding.UTF8.GetString(text.Written);
        }

        private void Store(NpgsqlConnection connection)
        {
            // A batch is one round trip and one transaction.
            using var batch = new NpgsqlBatch(connection);
            Add(batch, InsertLeads,
                One(User),
                Array(NpgsqlDbType.Uuid, added.Select(row => row.Id)),
                Array(NpgsqlDbType.Bigint, added.Select(row => row.Number)),
                Array(NpgsqlDbType.Jsonb, added.Select(row => row.Values)));
            Add(batch, UpdateLeads,
                One(User),
                Array(NpgsqlDbType.Uuid, changed.Select(row => row.Id)),
                Array(NpgsqlDbType.Jsonb, changed.Select(row => row.Values)));
            Add(batch, InsertIdentities,
                Array(NpgsqlDbType.Text, identities.Select(row => row.Field)),
                Array(NpgsqlDbType.Text, identities.Select(row => row.Value)),
                Array(NpgsqlDbType.Uuid, identities.Select(row => row.Id)));
            Guid[] leadIds = [.. added.Select(row => row.Id), .. changed.Select(row => row.Id)];
            var kinds = leadIds.Select((_, row) => row < added.Count ? "lead.created" : "lead.updated");
            Add(batch, InsertEvents,
                One(User),
                Array(NpgsqlDbType.Uuid, leadIds.Select(_ => Guid.CreateVersion7())),
                Array(NpgsqlDbType.Text, kinds),
                Array(NpgsqlDbType.Uuid, leadIds));
            batch.ExecuteNonQuery();
        }

        private static void Add(NpgsqlBatch batch, string statement, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.Add(One(Account));
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }

        private static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
            new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };
    }
}
