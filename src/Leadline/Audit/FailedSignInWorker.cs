using Leadline.Accounts;
using Leadline.Platform;

namespace Leadline.Audit;

/// <summary>
/// Writes down refused sign-ins of users that there are; of others nothing is known, and nothing kept.
/// </summary>
internal sealed class FailedSignInWorker(
    FailedSignIns failed, AccountStore users, AuditStore store, ILogger<FailedSignInWorker> logger)
    : Worker(TimeSpan.FromSeconds(1), logger)
{
    protected override async Task Run(CancellationToken cancellation)
    {
        var attempt = await failed.Next(cancellation);
        foreach (var (accountId, userId) in await users.UsersByEmail(attempt.Email))
            await store.Add(
                accountId,
                new AuditEntry
                {
                    OccurredOn = attempt.On,
                    Address = attempt.Address?.ToString(),
                    Action = AuditEntry.Refused,
                    Kind = AuditEntry.Session,
                    Record = userId.ToString(),
                    Name = attempt.Email,
                });
    }
}

/// <summary>Removes what has been kept long enough.</summary>
internal sealed class AuditSweep(
    AuditOperations audit, AccountOperations accounts, TimeProvider clock, ILogger<AuditSweep> logger)
    : HourlyWorker(clock, logger)
{
    internal override async Task Sweep()
    {
        foreach (var accountId in await accounts.AccountIds())
            await audit.RemoveOld(accountId);
    }
}
