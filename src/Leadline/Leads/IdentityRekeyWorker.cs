using Leadline.Storage;
using Microsoft.Extensions.Hosting;

namespace Leadline.Leads;

/// <summary>At start-up, brings the identities of existing leads to the rules of this version.</summary>
internal sealed partial class IdentityRekeyWorker(IdentityRekeying rekeying, ILogger<IdentityRekeyWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await rekeying.Run(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // What is done is done; the rest goes on from there.
                if (!DatabaseErrors.IsUnavailable(exception))
                    Log.Failed(logger, exception.GetType().Name, exception.StackTrace);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(66, LogLevel.Error, "The identities of leads could not be made anew, and it is tried again: {Error}\n{Stack}")]
        public static partial void Failed(ILogger logger, string error, string? stack);
    }
}
