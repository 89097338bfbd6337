using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>The desk as a user sees it: who works there, by which words, and what the user may do.</summary>
/// <remarks>
/// The rights here say what is offered. What is done, the server decides; it knows permission templates besides.
/// </remarks>
public sealed class DeskView(
    Guid me,
    ServiceDeskResponse settings,
    IReadOnlyList<TicketGroupResponse> groups,
    IReadOnlyList<ServiceRoleResponse> users,
    IReadOnlyList<FieldResponse> fields)
{
    private readonly Dictionary<Guid, ServiceRoleResponse> usersById = users.ToDictionary(user => user.UserId);

    /// <summary>The user.</summary>
    public Guid Me => me;

    public IReadOnlyList<TicketGroupResponse> Groups => groups;

    public IReadOnlyList<FieldResponse> Fields => fields;

    public ServiceDeskResponse Settings => settings;

    /// <summary>Those whose work tickets can be, by name.</summary>
    public IReadOnlyList<ServiceRoleResponse> Agents { get; } =
        [.. users.Where(user => user is { Active: true, Role: not "Light Agent" }).OrderBy(user => user.Name)];

    /// <summary>The groups that the user works in.</summary>
    public IReadOnlyList<TicketGroupResponse> MyGroups { get; } =
        [.. groups.Where(group => group.Agents.Any(agent => agent.UserId == me))];

    /// <summary>Statuses in which there is something left to do.</summary>
    public IReadOnlyList<string> OpenStatuses => [.. Options("Status").Where(status => !IsDone(status))];

    /// <summary>Whether the user makes tickets.</summary>
    public bool MayCreate => Role != "Light Agent";

    /// <summary>Whether the user puts tickets into the bin and takes them out.</summary>
    public bool MayDelete => Role == "Admin";

    /// <summary>Whether the user makes macros, and answers that all may use.</summary>
    public bool LooksAfterDesk => Role is "Admin" or "Supervisor";

    private string Role => usersById.GetValueOrDefault(me)?.Role ?? "Light Agent";

    /// <summary>The values of a dropdown.</summary>
    public IReadOnlyList<string> Options(string schemaName) => Field(schemaName)?.Options ?? [];

    public FieldResponse? Field(string schemaName) => fields.FirstOrDefault(field => field.SchemaName == schemaName);

    public bool IsDone(string? status) => status is not null && settings.DoneStatuses.Contains(status);

    public bool IsPaused(string? status) => status is not null && settings.PausedStatuses.Contains(status);

    /// <summary>A user's name; null for nobody, and for who is no user: the server itself.</summary>
    public string? Name(Guid? user) => user is { } id ? usersById.GetValueOrDefault(id)?.Name : null;

    /// <summary>A group's name; null for none.</summary>
    public string? GroupName(Guid? group) => groups.FirstOrDefault(one => one.Id == group)?.Name;

    /// <summary>Whether the user may change a ticket, and answer on it.</summary>
    public bool MayWork(TicketResponse ticket) => Role switch
    {
        "Admin" or "Supervisor" => true,
        "Group Manager" => IsMine(ticket) || IsInMyGroups(ticket),
        "Agent" => IsMine(ticket) || (ticket.AgentId is null && IsInMyGroups(ticket)),
        _ => false,
    };

    private bool IsMine(TicketResponse ticket) => ticket.AgentId == me;

    private bool IsInMyGroups(TicketResponse ticket) => MyGroups.Any(group => group.Id == ticket.GroupId);
}
