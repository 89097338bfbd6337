using Leadline.App.Platform;
using Leadline.Protocol.Client;

namespace Leadline.App.Tickets;

/// <summary>The desk: it changes seldom, and is read once.</summary>
public sealed class DeskDirectory(LeadlineClient client, Session session)
{
    private Task<DeskView>? desk;

    /// <summary>The desk as the user sees it. What failed is asked for anew.</summary>
    public Task<DeskView> Read() => desk is null or { IsFaulted: true } or { IsCanceled: true } ? desk = Load() : desk;

    /// <summary>Forgets what it has read.</summary>
    public void Forget() => desk = null;

    private async Task<DeskView> Load()
    {
        var (settings, groups) = (client.ServiceDesk(), client.TicketGroups());
        var (users, fields) = (client.ServiceRoles(), client.TicketFields());
        return new(
            session.User.UserId,
            await settings,
            (await groups).Groups,
            (await users).Users,
            (await fields).TicketFields);
    }
}
