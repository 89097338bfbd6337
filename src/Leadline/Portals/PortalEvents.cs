using Leadline.Events;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Portals;

/// <summary>What portals put into the event log: that it happened, to whom and where; never with what.</summary>
internal static class PortalEvents
{
    public const string Registered = "portal.registered";
    public const string SignedIn = "portal.signed-in";
    public const string PasswordChanged = "portal.password-changed";

    /// <summary>Adds the event to the connection's transaction; its record is the portal.</summary>
    public static async Task Append(
        NpgsqlConnection connection, PortalContext context, string kind, Guid leadId, DateTime now)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(context.Caller, kind, leadId, context.Portal.Id, now));
        await rows.Write(connection);
    }
}
