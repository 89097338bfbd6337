using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage;

namespace Leadline.Portals;

/// <summary>A lead that has signed in, and the key to its session.</summary>
internal readonly record struct SignedIn(Guid LeadId, PortalKey Key);

/// <summary>
/// Signing in by password or code (extended §4.4, §4.5). Whatever is wrong, the answer is the same and took the same
/// work: no lead, no portal user, another password.
/// </summary>
internal sealed class SigningIn(
    Database database,
    LeadReads reads,
    PortalUserStore users,
    PortalSessions sessions,
    OneTimeTokens tokens,
    SignInThrottle throttle,
    PasswordHashQueue passwords, TimeProvider clock)
{
    private static readonly Failure Refused = new(ErrorCode.InvalidCredentials, "Invalid username or password.");
    private static readonly Failure WrongCode = new(
        ErrorCode.InvalidCredentials, "The code is not valid or has expired.");

    /// <summary>By the value of a unique field, and the password.</summary>
    public async Task<Result<SignedIn>> ByPassword(
        PortalContext context, string field, string value, string password, CancellationToken cancellation)
    {
        if (passwords.IsFull)
            return PasswordHashQueue.Overloaded;
        if (await throttle.WaitOfAddress(context) is { } wait)
            return wait;
        var found = await reads.ByUnique(context.Caller, field, value, cancellation);
        if (found.Failure is { } failure)
            return failure;
        var subject = SignInThrottle.SubjectOf(found.Value?.Id, field, value);
        using var turn = await throttle.Turn(context, subject, cancellation);
        if (await throttle.WaitOfLead(context, subject) is { } leadWait)
            return leadWait;

        var hash = await users.PasswordHash(context.Portal, found.Value?.Id ?? Guid.Empty);
        var verdict = await passwords.Verify(hash, password);
        if (verdict.Failure is { } overloaded)
            return overloaded;
        if (!verdict.Value.Matches)
        {
            await throttle.CountFailure(context, subject);
            return Refused;
        }

        await throttle.Forgive(context, subject);
        return await Begin(context, found.Value!.Id, verdict.Value.NewHash);
    }

    /// <summary>By the digits that were sent to the lead, and the ticket that who asked for them got.</summary>
    public async Task<Result<SignedIn>> ByCode(PortalContext context, string ticket, string digits)
    {
        if (await throttle.WaitOfAddress(context) is { } wait)
            return wait;
        var used = await tokens.UseCode(context.Portal, ticket, digits);
        if (used is { IsLive: true, IsRight: true, LeadId: { } leadId })
        {
            await throttle.Forgive(context, SignInThrottle.SubjectOf(leadId, "", ""));
            return await Begin(context, leadId, newHash: null);
        }

        // A code that is used up or too old is no guess: it would be wrong with any digits.
        if (used is { IsLive: true, IsRight: false })
            await throttle.CountFailure(context, SignInThrottle.SubjectOf(used.LeadId, "ticket", ticket));
        return WrongCode;
    }

    private Task<Result<SignedIn>> Begin(PortalContext context, Guid leadId, string? newHash) => database.Transaction(
        context.AccountId,
        context.Transaction,
        async connection =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await PortalUserStore.SignedIn(connection, context.Portal, leadId, newHash, now);
            var key = await sessions.Begin(connection, context.Portal, leadId);
            await PortalEvents.Append(connection, context, PortalEvents.SignedIn, leadId, now);
            return (Result<SignedIn>)new SignedIn(leadId, key);
        });
}
