using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.PersonalData;

/// <summary>
/// Carries out the requests of all accounts, one of an account at a time, as soon as one is taken in.
/// </summary>
internal sealed class PersonalDataWorker(
    Wakes wakes,
    PersonalRequestStore requests,
    PersonalDataRun run,
    TimeProvider clock,
    ILogger<PersonalDataWorker> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(250), logger, Wake.PersonalData)
{
    private readonly Guid lease = Ids.New();

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var waiting = await requests.Waiting(lease, Clock.Now(), cancellation);
        foreach (var (accountId, requestId) in waiting)
            await Work(accountId, requestId, cancellation);
        return waiting.Count > 0 ? AtOnce : null;
    }

    private async Task Work(int accountId, Guid requestId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            await run.Go(accountId, requestId, lease, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            && !DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // It would fail again, and hold up all others.
            LogFailure(exception);
            if (await requests.Find(accountId, requestId) is { } request)
                await requests.End(request, "It met a fault. The server's log says which.", Clock.Now());
        }
    }
}

/// <summary>Removes the files of exports whose time is over.</summary>
internal sealed class PersonalDataSweep(
    PersonalDataOperations data, AccountOperations accounts, TimeProvider clock, ILogger<PersonalDataSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await data.RemoveOld(accountId);
    }
}
