using System.Diagnostics;
using Leadline.Storage;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Leadline.Intake;

/// <summary>
/// Works on the accounts that have requests waiting, a window of one account after a window of the next. A worker is a
/// thread of its own, as a lane is: PostgreSQL's answer wakes it directly.
/// </summary>
internal sealed partial class IntakeWorkers(
    Database database, IntakeSettings settings, IntakeTurn turns, ReadyAccounts ready, ILogger<IntakeWorkers> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>Until an account is looked at again that another node works on.</summary>
    private static readonly TimeSpan Elsewhere = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private Thread[] threads = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        threads = [.. Enumerable.Range(0, settings.Workers).Select(number => new Thread(() => Run().GetAwaiter().GetResult())
        {
            Name = $"intake worker {number}",
            IsBackground = true,
        })];
        foreach (var thread in threads)
            thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Lets each worker finish its window.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Task.Run(Join, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A host may be disposed of without being stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.Run(Join);
        stop.Dispose();
    }

    private void Join() => Array.ForEach(threads, thread => thread.Join());

    private async Task Run()
    {
        NpgsqlConnection? connection = null;
        var epoch = 0;
        while (!stop.IsCancellationRequested)
        {
            int accountId;
            try
            {
                accountId = ready.Take(stop.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                break;
            }

            try
            {
                if (connection is not null && (epoch != database.Epoch || connection.FullState != System.Data.ConnectionState.Open))
                    await Drop();
                epoch = database.Epoch;
                connection ??= database.OpenLane();
                var end = turns.Run(connection, accountId).GetAwaiter().GetResult();
                ready.Return(accountId, end.IsMore || end.IsElsewhere, end.IsElsewhere ? Elsewhere : default);
            }
            catch (Exception exception)
            {
                if (!DatabaseErrors.IsUnavailable(exception) && !stop.IsCancellationRequested)
                    Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
                ready.Return(accountId, isWanted: true, AfterFault);
                await Drop();
            }
        }

        await Drop();

        async Task Drop()
        {
            if (connection is { } old)
            {
                connection = null;
                await old.DisposeAsync();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(62, LogLevel.Error, "Working on asynchronous requests failed: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
