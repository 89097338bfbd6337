using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A ticket to make: <c>POST /leadline/v1/tickets</c>.</summary>
public sealed record NewTicketRequest
{
    /// <summary>The lead whose ticket it is; or name one in <c>lead</c>.</summary>
    [JsonPropertyName("leadId")]
    public string? LeadId { get; init; }

    /// <summary>Fields of the customer, EmailAddress or Phone among them; a lead is made if nobody has these.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("lead")]
    public Dictionary<string, string?>? Lead { get; init; }

    /// <summary>Values of the ticket's fields by schema name; Title is mandatory.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }

    /// <summary>The group; else the one that takes tickets of the type.</summary>
    [JsonPropertyName("groupId")]
    public string? GroupId { get; init; }

    /// <summary>The agent; else the group's rule finds one.</summary>
    [JsonPropertyName("agentId")]
    public string? AgentId { get; init; }

    /// <summary>The number of the ticket that this one is a part of.</summary>
    [JsonPropertyName("parent")]
    public long? Parent { get; init; }

    /// <summary>E-mail addresses that get a copy of what is said.</summary>
    [Limit(50, Each = 254)]
    [JsonPropertyName("watchers")]
    public List<string>? Watchers { get; init; }
}

/// <summary>What to change of a ticket: <c>PATCH /leadline/v1/tickets/{ticket}</c>. What is absent stays.</summary>
public sealed record TicketChangeRequest
{
    /// <summary>The version that was seen; any other is refused with 412. The header If-Match does the same.</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>Values by schema name; null clears.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }

    /// <summary>An empty text takes the ticket from its group.</summary>
    [JsonPropertyName("groupId")]
    public string? GroupId { get; init; }

    /// <summary>An empty text takes the ticket from its agent.</summary>
    [JsonPropertyName("agentId")]
    public string? AgentId { get; init; }

    /// <summary>0 parts the ticket from its parent.</summary>
    [JsonPropertyName("parent")]
    public long? Parent { get; init; }

    /// <summary>Tags to add.</summary>
    [Limit(100, Each = 200)]
    [JsonPropertyName("addTags")]
    public List<string>? AddTags { get; init; }

    /// <summary>Tags to remove.</summary>
    [Limit(100, Each = 200)]
    [JsonPropertyName("removeTags")]
    public List<string>? RemoveTags { get; init; }

    /// <summary>Watchers to add.</summary>
    [Limit(50, Each = 254)]
    [JsonPropertyName("addWatchers")]
    public List<string>? AddWatchers { get; init; }

    /// <summary>Watchers to remove.</summary>
    [Limit(50, Each = 254)]
    [JsonPropertyName("removeWatchers")]
    public List<string>? RemoveWatchers { get; init; }
}

/// <summary>Which tickets to list: <c>POST /leadline/v1/tickets/search</c>.</summary>
public sealed record TicketSearchRequest
{
    /// <summary>Conditions, all of which have to hold.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("filters")]
    public List<TicketFilterRequest>? Filters { get; init; }

    /// <summary>What the tickets are to meet besides: a condition, or groups of them.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>Words that title, description or tags hold, all of them.</summary>
    [Limit(1_000)]
    [JsonPropertyName("words")]
    public string? Words { get; init; }

    /// <summary>A tag.</summary>
    [JsonPropertyName("tag")]
    public string? Tag { get; init; }

    /// <summary>createdOn, modifiedOn or dueOn; with - before it for the latest first.</summary>
    [JsonPropertyName("sort")]
    public string? Sort { get; init; }

    /// <summary>1 to 200.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    [JsonPropertyName("after")]
    public string? After { get; init; }

    /// <summary>Tickets in the bin instead of all others.</summary>
    [JsonPropertyName("trashed")]
    public bool? Trashed { get; init; }

    /// <summary>True to be told, too, how many tickets meet the search.</summary>
    [JsonPropertyName("count")]
    public bool? Count { get; init; }
}

/// <summary>One condition of a search.</summary>
public sealed record TicketFilterRequest
{
    /// <summary>A field's schema name, or a member of a ticket such as agentId or createdOn.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>=, &lt;&gt;, &gt;, &lt;, &gt;=, &lt;=, LIKE or IN.</summary>
    [JsonPropertyName("operator")]
    public string? Operator { get; init; }

    /// <summary>The value; of IN, values separated by commas.</summary>
    [Limit(40_000)]
    [JsonPropertyName("value")]
    public string? Value { get; init; }
}

/// <summary>An answer to the customer, or a note among agents.</summary>
public sealed record SayRequest
{
    /// <summary>What is said; where it is absent, the words of the HTML.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>
    /// The same as HTML, kept and sent without what could do harm. <c>&lt;img src="cid:plan.png"&gt;</c> is the picture
    /// of that name among the files.
    /// </summary>
    [Limit(500_000)]
    [JsonPropertyName("html")]
    public string? Html { get; init; }

    /// <summary>email or portal; email where it is not said and the desk has an address.</summary>
    [JsonPropertyName("via")]
    public string? Via { get; init; }
}

/// <summary>Which ticket goes on in place of this one.</summary>
public sealed record MergeRequest
{
    /// <summary>Its number.</summary>
    [JsonPropertyName("into")]
    public long? Into { get; init; }
}
