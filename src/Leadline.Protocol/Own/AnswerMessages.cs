using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A canned answer to be made or changed; what is absent stays.</summary>
public sealed record CannedAnswerRequest
{
    /// <summary>What agents find it by.</summary>
    [Limit(200)]
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What is said, as HTML; kept without what could do harm.</summary>
    [Limit(100_000)]
    [JsonPropertyName("html")]
    public string? Html { get; init; }

    /// <summary>What is said, as text; else that of the HTML.</summary>
    [Limit(100_000)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>Whose it is: own, group or all.</summary>
    [Limit(20)]
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>The group of the desk, where the scope is group.</summary>
    [JsonPropertyName("groupId")]
    public Guid? GroupId { get; init; }
}

/// <summary>A page of canned answers.</summary>
/// <param name="Answers">By title.</param>
/// <param name="Next">What <c>after</c> takes for the next page; null on the last.</param>
public sealed record CannedAnswersResponse(IReadOnlyList<CannedAnswerResponse> Answers, Guid? Next);

/// <summary>What agents say again and again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What agents find it by.</param>
/// <param name="Html">What is said, as HTML.</param>
/// <param name="Text">What is said, as text.</param>
/// <param name="Scope">own, group or all.</param>
/// <param name="GroupId">The group of the desk that it is for.</param>
/// <param name="OwnerId">Who made it.</param>
/// <param name="Files">What goes along.</param>
/// <param name="Placeholders">What stands in double braces and is to be filled in, e.g. customer.name.</param>
/// <param name="MayChange">The caller may change it.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record CannedAnswerResponse(
    Guid Id, string Title, string Html, string Text, string Scope, Guid? GroupId, Guid OwnerId,
    IReadOnlyList<AnswerFileResponse> Files, IReadOnlyList<string> Placeholders, bool MayChange, int Version,
    DateTime CreatedOn, DateTime ModifiedOn);

/// <summary>A file of a canned answer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Size">Its bytes.</param>
public sealed record AnswerFileResponse(Guid Id, string Name, string ContentType, int Size);

/// <summary>A macro to be made or changed; what is absent stays.</summary>
public sealed record MacroRequest
{
    /// <summary>What agents find it by.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it does.</summary>
    [JsonPropertyName("changes")]
    public MacroChanges? Changes { get; init; }
}

/// <summary>What a macro does to a ticket; what is absent stays.</summary>
public sealed record MacroChanges
{
    /// <summary>The status.</summary>
    [Limit(200)]
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The priority.</summary>
    [Limit(200)]
    [JsonPropertyName("priority")]
    public string? Priority { get; init; }

    /// <summary>The group of the desk; an empty text takes the ticket from its group.</summary>
    [Limit(40)]
    [JsonPropertyName("groupId")]
    public string? GroupId { get; init; }

    /// <summary>The agent, or me; an empty text takes the ticket from its agent.</summary>
    [Limit(40)]
    [JsonPropertyName("agentId")]
    public string? AgentId { get; init; }

    /// <summary>Tags that are added.</summary>
    [Limit(50, Each = 100)]
    [JsonPropertyName("addTags")]
    public List<string>? AddTags { get; init; }

    /// <summary>Tags that are removed.</summary>
    [Limit(50, Each = 100)]
    [JsonPropertyName("removeTags")]
    public List<string>? RemoveTags { get; init; }

    /// <summary>A note among agents.</summary>
    [JsonPropertyName("note")]
    public MacroText? Note { get; init; }

    /// <summary>An answer to the customer.</summary>
    [JsonPropertyName("reply")]
    public MacroText? Reply { get; init; }
}

/// <summary>What a macro says.</summary>
public sealed record MacroText
{
    /// <summary>As text.</summary>
    [Limit(100_000)]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>As HTML.</summary>
    [Limit(100_000)]
    [JsonPropertyName("html")]
    public string? Html { get; init; }
}

/// <summary>What a macro says on this ticket, with what stood in double braces filled in.</summary>
public sealed record ApplyMacroRequest
{
    /// <summary>In place of the macro's note.</summary>
    [JsonPropertyName("note")]
    public MacroText? Note { get; init; }

    /// <summary>In place of the macro's answer.</summary>
    [JsonPropertyName("reply")]
    public MacroText? Reply { get; init; }
}

/// <summary>The desk's macros.</summary>
/// <param name="Macros">By name.</param>
public sealed record MacrosResponse(IReadOnlyList<MacroResponse> Macros);

/// <summary>What agents do again and again to tickets.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What agents find it by.</param>
/// <param name="Changes">What it does.</param>
/// <param name="MayChange">The caller may change it.</param>
/// <param name="Version">Grows by one with every change.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record MacroResponse(
    Guid Id, string Name, MacroChanges Changes, bool MayChange, int Version, DateTime CreatedOn, DateTime ModifiedOn);
