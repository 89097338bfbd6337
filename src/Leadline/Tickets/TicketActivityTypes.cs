using Leadline.Activities;

namespace Leadline.Tickets;

/// <summary>The activity types that tickets leave on timelines.</summary>
internal static class TicketActivityTypes
{
    public static readonly SystemActivityType Created = SystemActivityType.Create(3020, "Ticket Created");

    public static readonly SystemActivityType Updated = SystemActivityType.Create(3021, "Ticket Updated");

    public static readonly SystemActivityType Received = SystemActivityType.Create(
        3022, "Ticket Message Received", ActivityDirections.Inbound);

    public static readonly SystemActivityType Replied = SystemActivityType.Create(
        3023, "Ticket Reply Sent", ActivityDirections.Outbound);

    public static IReadOnlyList<SystemActivityType> All { get; } = [Created, Updated, Received, Replied];

    public static TimelineNote Note(SystemActivityType type, string text) =>
        new(type.Type.EventCode, type.Type.Name, text);
}
