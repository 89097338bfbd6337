using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>The last calls of the account that were refused: at most 1,000, of 7 days, for administrators.</summary>
/// <param name="Calls">The newest first.</param>
public sealed record RefusedCallsResponse(IReadOnlyList<RefusedCallResponse> Calls);

/// <summary>A call that was refused, and why.</summary>
/// <param name="Id">Its id; "before" takes it for the next page.</param>
/// <param name="RefusedOn">When.</param>
/// <param name="RequestId">The X-Request-Id of its answer.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path, with names in place of what varies.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Code">The kind of refusal, as in this API's errors.</param>
/// <param name="Reason">What was wrong, also where the answer did not say.</param>
/// <param name="User">The e-mail address of the user whose keys were sent.</param>
/// <param name="Address">The IP address that it came from.</param>
public sealed record RefusedCallResponse(
    Guid Id,
    DateTime RefusedOn,
    string RequestId,
    string Method,
    string Route,
    int Status,
    string Code,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? User,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Address);
