using System.Net;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <summary>The server has refused a call, and says why.</summary>
public sealed class LeadlineException : Exception
{
    internal LeadlineException(HttpStatusCode status, Problem? problem, string? requestId)
        : base(problem?.Detail ?? $"The server answered with status {(int)status}.") =>
        (Status, Problem, RequestId) = (status, problem, requestId);

    /// <summary>The answer's status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>What the server says of it; null where what answered is no Leadline.</summary>
    public Problem? Problem { get; }

    /// <summary>The values that stand in the way of a unique field; empty of any other refusal.</summary>
    public IReadOnlyList<UniqueClash> Clashes { get; internal init; } = [];

    /// <summary>What the call is called in the server's log.</summary>
    public string? RequestId { get; }
}
