using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Tickets.Desk;

/// <summary>Does the desk's work as it falls due, on every node.</summary>
internal sealed partial class DeskWorker(DeskWork work, ILogger<DeskWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var refreshed = await work.Refresh(stoppingToken);
                if (await work.Pass(stoppingToken) == 0 && !refreshed)
                    await Task.Delay(Idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
                    Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
                await Task.Delay(Idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(81, LogLevel.Error, "The service desk's work failed: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
