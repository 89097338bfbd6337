using Dapper;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>What an account counts, and the first number of it.</summary>
internal readonly record struct Counter(string Name, long First = 1);

/// <summary>A record that takes a number of its account's when it is made.</summary>
internal interface INumbered
{
    int AccountId { get; }

    long Number { set; }
}

/// <summary>
/// The SQL of numbers that count up within an account, in the order in which they are asked for, over all nodes. They
/// are taken in a transaction of their own, so that writers of one account do not queue for its counter until their
/// commits; a write that fails leaves a gap.
/// </summary>
internal sealed class CounterStore(Database database)
{
    private const string Advance =
        """
        INSERT INTO account_counter (account_id, name, next_value) VALUES ($1, $2, $4 + $3)
        ON CONFLICT (account_id, name) DO UPDATE SET next_value = account_counter.next_value + $3
        RETURNING next_value - $3
        """;

    /// <summary>
    /// The first of <paramref name="count"/> consecutive numbers, durable by the time that a later commit is.
    /// </summary>
    public async Task<long> Take(int accountId, Counter counter, int count)
    {
        await using var connection = await database.OpenAside(accountId);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(accountId, counter, count) } };
        return (long)(await batch.ExecuteScalarAsync())!;
    }

    /// <summary>Begins a new account's counter behind the numbers that its sample has.</summary>
    public static Task Begin(NpgsqlConnection connection, int accountId, Counter counter, long next) =>
        connection.ExecuteAsync(
            "INSERT INTO account_counter (account_id, name, next_value) VALUES (@accountId, @Name, @next)",
            new { accountId, counter.Name, next });

    /// <summary>Numbers the records of a lane's unit, each account's in their order.</summary>
    public void Assign(WriteUnit unit, IReadOnlyList<(Counter Counter, INumbered Record)> records)
    {
        if (records.Count == 0)
            return;

        // In one order on every lane and node, so that they do not deadlock.
        var groups = records.GroupBy(entry => (entry.Record.AccountId, entry.Counter), entry => entry.Record)
            .OrderBy(group => group.Key.AccountId)
            .ThenBy(group => group.Key.Counter.Name, StringComparer.Ordinal)
            .ToList();
        using var batch = new NpgsqlBatch(unit.Aside);
        foreach (var group in groups)
            batch.BatchCommands.Add(Command(group.Key.AccountId, group.Key.Counter, group.Count()));
        using var reader = batch.ExecuteReader();
        foreach (var group in groups)
        {
            reader.Read();
            var next = reader.GetInt64(0);
            foreach (var record in group)
                record.Number = next++;
            reader.NextResult();
        }
    }

    private static NpgsqlBatchCommand Command(int accountId, Counter counter, int count) => new(Advance)
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = accountId },
            new NpgsqlParameter<string> { TypedValue = counter.Name },
            new NpgsqlParameter<long> { TypedValue = count },
            new NpgsqlParameter<long> { TypedValue = counter.First },
        },
    };
}
