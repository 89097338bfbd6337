using System.Text.Json;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.LeadJobs;

/// <summary>What a job is asked to do, and how it is told why a lead was refused.</summary>
internal static class LeadJobRules
{
    private const int LongestReason = 1_000;

    /// <summary>The fields that an action sets; null for one that sets none.</summary>
    public static Dictionary<string, string?>? Values(
        string action, Dictionary<string, string?>? values, Guid? ownerId, string? stage) => action switch
        {
            LeadJobAction.SetFields => values,
            LeadJobAction.SetOwner =>
                ownerId is { } owner ? new() { [LeadFieldNames.OwnerId] = owner.ToString() } : null,
            LeadJobAction.SetStage => stage is { Length: > 0 } ? new() { [LeadFieldNames.Stage] = stage } : null,
            _ => null,
        };

    public static Dictionary<string, string?>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string?>>(json);

    public static string Reason(Failure failure)
    {
        var reason = failure.Code == ErrorCode.UnknownLead ? "There is no such lead." : failure.Message;
        return UnicodeText.Storable(reason.Length > LongestReason ? reason[..LongestReason] : reason);
    }
}
