using System.Collections.Frozen;
using Leadline.Platform;

namespace Leadline.Tasks;

/// <summary>A kind of tasks.</summary>
internal sealed record TaskType
{
    public const int UsualMinutes = 30;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>For good: its tasks have it, too.</summary>
    public required TaskCategory Category { get; init; }

    public string? Description { get; init; }

    /// <summary>As #F8BBD0.</summary>
    public required string Color { get; init; }

    /// <summary>How long an appointment takes that names no end.</summary>
    public int Minutes { get; init; } = UsualMinutes;

    /// <summary>Every account has it, and it keeps its name.</summary>
    public bool IsStandard { get; init; }

    public DateTime CreatedOn { get; init; }

    /// <summary>Null where nobody did: of standard types.</summary>
    public Guid? CreatedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    public Guid? ModifiedBy { get; init; }

    /// <summary>Whose its fields are among the account's.</summary>
    public string FieldOwner => $"task/{Id:N}";
}

/// <summary>The task types that every account starts with.</summary>
internal static class StandardTaskTypes
{
    public static IReadOnlyList<TaskType> All { get; } =
    [
        Create("meeting", "Meeting", TaskCategory.Appointment, "#F8BBD0", minutes: 30),
        Create("phone-call", "Phone Call", TaskCategory.ToDo, "#BBDEFB", minutes: 15),
        Create("email", "Email", TaskCategory.ToDo, "#C8E6C9", minutes: 15),
        Create("follow-up", "Follow-Up", TaskCategory.ToDo, "#FFE0B2", minutes: 15),
        Create("to-do", "To-Do", TaskCategory.ToDo, "#E1BEE7", minutes: 30),
    ];

    private static TaskType Create(string key, string name, TaskCategory category, string color, int minutes) => new()
    {
        Id = Ids.Named($"leadline:task-type:{key}"),
        Name = name,
        Category = category,
        Color = color,
        Minutes = minutes,
        IsStandard = true,
    };
}

/// <summary>An account's task types as of <see cref="Version"/>: the standard ones first, then by name.</summary>
internal sealed class TaskTypeCatalog(long version, IReadOnlyList<TaskType> types)
{
    private readonly FrozenDictionary<Guid, TaskType> byId = types.ToFrozenDictionary(type => type.Id);

    public long Version => version;

    public IReadOnlyList<TaskType> Types => types;

    public TaskType? Find(Guid id) => byId.GetValueOrDefault(id);

    /// <summary>The type of this id, or of this name in any case.</summary>
    public TaskType? Find(string? idOrName) => Guid.TryParse(idOrName, out var id) && Find(id) is { } type
        ? type
        : types.FirstOrDefault(named => named.Name.Equals(idOrName?.Trim(), StringComparison.OrdinalIgnoreCase));
}
