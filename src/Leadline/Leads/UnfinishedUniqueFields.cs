using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Leads;

/// <summary>At start-up, ends the markings of unique fields that a crash cut off.</summary>
internal sealed partial class UnfinishedUniqueFields(UniqueFields uniqueFields, ILogger<UnfinishedUniqueFields> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await uniqueFields.Resume() is > 0 and var count)
                    Log.Resumed(logger, count);
                return;
            }
            catch (Exception exception) when (DatabaseErrors.IsUnavailable(exception))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (Exception exception)
            {
                // The field stays as it is until the next start or call; the server is of use without it.
                Log.Failed(logger, exception.GetType().Name);
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(61, LogLevel.Information, "Ended {Count} markings of unique fields that had been cut off")]
        public static partial void Resumed(ILogger logger, int count);

        [LoggerMessage(62, LogLevel.Error, "A marking of a unique field could not be ended: {Error}")]
        public static partial void Failed(ILogger logger, string error);
    }
}
