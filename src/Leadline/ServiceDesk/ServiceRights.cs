using Leadline.Accounts;
using Leadline.Platform.Errors;

namespace Leadline.ServiceDesk;

/// <summary>What somebody wants with a ticket that is there.</summary>
internal enum TicketRight
{
    /// <summary>To write a note that the customer never sees.</summary>
    Note,

    /// <summary>To change it, or to say something on it.</summary>
    Work,

    /// <summary>To put it into the bin, or to take it out.</summary>
    Delete,
}

/// <summary>
/// The one table of what a service role may do (extended §5.10). What permissions do not let, no role does.
/// </summary>
internal static class ServiceRights
{
    /// <summary>
    /// Why the caller may not do this with a ticket of this agent and group; null when nothing stands against it.
    /// </summary>
    public static Failure? Refusal(Caller caller, TicketRight right, Guid? agentId, Guid? groupId, Desk desk)
    {
        var deed = right switch
        {
            TicketRight.Note => Deed.View,
            TicketRight.Work => Deed.Update,
            _ => Deed.Delete,
        };
        if (!TicketScope.Of(caller, desk, deed).Includes(agentId, groupId))
            return Rights.Refusal(RecordKind.Ticket, deed);
        var role = ServiceRoles.RoleOf(caller.User);
        var isAllowed = (right, role) switch
        {
            (_, ServiceRoles.Admin) or (TicketRight.Note, _) => true,
            (TicketRight.Delete, _) => false,
            (_, ServiceRoles.Supervisor) => true,
            (_, ServiceRoles.GroupManager) => IsHis() || IsInHisGroup(),
            (_, ServiceRoles.Agent) => IsHis() || (agentId is null && IsInHisGroup()),
            _ => false,
        };
        return isAllowed
            ? null
            : NotPermitted(role, right == TicketRight.Delete ? "delete tickets" : "change this ticket");

        bool IsHis() => agentId == caller.User.Id;

        bool IsInHisGroup() => desk.GroupsOf(caller.User.Id).Any(group => group.Id == groupId);
    }

    public static Failure? CreateRefusal(Caller caller) =>
        ServiceRoles.RoleOf(caller.User) is ServiceRoles.LightAgent and var role
            ? NotPermitted(role, "make tickets")
            : PermissionRules.AccessOf(caller.Account, caller.User, RecordKind.Ticket, Deed.Create)
                == PermissionRules.None
                ? Rights.Refusal(RecordKind.Ticket, Deed.Create)
                : null;

    /// <summary>Of changing how the desk works: its settings, groups, promises and fields.</summary>
    public static Failure? ChangeRefusal(Caller caller) => Refusal(caller, "change the service desk");

    /// <summary>
    /// Of the Service CRM API's calls about fields (extended §5.9). A user who was never given a role may go on reading
    /// them: clients from before there were roles make their forms of these.
    /// </summary>
    public static Failure? MetadataRefusal(Caller caller) =>
        caller.User.ServiceRole is null ? null : Refusal(caller, "read the fields of tickets");

    /// <summary>
    /// Of giving roles. The account's administrators may as well, lest it be left without anybody who may.
    /// </summary>
    public static Failure? GiveRolesRefusal(Caller caller) =>
        caller.User.IsAdministrator ? null : Refusal(caller, "give roles");

    /// <summary>Whether tickets can be the user's work at all.</summary>
    public static bool WorksOnTickets(User? user) =>
        user is { IsActive: true } && ServiceRoles.RoleOf(user) != ServiceRoles.LightAgent;

    private static Failure? Refusal(Caller caller, string deed) =>
        ServiceRoles.RoleOf(caller.User) is not ServiceRoles.Admin and { } role ? NotPermitted(role, deed) : null;

    private static Failure NotPermitted(string role, string deed) =>
        new(ErrorCode.NotPermitted, $"The service role {role} does not allow you to {deed}.");
}
