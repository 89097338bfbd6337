using System.Globalization;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;

namespace Leadline.Tickets;

/// <summary>A customer's request, as it stands in the database or is about to.</summary>
internal sealed record Ticket
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Counts up within the account; what URLs and people call the ticket by.</summary>
    public required long Number { get; init; }

    /// <summary>The lead whose request it is.</summary>
    public Guid LeadId { get; init; }

    /// <summary>Grows by one with every change.</summary>
    public int Version { get; init; } = 1;

    public Guid? GroupId { get; init; }

    /// <summary>The user whose work it is.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The number of the ticket that this one is a part of.</summary>
    public long? Parent { get; init; }

    /// <summary>The number of the ticket that this one was merged into, and that goes on in its place.</summary>
    public long? MergedInto { get; init; }

    public DateTime? TrashedOn { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid CreatedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    /// <summary>E-mail addresses that get a copy of what is said.</summary>
    public IReadOnlyList<string> Watchers { get; init; } = [];

    /// <summary>All field values that are set, by schema name, in canonical form.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    public SlaState Sla { get; init; } = SlaState.None;

    /// <summary>The group's rule is still to name an agent.</summary>
    public bool AwaitsAgent { get; init; }

    /// <summary>
    /// When the desk's worker has to look at it next; kept beside what it follows from, as the worker's index needs it.
    /// </summary>
    public DateTime? WorkOn { get; init; }

    public string Key => $"#{Number.ToString(CultureInfo.InvariantCulture)}";

    public string? Value(string schemaName) => Values.GetValueOrDefault(schemaName);

    public string Status => Value(TicketFieldNames.Status) ?? "";

    public string Title => Value(TicketFieldNames.Title) ?? "";

    public IReadOnlyList<string> Tags => TagList.Split(Value(TicketFieldNames.Tags));

    /// <summary>The ticket with a field's value replaced; null clears it.</summary>
    public Ticket With(string schemaName, string? value)
    {
        var values = new Dictionary<string, string>(Values);
        if (value is null)
            values.Remove(schemaName);
        else
            values[schemaName] = value;
        return this with { Values = values };
    }
}

/// <summary>The tags of a ticket: one text on the wire, separated by commas.</summary>
internal static class TagList
{
    public static string[] Split(string? tags) =>
        tags?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Each tag once, whatever its case; null when there is none.</summary>
    public static string? Join(IEnumerable<string> tags) =>
        string.Join(
            ',',
            tags.Select(tag => tag.Trim()).Where(tag => tag.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
            is { Length: > 0 } text
            ? text
            : null;
}
