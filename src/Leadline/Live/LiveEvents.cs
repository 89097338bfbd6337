using System.Text.Json;
using Leadline.Events;

namespace Leadline.Live;

/// <summary>What happened to a record that people look at: how it is told, and to whom.</summary>
/// <param name="Logged">What happened.</param>
/// <param name="Record">The record's kind and id.</param>
/// <param name="Change">created, updated or deleted.</param>
/// <param name="Fields">The names of what changed.</param>
internal sealed record LiveEvent(LoggedEvent Logged, RecordName Record, string Change, IReadOnlyList<string> Fields)
{
    /// <summary>Null where the record is gone.</summary>
    public RecordFacts? Now { get; init; }

    /// <summary>As it was before somebody else got it; null where it is whose it was.</summary>
    public RecordFacts? Before { get; init; }
}

/// <summary>Reads the log's events as changes of records.</summary>
internal static class LiveEvents
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Deleted = "deleted";

    // What happens to a record beside being made, changed and deleted; none is no change of it.
    private static readonly Dictionary<string, string?> Others = new()
    {
        ["file.added"] = Created,
        ["task.reminder"] = null,
        ["ticket.trashed"] = Deleted,
        ["ticket.restored"] = Created,
    };

    /// <summary>The event as a change of a record; null where it is none that people look at.</summary>
    public static LiveEvent? Read(LoggedEvent logged)
    {
        var one = logged.Event;
        var dot = one.Kind.IndexOf('.');
        if (dot < 0)
            return null;
        var (kind, deed) = (one.Kind[..dot], one.Kind[(dot + 1)..]);
        var id = kind switch
        {
            LiveKinds.Lead => one.LeadId,
            LiveKinds.Activity or LiveKinds.Opportunity or LiveKinds.Task or LiveKinds.Ticket or LiveKinds.Note
                or LiveKinds.File => one.RecordId,
            _ => null,
        };
        if (id is not { } recordId)
            return null;
        var change = Others.TryGetValue(one.Kind, out var known) ? known
            : deed is Created or Deleted ? deed : Updated;
        return change is null
            ? null
            : new LiveEvent(logged, new RecordName(kind, recordId), change, FieldsOf(one.Data));
    }

    /// <summary>The event with what was found of its record.</summary>
    public static LiveEvent With(LiveEvent happened, RecordFacts? now)
    {
        if (now is null)
            return happened;
        var before = now;
        foreach (var (name, value) in Owners(happened.Logged.Event.Data))
            before = (happened.Record.Kind, name) switch
            {
                (LiveKinds.Lead, "OwnerId") => before with { Owner = value, LeadOwner = value },
                (LiveKinds.Ticket, "agent") => before with { Owner = value },
                (LiveKinds.Ticket, "group") => before with { GroupId = value },
                (LiveKinds.Activity or LiveKinds.Opportunity or LiveKinds.Task, "Owner") =>
                    before with { Owner = value },
                _ => before,
            };
        return happened with { Now = now, Before = before == now ? null : before };
    }

    /// <summary>Those among the changes that say whose the record was.</summary>
    private static IEnumerable<(string Name, Guid? Value)> Owners(string? data)
    {
        using var json = data is null ? null : JsonDocument.Parse(data);
        foreach (var name in new[] { "OwnerId", "Owner", "agent", "group" })
            if (json?.RootElement is { ValueKind: JsonValueKind.Object } changes
                && changes.TryGetProperty(name, out var change) && change.ValueKind == JsonValueKind.Object
                && change.TryGetProperty("Before", out var before))
                yield return (
                    name,
                    before.ValueKind == JsonValueKind.String && Guid.TryParse(before.GetString(), out var id)
                        ? id
                        : null);
    }

    private static IReadOnlyList<string> FieldsOf(string? data)
    {
        if (data is null)
            return [];
        using var json = JsonDocument.Parse(data);
        return json.RootElement.ValueKind == JsonValueKind.Object
            ?
            [
                .. json.RootElement.EnumerateObject()
                    .Where(one =>
                        one.Value.ValueKind == JsonValueKind.Object && one.Value.TryGetProperty("After", out _))
                    .Select(one => one.Name),
            ]
            : [];
    }
}
