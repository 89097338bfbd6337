using System.Collections.Frozen;

namespace Leadline.Activities;

/// <summary>A kind of activity that an account knows.</summary>
internal sealed record ActivityType
{
    /// <summary>The first code that an account's own types take (core §3.11).</summary>
    public const int FirstCustomCode = 200;

    /// <summary>The first code that an account's opportunity types take (extended §2).</summary>
    public const int FirstOpportunityCode = 12000;

    public required int EventCode { get; init; }

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    /// <summary>ActivityType on the wire.</summary>
    public int EventType { get; init; } = ActivityEventTypes.Custom;

    public int Direction { get; init; }

    public decimal Score { get; init; }

    public bool TrackLocation { get; init; }

    public bool AllowAttachments { get; init; }

    public bool ShowInGrid { get; init; } = true;

    public bool CanDelete { get; init; }

    /// <summary>Every account has it, and none may change it or delete its activities by call.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Its activities are opportunities, which have calls of their own.</summary>
    public bool IsOpportunity => IsOpportunityCode(EventCode);

    /// <summary>
    /// The server writes its activities of its own accord: it is in no list of types, and nobody may post one.
    /// </summary>
    public bool IsInternal => IsInternalCode(EventCode);

    public string DirectionName => Direction switch
    {
        ActivityDirections.Inbound => "Inbound",
        ActivityDirections.Outbound => "Outbound",
        _ => "Information",
    };

    /// <summary>The 3xxx family (core §3.12).</summary>
    public static bool IsInternalCode(int eventCode) => eventCode is >= 3000 and < 4000;

    public static bool IsOpportunityCode(int eventCode) => eventCode >= FirstOpportunityCode;
}

/// <summary>What the wire calls ActivityType or EventType (core §3.11); those not known live are 1.</summary>
internal static class ActivityEventTypes
{
    public const int System = 1;
    public const int Custom = 2;
    public const int PhoneCall = 3;
    public const int StageChange = 26;
}

internal static class ActivityDirections
{
    public const int Inbound = 0;
    public const int Outbound = 1;
    public const int Information = 2;

    /// <summary>Of a word of Leadline's own API: null of none, and -1 of one that is no direction.</summary>
    public static int? Read(string? word) => word?.Trim().ToUpperInvariant() switch
    {
        null => null,
        "INBOUND" => Inbound,
        "OUTBOUND" => Outbound,
        _ => -1,
    };
}

/// <summary>The activity types of one account, in the order of their codes. Immutable.</summary>
internal sealed class ActivityTypeCatalog(IReadOnlyList<ActivityType> types)
{
    private readonly FrozenDictionary<int, ActivityType> byCode = types.ToFrozenDictionary(type => type.EventCode);

    public IReadOnlyList<ActivityType> Types => types;

    /// <summary>Those that callers may know of.</summary>
    public IEnumerable<ActivityType> Listed => types.Where(type => !type.IsInternal);

    public ActivityType? Find(int? eventCode) => eventCode is { } code ? byCode.GetValueOrDefault(code) : null;

    public ActivityType? Find(Guid id) => types.FirstOrDefault(type => type.Id == id);

    /// <summary>Names are unique whatever their case.</summary>
    public ActivityType? Find(string name) =>
        types.FirstOrDefault(type => type.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    public int NextCustomCode() => NextCode(ActivityType.FirstCustomCode);

    public int NextOpportunityCode() => NextCode(ActivityType.FirstOpportunityCode);

    private int NextCode(int first)
    {
        var code = first;
        while (byCode.ContainsKey(code) || ActivityType.IsInternalCode(code))
            code++;
        return code;
    }
}
