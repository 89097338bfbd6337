using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>One value of a ticket that is changed by itself.</summary>
/// <param name="Name">What the API calls it.</param>
/// <param name="Read">The value; null for none.</param>
/// <param name="Write">The change to another one; an empty text clears.</param>
public sealed record TicketValue(
    string Name, Func<TicketResponse, string?> Read, Func<string, TicketChangeRequest> Write)
{
    public static readonly TicketValue Title = Field("Title");

    public static readonly TicketValue Status = Field("Status");

    public static readonly TicketValue Priority = Field("Priority");

    public static readonly TicketValue Agent =
        new("agentId", ticket => ticket.AgentId?.ToString(), value => new() { AgentId = value });

    public static readonly TicketValue Group =
        new("groupId", ticket => ticket.GroupId?.ToString(), value => new() { GroupId = value });

    /// <summary>A field's value.</summary>
    public static TicketValue Field(string schemaName) => new(
        schemaName,
        ticket => ticket.Fields.GetValueOrDefault(schemaName),
        value => new() { Fields = new() { [schemaName] = value.Length == 0 ? null : value } });

    /// <summary>The value as people read it.</summary>
    public string? Text(DeskView desk, string? value) => value is null ? null : Name switch
    {
        "agentId" => desk.Name(Guid.Parse(value)) ?? value,
        "groupId" => desk.GroupName(Guid.Parse(value)) ?? value,
        _ => value,
    };
}
