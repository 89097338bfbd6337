using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.PersonalData;

/// <summary>Carries out the requests of all accounts.</summary>
internal sealed class PersonalDataWorker(
    Wakes wakes,
    PersonalRequestStore requests,
    PersonalDataRun run,
    TimeProvider clock,
    ILogger<PersonalDataWorker> logger)
    : LeasedWorker(wakes, clock, logger, Wake.PersonalData)
{
    protected override Task<IReadOnlyList<(int AccountId, Guid Id)>> Waiting(
        Guid lease, DateTime now, CancellationToken cancellation) => requests.Waiting(lease, now, cancellation);

    protected override Task Go(int accountId, Guid id, Guid lease, CancellationToken cancellation) =>
        run.Go(accountId, id, lease, cancellation);

    protected override async Task Fail(int accountId, Guid id, string reason)
    {
        if (await requests.Find(accountId, id) is { } request)
            await requests.End(request, reason, Clock.Now());
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
