using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>Whose data is looked for: <c>POST /leadline/v1/personal-data/search</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PersonalSearchRequest
{
    /// <summary>An e-mail address, or a phone number in any spelling.</summary>
    [Limit(250)]
    [JsonPropertyName("emailOrPhone")]
    public string? EmailOrPhone { get; init; }
}

/// <summary>The leads that were found.</summary>
/// <param name="Leads">Each with what is held on it.</param>
/// <param name="Kept">What stays when it is erased, and why.</param>
public sealed record PersonalSearchResponse(
    IReadOnlyList<PersonalHoldingResponse> Leads, IReadOnlyList<KeptDataResponse> Kept);

/// <summary>What is held on a lead.</summary>
/// <param name="LeadId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Phone">Its phone number.</param>
/// <param name="Counts">How many records there are of each kind that there are any of.</param>
public sealed record PersonalHoldingResponse(
    Guid LeadId, string Name, string? Email, string? Phone, IReadOnlyDictionary<string, long> Counts);

/// <summary>What stays when somebody's data is erased.</summary>
/// <param name="Code">By which it is known.</param>
/// <param name="Text">What it is, and why it stays.</param>
public sealed record KeptDataResponse(string Code, string Text);

/// <summary>Has somebody's data exported or erased: <c>POST /leadline/v1/personal-data/requests</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PersonalRequestRequest
{
    /// <summary>export or erase.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>The leads, 1 to 20.</summary>
    [Limit(20, IsCheckedByCall = true)]
    [JsonPropertyName("leadIds")]
    public List<Guid>? LeadIds { get; init; }

    /// <summary>Why. It stays with the record of the request, so it names nobody.</summary>
    [Limit(500, IsCheckedByCall = true)]
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}

/// <summary>A request about somebody's data. It stays for good, without the data.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">export or erase.</param>
/// <param name="State">waiting, running, finished or failed.</param>
/// <param name="Progress">How far it is, in percent.</param>
/// <param name="LeadIds">The leads.</param>
/// <param name="Reason">Why.</param>
/// <param name="UserId">The administrator who asked for it.</param>
/// <param name="User">The administrator's e-mail address.</param>
/// <param name="CreatedOn">When.</param>
/// <param name="FinishedOn">When it ended.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Counts">How many records of each kind there were; null before it has begun.</param>
/// <param name="Kept">Of an erasure: what stayed, and why.</param>
/// <param name="FileBytes">How large the file of an export is; null where there is none, or no longer.</param>
/// <param name="FileUntil">Until when it can be fetched.</param>
public sealed record PersonalRequestResponse(
    Guid Id,
    string Kind,
    string State,
    int Progress,
    IReadOnlyList<Guid> LeadIds,
    string Reason,
    Guid UserId,
    string? User,
    DateTime CreatedOn,
    DateTime? FinishedOn,
    string? Failure,
    IReadOnlyDictionary<string, long>? Counts,
    IReadOnlyList<KeptDataResponse> Kept,
    long? FileBytes,
    DateTime? FileUntil);

/// <summary>Requests about personal data.</summary>
/// <param name="Requests">The newest first.</param>
/// <param name="Next">Where the next page begins: as <c>after</c>; null where there is none.</param>
public sealed record PersonalRequestsResponse(IReadOnlyList<PersonalRequestResponse> Requests, Guid? Next);
