using System.Security.Cryptography;
using Leadline.Accounts;
using Npgsql;

namespace Leadline.Portals;

/// <summary>
/// What a lead is sent to prove who it is: the token of a password link, the digits of a sign-in code. Each is good
/// once, for a short time, and only its hash is kept.
/// </summary>
internal sealed class OneTimeTokens(PortalProofStore store, TimeProvider clock)
{
    public static readonly TimeSpan ResetLength = TimeSpan.FromHours(1);
    public static readonly TimeSpan CodeLength = TimeSpan.FromMinutes(10);

    private const string Reset = "reset";
    private const string Code = "code";
    private const string Form = "form";

    /// <summary>Guesses at one code: a million codes, five tries.</summary>
    private const int MostTries = 5;

    /// <summary>The token of a password link, 64 hex digits (extended §4.8). It is kept for nobody as well.</summary>
    public async Task<string> AddReset(NpgsqlConnection connection, Portal portal, Guid? leadId)
    {
        var token = PortalKeys.NewSecret();
        await Add(connection, portal, leadId, Reset, PortalKeys.NewId(), token, ResetLength);
        return token;
    }

    /// <summary>Whether the token would be taken; it stays good.</summary>
    public Task<bool> IsReset(Portal portal, Guid leadId, string token) =>
        store.Exists(portal, leadId, Reset, Secrets.Hash(token), Now);

    /// <summary>Uses the token up; false when it is none of this lead's, was used, or is too old.</summary>
    public Task<bool> UseReset(NpgsqlConnection connection, Portal portal, Guid leadId, string token) =>
        store.Use(connection, portal, leadId, Reset, Secrets.Hash(token), Now);

    /// <summary>
    /// A sign-in code: the digits go to the lead, the ticket to who asked. The digits are hashed together with the
    /// ticket, so that nobody finds them by trying all of them on what is kept.
    /// </summary>
    public Task<(string Ticket, string Digits)> AddCode(NpgsqlConnection connection, Portal portal, Guid? leadId) =>
        AddCode(connection, portal, leadId, Code, "");

    /// <summary>A code of a form's visitor. The recipient is hashed with it: it proves no other one.</summary>
    public Task<(string Ticket, string Digits)> AddFormCode(
        NpgsqlConnection connection, Portal portal, string recipient) =>
        AddCode(connection, portal, leadId: null, Form, Fold(recipient));

    /// <summary>
    /// Who the ticket is for, and whether the digits are right. A right answer uses it up, a few wrong ones as well.
    /// </summary>
    public Task<UsedCode> UseCode(Portal portal, string ticket, string digits) =>
        UseCode(portal, ticket, digits, Code, "");

    /// <inheritdoc cref="UseCode(Portal, string, string)"/>
    public Task<UsedCode> UseFormCode(Portal portal, string ticket, string digits, string recipient) =>
        UseCode(portal, ticket, digits, Form, Fold(recipient));

    private async Task<(string Ticket, string Digits)> AddCode(
        NpgsqlConnection connection, Portal portal, Guid? leadId, string kind, string boundTo)
    {
        var digits = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000");
        var (id, secret) = (PortalKeys.NewId(), PortalKeys.NewSecret());
        await Add(connection, portal, leadId, kind, id, secret + digits + boundTo, CodeLength);
        return ($"{id}{secret}", digits);
    }

    private async Task<UsedCode> UseCode(Portal portal, string ticket, string digits, string kind, string boundTo)
    {
        if (ticket.Length != 88 || digits.Length > 20)
            return default;
        var (id, secret) = (ticket[..24], ticket[24..]);
        var (hash, leadId) = await store.Try(portal, id, kind, MostTries, Now);
        if (hash is null)
            return default;
        return Secrets.Matches(secret + digits + boundTo, hash)
            ? new UsedCode(IsLive: await store.Remove(portal, id), IsRight: true, leadId)
            : new UsedCode(IsLive: true, IsRight: false, leadId);
    }

    private Task Add(
        NpgsqlConnection connection,
        Portal portal,
        Guid? leadId,
        string kind,
        string id,
        string secret,
        TimeSpan length) =>
        store.Add(
            connection,
            new PortalProof(
                portal.AccountId, id, kind, portal.Id, leadId, Secrets.Hash(secret), Now, ExpiresOn: Now + length));

    private static string Fold(string recipient) => recipient.ToUpperInvariant();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}

/// <summary>What came of a sign-in code.</summary>
/// <param name="IsLive">The ticket was good for another try.</param>
/// <param name="IsRight">The digits are the ones that were sent.</param>
/// <param name="LeadId">Whom they were sent to; null where they were sent to nobody.</param>
internal readonly record struct UsedCode(bool IsLive, bool IsRight, Guid? LeadId);
