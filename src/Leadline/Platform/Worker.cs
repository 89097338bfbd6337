using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Platform;

/// <summary>
/// Background work that outlives its failures: it begins again after a pause. An exception that a background service
/// lets out would end the server.
/// </summary>
internal abstract partial class Worker(TimeSpan pause, ILogger logger) : BackgroundService
{
    /// <summary>Runs until the server stops.</summary>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // Cancelled, or what it works with has gone already: the next start goes on from there.
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A piece of the work, however long; when it returns, the next begins at once.</summary>
    protected abstract Task Run(CancellationToken cancellation);

    /// <summary>Logs what failed. That the database is away is told once, by those who look after it.</summary>
    protected void LogFailure(Exception exception)
    {
        if (!DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
            Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
    }

    private static partial class Log
    {
        [LoggerMessage(5, LogLevel.Error, "Background work failed and begins again: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}

/// <summary>
/// Work that is done once an hour. Any node may do it; twice does no harm, and a failure waits for the next hour.
/// </summary>
internal abstract class HourlyWorker(TimeProvider clock, ILogger logger) : Worker(TimeSpan.Zero, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected TimeProvider Clock => clock;

    /// <summary>Does what has come up in the past hour.</summary>
    internal abstract Task Sweep();

    /// <summary>Waits an hour, then sweeps.</summary>
    protected sealed override async Task Run(CancellationToken cancellation)
    {
        await Task.Delay(Interval, clock, cancellation);
        await Sweep();
    }
}
