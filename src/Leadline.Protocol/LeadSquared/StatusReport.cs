namespace Leadline.Protocol.LeadSquared;

/// <summary>What a StatusWebhookURL is told of work whose call has answered that it is queued.</summary>
/// <param name="Status">Success.</param>
/// <param name="Operation">What was done, such as Delete activities.</param>
/// <param name="FailureReason">Null.</param>
public sealed record StatusReport(string Status, string Operation, string? FailureReason);
