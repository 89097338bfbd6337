using Leadline.Protocol.Own;
using Microsoft.Extensions.Localization;

namespace Leadline.App.Tickets;

/// <summary>What a macro does, in words.</summary>
public static class MacroWords
{
    /// <summary>A line for each value that it sets; what it says is not among them.</summary>
    public static IEnumerable<string> Lines(
        MacroChanges changes, DeskView desk, IStringLocalizer<TicketTexts> texts)
    {
        if (changes.Status is { } status)
            yield return texts["WillSet", texts["Status"], status];
        if (changes.Priority is { } priority)
            yield return texts["WillSet", texts["Priority"], priority];
        if (changes.GroupId is { } group)
            yield return texts["WillSet", texts["Group"], Group(group, desk) ?? texts["NoGroup"]];
        if (changes.AgentId is { } agent)
            yield return texts["WillSet", texts["Agent"], Agent(agent, desk, texts) ?? texts["Nobody"]];
        if (changes.AddTags is { Count: > 0 } added)
            yield return texts["WillAddTags", string.Join(", ", added)];
        if (changes.RemoveTags is { Count: > 0 } removed)
            yield return texts["WillRemoveTags", string.Join(", ", removed)];
    }

    /// <summary>The change that gives back what a macro has set; null where it has said something.</summary>
    /// <param name="before">The ticket before.</param>
    /// <param name="changes">What the macro does.</param>
    public static TicketChangeRequest? Undo(TicketResponse before, MacroChanges changes)
    {
        if (changes is not { Note: null, Reply: null })
            return null;
        var fields = new Dictionary<string, string?>();
        if (changes.Status is not null)
            fields["Status"] = before.Fields.GetValueOrDefault("Status");
        if (changes.Priority is not null)
            fields["Priority"] = before.Fields.GetValueOrDefault("Priority");
        var tags = Tags(before);
        return new()
        {
            Fields = fields.Count == 0 ? null : fields,
            GroupId = changes.GroupId is null ? null : $"{before.GroupId}",
            AgentId = changes.AgentId is null ? null : $"{before.AgentId}",
            AddTags = changes.RemoveTags?.Where(tags.Contains).ToList(),
            RemoveTags = changes.AddTags?.Where(tag => !tags.Contains(tag)).ToList(),
        };
    }

    private static HashSet<string> Tags(TicketResponse ticket) =>
    [
        .. (ticket.Fields.GetValueOrDefault("Tags") ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
    ];

    private static string? Group(string group, DeskView desk) =>
        Guid.TryParse(group, out var id) ? desk.GroupName(id) ?? group : null;

    private static string? Agent(string agent, DeskView desk, IStringLocalizer<TicketTexts> texts) =>
        agent == "me" ? texts["Me"]
        : Guid.TryParse(agent, out var id) ? desk.Name(id) ?? agent : null;
}
