using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of LeadSegmentation.svc/CreateEmptyList (core §5).</summary>
public sealed record CreateListBody
{
    /// <summary>What the list is called; no other may be called so in any case.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }
}

/// <summary>Body of LeadSegmentation.svc/AddLeadsToStaticList (core §5).</summary>
public sealed record ListLeadsBody
{
    /// <summary>The list's id.</summary>
    [JsonPropertyName("listId")]
    public string? ListId { get; init; }

    /// <summary>The leads' ids, at most 1,000.</summary>
    [JsonPropertyName("leadIds")]
    public List<string>? LeadIds { get; init; }
}

/// <summary>A list in Lists.Get (core §5).</summary>
/// <param name="ListId">Its id.</param>
/// <param name="ListName">What it is called.</param>
/// <param name="ListDescription">What it is for.</param>
/// <param name="ListType">static or dynamic.</param>
/// <param name="MemberCount">How many leads it has.</param>
public sealed record LeadListRow(
    Guid ListId, string ListName, string ListDescription, string ListType, long MemberCount);

/// <summary>The answer of List/Retrieve/MemberCount.</summary>
/// <param name="MemberCount">How many leads the list has.</param>
public sealed record MemberCountResponse(long MemberCount);

/// <summary>The answer of List.CheckLead.</summary>
/// <param name="IsLeadInList">Whether the lead is a member.</param>
public sealed record LeadInListResponse(bool IsLeadInList);

/// <summary>A page of a list's leads (core §5).</summary>
/// <param name="RecordCount">How many leads the list has, whatever the page holds.</param>
/// <param name="Leads">The page.</param>
public sealed record ListMembersResponse(long RecordCount, IReadOnlyList<ListMember> Leads);

/// <summary>A lead of a list.</summary>
/// <param name="LeadPropertyList">Its columns; CanUpdate comes last, asked for or not.</param>
public sealed record ListMember(IReadOnlyList<ListMemberProperty> LeadPropertyList);

/// <summary>A column of a lead of a list.</summary>
/// <param name="Attribute">The schema name.</param>
/// <param name="Value">The value.</param>
/// <param name="Fields">Null.</param>
public sealed record ListMemberProperty(string Attribute, string? Value, IReadOnlyList<string>? Fields);
