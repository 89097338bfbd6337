using System.Diagnostics;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Microsoft.Extensions.Hosting;

namespace Leadline.Intake;

/// <summary>
/// Works on the accounts that have requests waiting, a window of one account after a window of the next. A worker is a
/// thread of its own, as a lane is: PostgreSQL's answer wakes it directly.
/// </summary>
internal sealed partial class IntakeWorkers(
    Database database,
    IntakeSettings settings,
    IntakeTurn turns,
    ReadyAccounts ready,
    Acceptance acceptance,
    ILogger<IntakeWorkers> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>An account that floods in rests so many times as long as it was worked on.</summary>
    private const int RestOfFlood = 9;

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private Thread[] threads = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        threads = [.. Enumerable.Range(0, settings.Workers).Select(number => new Thread(Run)
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

    private void Run()
    {
        using var connection = new HeldConnection(database);
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
                var clock = Stopwatch.StartNew();
                var end = turns.Run(connection.Open(), accountId).GetAwaiter().GetResult();
                var isFlooding = end.IsMore && end.Finished > 0 && acceptance.IsFlooded;
                ready.Return(accountId, end.IsMore, isFlooding ? clock.Elapsed * RestOfFlood : end.Rest);
            }
            catch (Exception exception)
            {
                if (!DatabaseErrors.IsUnavailable(exception) && !stop.IsCancellationRequested)
                    Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
                ready.Return(accountId, isWanted: true, AfterFault);
                connection.Drop();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(62, LogLevel.Error, "Working on asynchronous requests failed: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
