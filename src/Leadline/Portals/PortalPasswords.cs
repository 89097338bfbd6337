using System.Diagnostics;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// Forgotten, reset and changed passwords (extended §4.7 to §4.9), and codes to sign in with (extended §4.5).
/// </summary>
internal sealed class PortalPasswords(
    Database database,
    LeadReads reads,
    FieldOperations fields,
    PortalUserStore users,
    OneTimeTokens tokens,
    SignInThrottle throttle,
    PasswordHashQueue passwords, PortalMails mails, TimeProvider clock)
{
    /// <summary>
    /// No answer to who asks for a link or a code comes sooner, so that its time does not tell whether one was sent.
    /// </summary>
    public static readonly TimeSpan AnswerAfter = TimeSpan.FromMilliseconds(250);

    private static readonly Failure BadLink = new(ErrorCode.InvalidInput, "The link is not valid or has expired.");
    private static readonly Failure WrongPassword = new(ErrorCode.InvalidInput, "The current password is not right.");
    private static readonly Failure SamePassword = new(ErrorCode.InvalidInput, "The new password is the current one.");

    private static readonly Failure NoRecipient = new(
        ErrorCode.InvalidInput, "RecipientField must be a lead field of type email or phone.");

    /// <summary>Sends a link to a portal user. Anybody else gets the same answer, and nothing.</summary>
    public async Task<Failure?> Forgot(
        PortalContext context, string field, string value, string? recipientField, CancellationToken cancellation)
    {
        if (recipientField is not null
            && (await fields.Get(context.AccountId)).Lead.FindAnyCase(recipientField)
                is not { Type: FieldType.Email or FieldType.Phone })
            return NoRecipient;
        var asked = await Asked(context, field, value, Send, cancellation);
        return asked.Failure;

        async Task<string> Send(NpgsqlConnection connection, StoredLead? user)
        {
            var token = await tokens.AddReset(connection, context.Portal, user?.Id);
            if (user is not null)
                await mails.SendReset(connection, context, user, recipientField ?? LeadFieldNames.EmailAddress, token);
            return "";
        }
    }

    /// <summary>Sends a sign-in code; the answer is the ticket that it is to be used with.</summary>
    public Task<Result<string>> SendCode(
        PortalContext context, string field, string value, CancellationToken cancellation)
    {
        return Asked(context, field, value, Send, cancellation);

        async Task<string> Send(NpgsqlConnection connection, StoredLead? user)
        {
            var (ticket, digits) = await tokens.AddCode(connection, context.Portal, user?.Id);
            if (user is not null)
                await mails.SendCode(connection, context, user, field, digits);
            return ticket;
        }
    }

    /// <summary>Whether a link's token is good, so that a page need not ask for a password in vain.</summary>
    public Task<bool> IsLink(PortalContext context, Guid leadId, string token) =>
        tokens.IsReset(context.Portal, leadId, token);

    /// <summary>
    /// Sets the password of who has the link; the link is used up, and whoever was signed in is no more.
    /// </summary>
    public async Task<Failure?> Reset(
        PortalContext context, Guid leadId, string token, string password, CancellationToken cancellation)
    {
        if (!await tokens.IsReset(context.Portal, leadId, token))
            return BadLink;
        if (context.Portal.Settings.Passwords.Check(password) is { } weak)
            return weak;
        var hash = await passwords.Hash(password);
        if (hash.Failure is { } overloaded)
            return overloaded;
        var isSet = await database.Transaction(
            context.AccountId,
            context.Transaction,
            async connection => await tokens.UseReset(connection, context.Portal, leadId, token)
                && await Set(connection, context, leadId, expectedHash: null, hash.Value, cancellation),
            cancellation);
        if (!isSet)
            return BadLink;
        await throttle.Forgive(context, SignInThrottle.SubjectOf(leadId, "", ""));
        return null;
    }

    /// <summary>
    /// Sets another password for who is signed in and knows the current one. All sessions end, this one included.
    /// </summary>
    public async Task<Failure?> Change(
        PortalContext context, Guid leadId, string current, string password, CancellationToken cancellation)
    {
        if (context.Portal.Settings.Passwords.Check(password) is { } weak)
            return weak;
        var subject = SignInThrottle.SubjectOf(leadId, "", "");
        using var turn = await throttle.Turn(context, subject, cancellation);
        if (await throttle.WaitOfLead(context, subject) is { } wait)
            return wait;
        var expected = await users.PasswordHash(context.Portal, leadId);
        var verdict = await passwords.Verify(expected, current);
        if (verdict.Failure is { } overloaded)
            return overloaded;
        if (!verdict.Value.Matches)
        {
            await throttle.CountFailure(context, subject);
            return WrongPassword;
        }

        await throttle.Forgive(context, subject);
        if (current == password)
            return SamePassword;
        var hash = await passwords.Hash(password);
        if (hash.Failure is { } later)
            return later;
        var isSet = await database.Transaction(
            context.AccountId,
            context.Transaction,
            connection => Set(connection, context, leadId, expected, hash.Value, cancellation),
            cancellation);
        return isSet ? null : WrongPassword;
    }

    private async Task<bool> Set(
        NpgsqlConnection connection,
        PortalContext context,
        Guid leadId,
        string? expectedHash,
        string hash,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!await PortalUserStore.SetPassword(connection, context.Portal, leadId, expectedHash, hash, now))
            return false;
        await PortalEvents.Append(connection, context, PortalEvents.PasswordChanged, leadId, now);
        if (await reads.ById(context.Caller, leadId, cancellation) is { } lead)
            await mails.SendPasswordChanged(connection, context, lead);
        return true;
    }

    private async Task<Result<string>> Asked(
        PortalContext context,
        string field,
        string value,
        Func<NpgsqlConnection, StoredLead?, Task<string>> answer,
        CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var found = await reads.ByUnique(context.Caller, field, value, cancellation);
        if (found.Failure is { } failure)
            return failure;
        if (await throttle.CountRequest(context, SignInThrottle.SubjectOf(found.Value?.Id, field, value)) is { } wait)
            return wait;
        var isUser = await users.PasswordHash(context.Portal, found.Value?.Id ?? Guid.Empty) is not null;
        var text = await database.Transaction(
            context.AccountId,
            context.Transaction,
            connection => answer(connection, isUser ? found.Value : null),
            cancellation);
        var rest = AnswerAfter - Stopwatch.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, cancellation);
        return text;
    }
}
