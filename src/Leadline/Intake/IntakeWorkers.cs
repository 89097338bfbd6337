using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Leadline.Platform;
using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Intake;

/// <summary>
/// Works on the accounts that have requests waiting, a window of one account after a window of the next. A worker reads
/// windows here, and works on them on its lane (<see cref="IntakeTurns"/>).
/// </summary>
internal sealed partial class IntakeWorkers(
    IntakeSettings settings,
    IntakeWindows windows,
    IntakeTurns turns,
    AccountQueue ready,
    IntakeQueue queue,
    ILogger<IntakeWorkers> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>An account that floods in rests so many times as long as it was worked on.</summary>
    private const int RestOfFlood = 9;

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stop = new();
    private Task[] workers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        workers =
        [
            .. Enumerable
                .Range(0, settings.Workers)
                .Select(worker => Task.Run(() => Run(worker), CancellationToken.None)),
        ];
        return Task.CompletedTask;
    }

    /// <summary>Lets each worker finish its window.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Task.WhenAll(workers).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A host may be disposed of without being stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        stop.Dispose();
    }

    private async Task Run(int worker)
    {
        while (!stop.IsCancellationRequested)
        {
            int accountId;
            try
            {
                accountId = await ready.Take(stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            try
            {
                var clock = Stopwatch.StartNew();
                var end = await Turn(worker, accountId);
                var isFlooding = end.IsMore && end.Finished > 0 && queue.IsFlooded;
                ready.Return(accountId, end.IsMore, isFlooding ? clock.Elapsed * RestOfFlood : end.Rest);

                // What it has parked may be the next that is due.
                if (!end.IsMore)
                    Wakes.Tell(Wake.Intake);
            }
            catch (Exception exception)
            {
                if (!DatabaseErrors.IsUnavailable(exception) && !stop.IsCancellationRequested)
                    Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
                ready.Return(accountId, isWanted: true, AfterFault);
            }
        }
    }

    /// <summary>
    /// One turn of the account. Whatever one request does to the database hurts that one alone: a window that fails as
    /// a whole is run again in ever smaller parts, each under a savepoint.
    /// </summary>
    private async Task<TurnEnd> Turn(int worker, int accountId)
    {
        var window = await windows.Next(accountId);
        var apart = false;
        for (var attempt = 1; ; attempt++)
        {
            var turn = new IntakeTurn(accountId, window, apart);
            await turns.Run(worker, turn);
            if (turn.End is { } end)
                return end;
            if (turn.Lacking is { } due)
            {
                window = await windows.WithDue(window, accountId, due);
                continue;
            }

            windows.Forget(accountId);
            if (turn.Failure is { } failure)
            {
                if (apart || DatabaseErrors.IsUnavailable(failure))
                    ExceptionDispatchInfo.Throw(failure);
                apart = !DatabaseErrors.IsRace(failure) || attempt >= IntakeTurns.MaxAttempts;
            }

            window = await windows.Next(accountId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(62, LogLevel.Error, "Working on asynchronous requests failed: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
