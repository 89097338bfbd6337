using Leadline.Accounts;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Telephony;

/// <summary>Shows agents who calls while it rings.</summary>
internal sealed class CallPopupOperations(CallPopupStore store, LeadReads leads, TimeProvider clock)
{
    private const int LongestText = 200;

    private const string Inbound = "Inbound";

    private static readonly string[] Directions = [Inbound, "Outbound"];

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>
    /// Keeps a call for its agent: who is named, else who has the number that is called, else the lead's owner, else
    /// everybody. Without an id the lead is the one with the number at the other end.
    /// </summary>
    public async Task<Result<CallPopup>> Show(
        Caller caller, NpgsqlConnection? within, CallPopup call, string? leadId, string? user,
        CancellationToken cancellation)
    {
        var direction = Directions.FirstOrDefault(
            known => known.Equals(call.Direction.Trim(), StringComparison.OrdinalIgnoreCase));
        if (direction is null)
            return Failure.InvalidParameter(nameof(call.Direction));
        string?[] texts =
            [call.SourceNumber, call.DestinationNumber, call.DisplayNumber, call.CallSessionId, call.Tag];
        if (Array.Exists(texts, text => text?.Length > LongestText))
            return new Failure(ErrorCode.InvalidInput, $"A text has at most {LongestText} characters.");
        var (outside, inside) = direction == Inbound
            ? (call.SourceNumber, call.DestinationNumber)
            : (call.DestinationNumber, call.SourceNumber);
        StoredLead? lead;
        if (string.IsNullOrWhiteSpace(leadId))
            lead = string.IsNullOrWhiteSpace(outside) ? null : await leads.ByPhone(caller, outside, cancellation);
        else if (!Guid.TryParse(leadId, out var id) || (lead = await leads.ById(caller, id, cancellation)) is null)
            return new Failure(ErrorCode.UnknownLead, ErrorTexts.UnknownLead);

        var account = caller.Account;
        var agent = Guid.TryParse(user, out var userId)
            ? account.Users.GetValueOrDefault(userId)
            : account.FindUser(user);
        if (agent is null && !string.IsNullOrWhiteSpace(user))
            return Failure.InvalidParameter("UserId");
        var popup = call with
        {
            Id = Ids.New(),
            Direction = direction,
            LeadId = lead?.Id,
            UserId = agent?.Id ?? AgentOf(account, inside)?.Id ?? lead?.OwnerId,
            CreatedOn = clock.GetUtcNow().UtcDateTime,
        };
        return await store.Transaction<Result<CallPopup>>(caller.AccountId, within, async connection =>
        {
            await store.Add(connection, caller.AccountId, popup, popup.CreatedOn - Kept);
            await EventStore.Write(connection, Event.By(
                caller, TelephonyEvents.Ringing, popup.LeadId, popup.Id, popup.CreatedOn));
            return popup;
        });
    }

    /// <summary>
    /// The calls of the last day that the caller is meant to see, after one of them, the oldest first; without leads
    /// that the caller may not see.
    /// </summary>
    public async Task<IReadOnlyList<CallPopup>> List(Caller caller, Guid? after, int most)
    {
        var popups = await store.List(
            caller.AccountId, caller.User.Id, after, clock.GetUtcNow().UtcDateTime - Kept, most);
        if (!caller.IsRestricted)
            return popups;
        Guid[] leadIds = [.. popups.Select(popup => popup.LeadId).OfType<Guid>().Distinct()];
        var seen = await leads.Seen(caller, leadIds, CancellationToken.None);
        return
        [
            .. popups.Select(popup => popup.LeadId is { } id && !seen.Contains(id)
                ? popup with { LeadId = null }
                : popup),
        ];
    }

    private static User? AgentOf(Account account, string? number)
    {
        var digits = Digits(number);
        return digits.Length == 0
            ? null
            : account.Users.Values.Where(user => user.IsActive).OrderBy(user => user.Id).FirstOrDefault(
                user => (user.Field("AssociatedPhoneNumbers") ?? "").Split(',').Any(one => Digits(one) == digits));
    }

    private static string Digits(string? number) => string.Concat((number ?? "").Where(char.IsAsciiDigit));
}
