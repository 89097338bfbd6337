using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A list to make, or what to change of one: what is not passed stays as it is.</summary>
public sealed record LeadListRequest
{
    /// <summary>At most 200 characters; no other list may be called so in any case.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>static or dynamic; dynamic by default where there is a filter. It cannot be changed.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>What the leads of a dynamic list meet; without one, it is of all leads.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }
}

/// <summary>A list of leads.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Kind">static or dynamic.</param>
/// <param name="IsSystem">Every account has it; it can be neither changed nor deleted.</param>
/// <param name="Filter">What the leads of a dynamic list meet; null where it is of all leads.</param>
/// <param name="MemberCount">Exact for a static list; for a dynamic one, as of its last count.</param>
/// <param name="Version">Grows with every change, but not with its leads'.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record LeadListResponse(
    Guid Id, string Name, string Description, string Kind, bool IsSystem, FilterRequest? Filter, long MemberCount,
    int Version, DateTime CreatedOn, DateTime ModifiedOn);

/// <summary>Lists, in the order of their ids.</summary>
/// <param name="Lists">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record LeadListsResponse(IReadOnlyList<LeadListResponse> Lists, Guid? Next);

/// <summary>Leads to add to a list or to remove from it.</summary>
public sealed record LeadListMembersRequest
{
    /// <summary>Ids of 1 to 1,000 leads.</summary>
    [JsonPropertyName("leadIds")]
    public List<string>? LeadIds { get; init; }
}

/// <summary>Leads were added to a list or removed from it.</summary>
/// <param name="Changed">How many; those that were members already, or none, do not count.</param>
/// <param name="MemberCount">How many leads the list has now.</param>
public sealed record LeadListChangedResponse(int Changed, long MemberCount);

/// <summary>How many leads a list has.</summary>
/// <param name="Count">Exactly.</param>
public sealed record LeadListCountResponse(long Count);

/// <summary>Whether a lead is in a list.</summary>
/// <param name="IsMember">True where it is.</param>
public sealed record LeadListMemberResponse(bool IsMember);
