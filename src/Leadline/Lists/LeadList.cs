namespace Leadline.Lists;

/// <summary>
/// A list of leads. The members of a static one are kept; those of a dynamic one are the leads that meet its filter.
/// </summary>
internal sealed record LeadList
{
    public required int AccountId { get; init; }

    public required Guid ListId { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    public bool IsDynamic { get; init; }

    /// <summary>Every account has it; it can be neither changed nor deleted.</summary>
    public bool IsSystem { get; init; }

    /// <summary>What a dynamic list's leads meet, as JSON; null for all leads.</summary>
    public string? Filter { get; init; }

    /// <summary>Exact for a static list; for a dynamic one, as of its last count.</summary>
    public long MemberCount { get; init; }

    /// <summary>Grows with every change of what the list is called and of its filter.</summary>
    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    /// <summary>static or dynamic, as every wire has it.</summary>
    public string Kind => IsDynamic ? "dynamic" : "static";
}

/// <summary>Which lists to read: those behind a list in the order of their ids, at most so many.</summary>
internal sealed record ListQuery(int Most)
{
    public bool? IsDynamic { get; init; }

    /// <summary>A part of the name, in any case.</summary>
    public string? SearchText { get; init; }

    public Guid? After { get; init; }

    public int Offset { get; init; }
}

/// <summary>What a list is to become; what is null stays as it is.</summary>
internal sealed record ListChange(string? Name, string? Description, string? Filter)
{
    public int? ExpectedVersion { get; init; }
}

/// <summary>What happens to lists, as the event log names it. An event's record is the list.</summary>
internal static class ListEvents
{
    public const string Created = "list.created";
    public const string Updated = "list.updated";
    public const string Deleted = "list.deleted";
    public const string Emptied = "list.emptied";
    public const string MemberAdded = "list.memberAdded";
    public const string MemberRemoved = "list.memberRemoved";
}

/// <summary>The lists that every account has from the start (core §5).</summary>
internal static class SystemLists
{
    private static readonly (Guid Id, string Name, bool IsDynamic)[] All =
    [
        (Guid.Parse("6f0c2d51-93ab-8e47-a1d8-5b2e7c904f11"), "All Leads", true),
        (Guid.Parse("6f0c2d51-93ab-8e47-a1d8-5b2e7c904f12"), "Starred Leads", false),
    ];

    public static IEnumerable<LeadList> Of(int accountId, DateTime now) => All.Select(list => new LeadList
    {
        AccountId = accountId,
        ListId = list.Id,
        Name = list.Name,
        IsDynamic = list.IsDynamic,
        IsSystem = true,
        CreatedOn = now,
        ModifiedOn = now,
    });
}
