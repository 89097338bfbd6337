using Leadline.Platform;

namespace Leadline.Intake;

/// <summary>Makes partitions before the first request comes, and every hour from then on; drops old ones.</summary>
internal sealed class IntakeSweep(IntakePartitions partitions, TimeProvider clock, ILogger<IntakeSweep> logger)
    : HourlyWorker(clock, logger)
{
    /// <summary>
    /// The server does not listen before this is through: today's requests belong into today's partition.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await partitions.MakeAhead();
        }
        catch (Exception exception)
        {
            // The next hour will do: until then requests go to the default partition.
            LogFailure(exception);
        }

        await base.StartAsync(cancellationToken);
    }

    internal override async Task Sweep()
    {
        await partitions.MakeAhead();
        await partitions.DropOld();
    }
}
