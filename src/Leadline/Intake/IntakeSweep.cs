using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Intake;

/// <summary>Makes partitions before the first request comes, and once an hour from then on; drops old ones.</summary>
internal sealed partial class IntakeSweep(IntakePartitions partitions, TimeProvider clock, ILogger<IntakeSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>The server does not listen before this is through: today's requests belong into today's partition.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Try(partitions.MakeAhead);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Try(partitions.MakeAhead);
                await Try(partitions.DropOld);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task Try(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            // The next hour will do: until then requests go to the default partition, or old ones stay.
            if (!DatabaseErrors.IsUnavailable(exception))
                Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(63, LogLevel.Error, "Looking after the days of asynchronous requests failed: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
