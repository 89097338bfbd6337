using Dapper;
using Leadline.Storage;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// Finds the accounts whose requests nobody here was told of: other nodes', those from before a start, and those whose
/// retry is due. Nodes tell each other when they have more than they can work on; looking now and then covers the rest.
/// </summary>
internal sealed class IntakeWatch(Database database, IntakeSettings settings, ReadyAccounts ready, TimeProvider clock) : BackgroundService
{
    private const string Channel = "leadline_intake";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>At most one notification in this time, however many requests come.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim overload = new(0, 1);

    public override void Dispose()
    {
        overload.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ready.Overloaded += NoteOverload;
        try
        {
            await Task.WhenAll(Watch(stoppingToken), Tell(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            ready.Overloaded -= NoteOverload;
        }
    }

    private void NoteOverload()
    {
        if (overload.CurrentCount > 0)
            return;
        try
        {
            overload.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another request was first.
        }
    }

    /// <summary>Looks for waiting accounts as often as told to, and now and then unasked.</summary>
    private async Task Watch(CancellationToken cancellation)
    {
        if (settings.Workers == 0)
            return;
        while (true)
        {
            try
            {
                await Listen(cancellation);
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                await Task.Delay(Interval, cancellation);
            }
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await using var connection = await database.Listen(Channel, cancellation);
        while (true)
        {
            foreach (var accountId in await Waiting(connection, cancellation))
                ready.Add(accountId);
            await connection.WaitAsync(Interval, cancellation);
        }
    }

    private async Task<IEnumerable<int>> Waiting(NpgsqlConnection connection, CancellationToken cancellation) =>
        await connection.QueryAsync<int>(new CommandDefinition(
            """
            SELECT c.account_id FROM intake_cursor c
            WHERE NOT c.is_paused AND (c.due_on <= @now OR EXISTS (
                SELECT FROM intake_request q
                WHERE q.account_id = c.account_id AND q.arrival > c.done AND q.received_on >= c.done_on))
            ORDER BY random()
            """,
            new { now = clock.GetUtcNow().UtcDateTime },
            cancellationToken: cancellation));

    /// <summary>Wakes other nodes, outside of any transaction of a request: a notifying commit would hold up all others.</summary>
    private async Task Tell(CancellationToken cancellation)
    {
        while (true)
        {
            await overload.WaitAsync(cancellation);
            try
            {
                await using var connection = await database.Open(cancellation);
                await connection.ExecuteAsync("SELECT pg_notify(@Channel, '')", new { Channel });
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                // They will look by themselves.
            }

            await Task.Delay(Quiet, cancellation);
        }
    }
}
