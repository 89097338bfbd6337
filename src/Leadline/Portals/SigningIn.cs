using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>A lead that has signed in, and the key to its session.</summary>
internal readonly record struct SignedIn(Guid LeadId, PortalKey Key);

/// <summary>
/// Signing in by password or code (extended §4.4, §4.5). Whatever is wrong, the answer is the same and took the same work: no
/// lead, no portal user, another password.
/// </summary>
internal sealed class SigningIn(
    Database database, LeadReads reads, PortalUserStore users, PortalSessions sessions, PortalProofs proofs, Attempts attempts,
    PasswordWork passwords, TimeProvider clock)
{
    private static readonly Failure Refused = new(ErrorCode.InvalidCredentials, "Invalid username or password.");
    private static readonly Failure WrongCode = new(ErrorCode.InvalidCredentials, "The code is not valid or has expired.");

    /// <summary>By the value of a unique field, and the password.</summary>
    public async Task<Result<SignedIn>> ByPassword(
        Visit visit, string field, string value, string password, CancellationToken cancellation)
    {
        if (passwords.IsFull)
            return PasswordWork.Overloaded;
        if (await attempts.CountAddress(visit) is { } wait)
            return wait;
        var found = await reads.ByUnique(visit.Caller, field, value, cancellation);
        if (found.Failure is { } failure)
            return failure;
        var subject = Attempts.SubjectOf(found.Value?.Id, field, value);
        if (await attempts.CountLead(visit, subject) is { } leadWait)
            return leadWait;

        var hash = await users.PasswordHash(visit.Portal, found.Value?.Id ?? Guid.Empty);
        var verdict = await passwords.Verify(hash, password.Length <= PasswordRules.Longest ? password : "");
        if (verdict.Failure is { } overloaded)
            return overloaded;
        if (!verdict.Value.Matches)
            return Refused;
        await attempts.Forgive(visit, subject);
        return await Begin(visit, found.Value!.Id, verdict.Value.NewHash);
    }

    /// <summary>By the digits that were sent to the lead, and the ticket that who asked for them got.</summary>
    public async Task<Result<SignedIn>> ByCode(Visit visit, string ticket, string digits)
    {
        if (await attempts.CountAddress(visit) is { } wait)
            return wait;
        if (await proofs.UseCode(visit.Portal, ticket, digits) is not { } leadId)
            return WrongCode;
        await attempts.Forgive(visit, Attempts.SubjectOf(leadId, "", ""));
        return await Begin(visit, leadId, newHash: null);
    }

    private Task<Result<SignedIn>> Begin(Visit visit, Guid leadId, string? newHash) => database.Transaction(
        async connection =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await PortalUserStore.SignedIn(connection, visit.Portal, leadId, newHash, now);
            var key = await sessions.Begin(connection, visit.Portal, leadId);
            await PortalEvents.Append(connection, visit, PortalEvents.SignedIn, leadId, now);
            return (Result<SignedIn>)new SignedIn(leadId, key);
        });
}
