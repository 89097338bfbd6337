using System.Runtime.CompilerServices;
using Npgsql;

namespace Leadline.Storage;

/// <summary>
/// One PostgreSQL server, on which accounts live: opens pooled connections and runs transactions. Whoever opens one
/// names the account that it is for, so that the account's server can be looked up here and nowhere else
/// (docs/decisions/0008). The lanes and listeners made over it are this server's: they never batch for another.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>Longest that one statement of a request may run, in seconds; PostgreSQL then cancels it.</summary>
    public const int StatementTimeoutSeconds = 30;

    // PostgreSQL compiles a plan when it estimates that to pay; for statements of milliseconds it never does.
    // A search that takes several processes takes the cores from others' writes.
    private const string NoCompiler = "-c jit=off -c max_parallel_workers_per_gather=0";

    // On a full disk PostgreSQL may open no new ones.
    private const int KeptConnections = 4;

    // A batch's statements differ only in how many rows they carry: planning them anew each time costs more than
    // running them. So a plan is kept that was made when the tables were small, or with whatever statistics there were.
    // Each of these statements looks up the rows that its arrays name by an index, and is written so that no other plan
    // is left (RowSource.Key) with what is switched off here: reading all rows of the account, and sorting them.
    private const string LanePlans = NoCompiler + " -c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
        + " -c enable_bitmapscan=off -c enable_sort=off -c enable_hashjoin=off -c enable_mergejoin=off";

    // A lane takes numbers for records that its own transaction then commits. WAL is one sequence: the flush that makes
    // the records durable makes the numbers' earlier commit durable, too, so that one need not wait for a flush of its
    // own.
    private const string NotFlushed = LanePlans + " -c synchronous_commit=off";

    private readonly ConditionalWeakTable<NpgsqlConnection, List<Action>> afterCommit = [];
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource lanes;
    private readonly NpgsqlDataSource aside;
    private int epoch;
    private (int Epoch, long Id)? cluster;

    /// <summary>Makes the pools; connections are opened when they are asked for.</summary>
    /// <param name="connectionString">The PostgreSQL server.</param>
    /// <param name="space">Whether there is room to write; what writes meet tells by default.</param>
    public Database(string connectionString, DiskSpace? space = null)
    {
        Space = space ?? new DiskSpace();
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "leadline",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            CommandTimeout = StatementTimeoutSeconds,
            Enlist = false,
            IncludeErrorDetail = false,
            Options = NoCompiler,
        };
        if (settings.MaxPoolSize == 100)
            settings.MaxPoolSize = 40;
        if (settings.MinPoolSize == 0)
            settings.MinPoolSize = Math.Min(KeptConnections, settings.MaxPoolSize);
        MaxConnections = settings.MaxPoolSize;
        ConnectionString = settings.ConnectionString;
        source = NpgsqlDataSource.Create(settings);
        settings.Options = LanePlans;
        lanes = NpgsqlDataSource.Create(settings);
        settings.Options = NotFlushed;
        aside = NpgsqlDataSource.Create(settings);
    }

    public string ConnectionString { get; }

    /// <summary>Whether there is room to write.</summary>
    public DiskSpace Space { get; }

    /// <summary>Who makes changes where no call does: the operator of a command; null on a server.</summary>
    public ChangedBy? Operator { get; set; }

    /// <summary>Most connections that are open at a time; who asks for a further one waits.</summary>
    public int MaxConnections { get; }

    /// <summary>A connection for the work of one account; its statements name no other.</summary>
    public ValueTask<NpgsqlConnection> Open(int accountId, CancellationToken cancellation = default) =>
        source.OpenConnectionAsync(cancellation);

    /// <summary>
    /// A connection for what is no account's: who is due, who has work, the schema, the server's health. With several
    /// servers it is opened once on each. It reads without locks; what it finds is then claimed within one account.
    /// </summary>
    public ValueTask<NpgsqlConnection> OpenAcrossAccounts(CancellationToken cancellation = default) =>
        source.OpenConnectionAsync(cancellation);

    /// <summary>
    /// A connection for a lane, which keeps it and runs the same few statements on it. Opened without awaiting: once a
    /// socket was awaited, .NET takes every later answer through its event thread, even for a thread that blocks.
    /// </summary>
    public NpgsqlConnection OpenLane() => lanes.OpenConnection();

    /// <summary>
    /// A lane's second connection, for what does not belong to its transaction. What is committed here is durable once
    /// anything that was committed later elsewhere is.
    /// </summary>
    internal NpgsqlConnection OpenLaneAside() => aside.OpenConnection();

    /// <inheritdoc cref="OpenLaneAside"/>
    public ValueTask<NpgsqlConnection> OpenAside(int accountId, CancellationToken cancellation = default) =>
        aside.OpenConnectionAsync(cancellation);

    /// <summary>
    /// A connection of its own that hears what is notified on channels of this server, for whichever account, until
    /// it is closed or the database goes away.
    /// </summary>
    public async Task<NpgsqlConnection> Listen(IEnumerable<string> channels, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, KeepAlive = 30 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var listen = new NpgsqlCommand(
                string.Concat(channels.Select(channel => $"LISTEN {channel};")), connection);
            await listen.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> of one account in a transaction of its own; an exception rolls it back.
    /// </summary>
    public async Task<T> Transaction<T>(
        int accountId, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation = default)
    {
        Space.ThrowIfFull();
        try
        {
            await using var connection = await Open(accountId, cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            if ((ChangedBy.Current ?? Operator) is { } changer)
                await Tell(connection, changer, cancellation);
            var result = await work(connection);
            await transaction.CommitAsync(cancellation);
            if (afterCommit.TryGetValue(connection, out var waiting))
                waiting.ForEach(one => one());
            return result;
        }
        catch (Exception exception) when (Space.Note(exception))
        {
            throw;
        }
    }

    /// <summary>
    /// Has something done once the transaction that the connection is in is committed, before its writer hears of that;
    /// never where it is rolled back.
    /// </summary>
    public void AfterCommit(NpgsqlConnection connection, Action work) =>
        afterCommit.GetOrCreateValue(connection).Add(work);

    /// <summary>
    /// True where there is room to write. After a write that found none, by trying: it fills a temporary table, and
    /// leaves nothing behind.
    /// </summary>
    public async Task<bool> HasSpace(CancellationToken cancellation = default)
    {
        if (Space.IsFull || !Space.RanOut)
            return !Space.IsFull;
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var fill = new NpgsqlCommand(
                "CREATE TEMPORARY TABLE room AS SELECT md5(i::text) AS text FROM generate_series(1, 20000) i",
                connection);
            await fill.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException exception) when (DatabaseErrors.IsDiskFull(exception))
        {
            Space.Note(exception);
            return false;
        }

        Space.Regained();
        return true;
    }

    /// <inheritdoc cref="Transaction{T}"/>
    public Task Transaction(
        int accountId, Func<NpgsqlConnection, Task> work, CancellationToken cancellation = default) =>
        Transaction(
            accountId,
            async connection =>
            {
                await work(connection);
                return true;
            },
            cancellation);

    /// <summary>
    /// Runs <paramref name="work"/> in the transaction that a connection is in; in one of its own without a connection.
    /// </summary>
    public Task<T> Transaction<T>(
        int accountId,
        NpgsqlConnection? within,
        Func<NpgsqlConnection, Task<T>> work,
        CancellationToken cancellation = default) =>
        within is null ? Transaction(accountId, work, cancellation) : work(within);

    /// <summary>Grows whenever the database was away. A connection kept from an earlier epoch is dead.</summary>
    public int Epoch => Volatile.Read(ref epoch);

    /// <summary>
    /// Which cluster the connection is in: transaction numbers mean something only there. PostgreSQL reads a file to
    /// tell, so it is asked once.
    /// </summary>
    public async Task<long> ClusterId(NpgsqlConnection connection)
    {
        if (cluster is { } known && known.Epoch == Epoch)
            return known.Id;
        var now = Epoch;
        await using var command = new NpgsqlCommand("SELECT system_identifier FROM pg_control_system()", connection);
        var id = (long)(await command.ExecuteScalarAsync())!;
        cluster = (now, id);
        return id;
    }

    /// <summary>
    /// Closes idle connections, so that the next caller meets the restarted database rather than a dead socket.
    /// </summary>
    public void ForgetConnections()
    {
        Interlocked.Increment(ref epoch);
        source.Clear();
        lanes.Clear();
        aside.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await aside.DisposeAsync();
        await lanes.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <summary>Says until the end of the transaction who makes its changes.</summary>
    private static async Task Tell(NpgsqlConnection connection, ChangedBy changer, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT set_config('leadline.changed_by', $1, true)", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = changer.ToJson() });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
