using Leadline.Platform;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class WorkerTests
{
    [Fact]
    public async Task Work_that_fails_begins_again_and_tells_why()
    {
        var log = new RecordedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var worker = new Failing(loggers.CreateLogger("work"));

        await worker.StartAsync(CancellationToken.None);
        await Eventually.Ends(worker.Succeeded.Task);
        await worker.StopAsync(CancellationToken.None);

        Assert.True(worker.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Contains(log.Lines, line => line.Contains(nameof(InvalidTimeZoneException), StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    private sealed class Failing(ILogger logger) : Worker(TimeSpan.FromMilliseconds(1), logger)
    {
        private int runs;

        public TaskCompletionSource Succeeded { get; } = new();

        protected override async Task Run(CancellationToken cancellation)
        {
            if (runs++ < 2)
                throw new InvalidTimeZoneException("secret");
            Succeeded.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }
    }
}
