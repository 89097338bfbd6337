using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.Audit;

/// <summary>Who may read the audit log, and how long it is kept.</summary>
internal sealed class AuditOperations(AuditStore store, ServerOptions options, TimeProvider clock)
{
    /// <summary>Entries of a filter behind one, the newest first.</summary>
    public async Task<Result<IReadOnlyList<AuditEntry>>> List(
        Caller caller, AuditFilter filter, Guid? after, int most, CancellationToken cancellation) =>
        Refuse(caller) is { } refusal
            ? refusal
            : Result<IReadOnlyList<AuditEntry>>.Success(
                await store.List(caller.AccountId, filter, after, most, cancellation));

    public static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator("read the audit log");

    /// <summary>Removes what has been kept long enough, in small pieces.</summary>
    public async Task RemoveOld(int accountId)
    {
        while (await store.RemoveOld(accountId, clock.Now() - TimeSpan.FromDays(options.AuditKeptDays)) > 0)
        {
        }
    }
}
