using Leadline.Activities;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Opportunities;

/// <summary>
/// What callers send of opportunities in LeadSquared's words, at the synchronous calls and the asynchronous ones alike
/// (extended §2.1, §2.2).
/// </summary>
internal static class LeadSquaredOpportunityInput
{
    /// <summary>Reads a capture. What is returned has its lead and its opportunity.</summary>
    public static Result<CaptureOpportunityBody> ReadCapture(ReadOnlySpan<byte> bytes)
    {
        var read = Call.Read<CaptureOpportunityBody>(bytes);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.LeadDetails is null)
            return Failure.Absent(nameof(body.LeadDetails));
        if (body.Opportunity is not { } opportunity)
            return Failure.Absent(nameof(body.Opportunity));
        return opportunity.OpportunityEventCode is null ? ActivityRules.NoType : body;
    }

    /// <summary>
    /// Why a capture can come to nothing, whatever the account's definitions. With them at hand, what is wrong with the
    /// event code is told before a missing SearchBy.
    /// </summary>
    public static Failure? CaptureRefusal(ReadOnlySpan<byte> bytes)
    {
        var read = ReadCapture(bytes);
        return read.Failure ?? (read.Value.LeadDetails!.Exists(IsSearchBy) ? null : CaptureOpportunity.NoSearchBy);
    }

    /// <summary>Reads an update. What is returned names its opportunity.</summary>
    public static Result<UpdateOpportunityBody> ReadUpdate(ReadOnlySpan<byte> bytes)
    {
        var read = Call.Read<UpdateOpportunityBody>(bytes);
        return read.Failure is null && string.IsNullOrWhiteSpace(read.Value.ProspectOpportunityId)
            ? OpportunityRules.Unnamed
            : read;
    }

    private static bool IsSearchBy(LeadProperty property) =>
        LeadFieldNames.SearchBy.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(property.Value);
}
