using Leadline.Protocol.Own;
using Microsoft.Extensions.Localization;

namespace Leadline.App.Tickets;

/// <summary>
/// What tickets are filtered by: their fields, and what the desk keeps of them. People filter by the names of agents
/// and groups, the API takes their ids.
/// </summary>
public sealed class TicketFilters(DeskView desk, IStringLocalizer<TicketTexts> texts)
{
    private const string Agent = "agentId";
    private const string Group = "groupId";

    /// <summary>The fields, by the names that people read.</summary>
    public IReadOnlyList<FieldResponse> Fields { get; } =
    [
        .. desk.Fields.Where(field => field.SchemaName is not "Tags"),
        Field(Agent, texts["Agent"], "dropdown", [.. desk.Agents.Select(agent => agent.Name)]),
        Field(Group, texts["Group"], "dropdown", [.. desk.Groups.Select(group => group.Name)]),
        Field("createdOn", texts["Created"], "dateTime", []),
        Field("modifiedOn", texts["Modified"], "dateTime", []),
        Field("resolutionDueOn", texts["Due"], "dateTime", []),
    ];

    /// <summary>The filter as the API takes it.</summary>
    public FilterRequest? ForApi(FilterRequest? filter) => filter is null ? null : filter with
    {
        Value = filter.Field switch
        {
            Agent => desk.Agents.FirstOrDefault(agent => agent.Name == filter.Value)?.UserId.ToString(),
            Group => desk.Groups.FirstOrDefault(group => group.Name == filter.Value)?.Id.ToString(),
            _ => null,
        } ?? filter.Value,
        All = filter.All?.ConvertAll(term => ForApi(term)!),
        Any = filter.Any?.ConvertAll(term => ForApi(term)!),
    };

    private static FieldResponse Field(string name, string title, string type, IReadOnlyList<string> options) =>
        new(name, title, type, "none", false, false, false, 0, null, options, []);
}
