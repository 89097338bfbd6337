using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A view of a list to be made or changed; what is absent stays.</summary>
public sealed record SavedViewRequest
{
    /// <summary>leads, tickets, tasks, or opportunities: and the code of their type. It never changes.</summary>
    [Limit(100)]
    [JsonPropertyName("list")]
    public string? List { get; init; }

    /// <summary>What people call it.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The filter, as the list's search takes it.</summary>
    [JsonPropertyName("filter")]
    public JsonElement? Filter { get; init; }

    /// <summary>The order, as the list's search takes it; an empty text takes it back.</summary>
    [Limit(500)]
    [JsonPropertyName("sort")]
    public string? Sort { get; init; }

    /// <summary>The columns, in their order.</summary>
    [Limit(200)]
    [JsonPropertyName("columns")]
    public List<string>? Columns { get; init; }

    /// <summary>table, board, calendar or split; an empty text takes it back.</summary>
    [Limit(20)]
    [JsonPropertyName("layout")]
    public string? Layout { get; init; }

    /// <summary>Who else sees it.</summary>
    [JsonPropertyName("sharedWith")]
    public SharedWith? SharedWith { get; init; }

    /// <summary>Whether the caller has pinned it.</summary>
    [JsonPropertyName("isPinned")]
    public bool? IsPinned { get; init; }

    /// <summary>Its place among the caller's.</summary>
    [JsonPropertyName("position")]
    public int? Position { get; init; }
}

/// <summary>Who sees what somebody else has made.</summary>
public sealed record SharedWith
{
    /// <summary>Everybody in the account.</summary>
    [JsonPropertyName("everyone")]
    public bool Everyone { get; set; }

    /// <summary>The ids of users.</summary>
    [JsonPropertyName("users")]
    public List<Guid> Users { get; set; } = [];

    /// <summary>The ids of sales groups, or of groups of the desk.</summary>
    [JsonPropertyName("groups")]
    public List<Guid> Groups { get; set; } = [];
}

/// <summary>Where the caller puts a view.</summary>
public sealed record SavedViewPlaceRequest
{
    /// <summary>Whether it is pinned.</summary>
    [JsonPropertyName("isPinned")]
    public bool IsPinned { get; init; }

    /// <summary>Its place among the caller's.</summary>
    [JsonPropertyName("position")]
    public int Position { get; init; }
}

/// <summary>The views that the caller sees.</summary>
/// <param name="Views">The pinned ones first, by their places; then by name.</param>
public sealed record SavedViewsResponse(IReadOnlyList<SavedViewResponse> Views);

/// <summary>A view of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="List">leads, tickets, tasks, or opportunities: and the code of their type.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Sort">The order.</param>
/// <param name="Columns">The columns, in their order.</param>
/// <param name="Layout">table, board, calendar or split.</param>
/// <param name="SharedWith">Who else sees it.</param>
/// <param name="OwnerId">Who made it.</param>
/// <param name="OwnerName">The maker's name.</param>
/// <param name="IsMine">The caller made it.</param>
/// <param name="MayChange">The caller may change it for all who see it.</param>
/// <param name="IsPinned">The caller has pinned it.</param>
/// <param name="Position">Its place among the caller's.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record SavedViewResponse(
    Guid Id, string List, string Name, JsonElement? Filter, string? Sort, IReadOnlyList<string> Columns,
    string? Layout, SharedWith SharedWith, Guid OwnerId, string? OwnerName, bool IsMine, bool MayChange, bool IsPinned,
    int Position, int Version, DateTime CreatedOn, DateTime ModifiedOn);
