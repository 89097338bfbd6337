using Leadline.Accounts;

namespace Leadline.ServiceDesk;

/// <summary>
/// The tickets that somebody may do something with, by whose work they are: those of some agents and groups, or all. To
/// whom permissions give a group's, the tickets of the desk's groups that he works in are open as well.
/// </summary>
/// <param name="Agents">Null is everybody.</param>
/// <param name="Groups">Groups of the desk.</param>
internal sealed record TicketScope(Guid[]? Agents, Guid[] Groups)
{
    public static readonly TicketScope All = new(null, []);

    public bool IsAll => Agents is null;

    public static TicketScope Of(Caller caller, Desk desk, Deed deed)
    {
        if (caller.Scope(RecordKind.Ticket, deed).OwnerIds is not { } agents)
            return All;
        var isOfGroup = PermissionRules.AccessOf(
            caller.Account, caller.User, RecordKind.Ticket, deed) == PermissionRules.Group;
        return new TicketScope(
            agents, isOfGroup ? [.. desk.GroupsOf(caller.User.Id).Select(group => group.Id)] : []);
    }

    public bool Includes(Guid? agentId, Guid? groupId) => Agents is null
        || (agentId is { } agent && Agents.Contains(agent))
        || (groupId is { } group && Groups.Contains(group));
}
