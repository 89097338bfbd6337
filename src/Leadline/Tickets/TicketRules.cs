using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>Who wants what with a ticket.</summary>
internal readonly record struct TicketAccess(Caller Caller, TicketRight Right, Desk Desk)
{
    /// <summary>The version that the caller saw; null where the caller does not say.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Merged and trashed tickets may be changed, too.</summary>
    public bool IncludeTrashed { get; init; }
}

/// <summary>
/// A ticket that may be changed: as it was, as it is with all noted that fell due by now, and what that was.
/// </summary>
internal sealed record OpenTicket(Ticket Before, Ticket Current, IReadOnlyList<SlaEvent> FallenDue);

/// <summary>Which tickets a command may change.</summary>
internal static class TicketRules
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Ticket does not exist in the system");

    /// <summary>
    /// True of a refusal that says that the ticket is gone: deleted, in the bin, or merged into another.
    /// </summary>
    public static bool IsGone(Failure refusal) => refusal.Code is ErrorCode.UnknownRecord or ErrorCode.Conflict;

    /// <summary>Opens a ticket for a change, or says why it may not be changed.</summary>
    public static Result<OpenTicket> Open(TicketAccess access, Ticket? ticket, DateTime now)
    {
        if (ticket is null || (!access.IncludeTrashed && ticket.TrashedOn is not null)
            || !TicketScope.Of(access.Caller, access.Desk, Deed.View).Includes(ticket.AgentId, ticket.GroupId))
            return Unknown;
        if ((ServiceRights.Refusal(access.Caller, access.Right, ticket.AgentId, ticket.GroupId, access.Desk)
            ?? Refusal(access, ticket)) is { } refusal)
            return refusal;
        var fallenDue = new List<SlaEvent>();
        return new OpenTicket(ticket, SlaRules.Tick(ticket, access.Desk, now, fallenDue), fallenDue);
    }

    private static Failure? Refusal(TicketAccess access, Ticket ticket)
    {
        if (!access.IncludeTrashed && ticket.MergedInto is { } into)
            return new Failure(ErrorCode.Conflict, $"The ticket was merged into #{into}.")
            {
                Details = json => json.WriteNumber("mergedInto"u8, into),
            };
        if (access.ExpectedVersion is not { } expected || expected == ticket.Version)
            return null;
        return new Failure(
            ErrorCode.VersionMismatch, $"The ticket has changed: it is at version {ticket.Version}, not {expected}.")
        {
            Details = json => json.WriteNumber("version"u8, ticket.Version),
        };
    }
}
