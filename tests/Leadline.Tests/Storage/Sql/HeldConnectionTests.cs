using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Storage.Sql;

/// <summary>Lanes outlive their connections, however these end.</summary>
public sealed class HeldConnectionTests : IAsyncLifetime
{
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await TestPostgres.NewDatabase());

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await TestPostgres.Drop(database.ConnectionString);
    }

    [Fact]
    public async Task A_connection_that_dies_within_a_transaction_is_let_go_without_an_error()
    {
        using var held = new LaneConnection(database);
        var before = held.Open();
        Execute(before, "BEGIN");
        var process = before.ProcessID;
        await Terminate(process);

        held.Drop();

        Assert.NotEqual(process, held.Open().ProcessID);
        Execute(held.Open(), "SELECT 1");
    }

    [Fact]
    public void A_connection_that_broke_is_replaced_and_a_sound_one_kept()
    {
        using var held = new LaneConnection(database);
        var process = held.Open().ProcessID;
        held.DropIfBroken();
        Assert.True(held.IsHeld);
        Assert.Equal(process, held.Open().ProcessID);

        Assert.Throws<PostgresException>(() => Execute(held.Open(), "SELECT pg_terminate_backend(pg_backend_pid())"));

        Assert.False(held.IsHeld);
        Assert.NotEqual(process, held.Open().ProcessID);
    }

    [Fact]
    public void A_connection_from_before_the_database_was_away_is_replaced()
    {
        using var held = new LaneConnection(database);
        var process = held.Open().ProcessID;

        database.ForgetConnections();

        Assert.NotEqual(process, held.Open().ProcessID);
    }

    [Fact]
    public async Task Look_ups_go_on_after_one_that_lost_its_first_connection()
    {
        var kills = 1;
        await using var reads = new GroupRead<int, int>(database, lanes: 1, maxBatch: 10, (connection, keys, found) =>
        {
            if (kills-- > 0)
                Execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())");
            for (var i = 0; i < keys.Count; i++)
                found[i] = keys[i] + 1;
        });

        await Assert.ThrowsAsync<PostgresException>(() => reads.Find(1, CancellationToken.None));

        Assert.Equal(3, await reads.Find(2, CancellationToken.None));
    }

    [Fact]
    public async Task A_look_up_whose_held_connection_died_unnoticed_reads_again()
    {
        var process = 0;
        await using var reads = new GroupRead<int, int>(database, lanes: 1, maxBatch: 10, (connection, _, found) =>
        {
            Execute(connection, "SELECT 1");
            found[0] = process = connection.ProcessID;
        });
        var first = await reads.Find(1, CancellationToken.None);
        await Terminate(process);

        Assert.NotEqual(first, await reads.Find(1, CancellationToken.None));
    }

    /// <summary>Ends a backend and waits until it has.</summary>
    private async Task Terminate(int process)
    {
        await using var connection = await database.OpenAcrossAccounts();
        await using var terminate = new NpgsqlCommand($"SELECT pg_terminate_backend({process}, 10000)", connection);
        Assert.Equal(true, await terminate.ExecuteScalarAsync());
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
