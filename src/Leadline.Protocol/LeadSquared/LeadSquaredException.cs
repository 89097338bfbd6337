using System.Net;

namespace Leadline.Protocol.LeadSquared;

/// <summary>The service refused a call (core §1.6).</summary>
/// <param name="status">The HTTP status, 500 for most refusals.</param>
/// <param name="exceptionType">A value of <see cref="MxException"/>, or null when the answer was no error
/// envelope.</param>
/// <param name="message">The service's explanation.</param>
public sealed class LeadSquaredException(HttpStatusCode status, string? exceptionType, string message)
    : Exception(message)
{
    /// <summary>The HTTP status, 500 for most refusals.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>
    /// A value of <see cref="MxException"/>, or null when the answer was no error envelope: worth a retry.
    /// </summary>
    public string? ExceptionType { get; } = exceptionType;
}
