using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>
/// What callers send to post an activity, at the synchronous calls and the asynchronous ones alike (core §3.1, §3.2).
/// </summary>
internal static class LeadSquaredActivityInput
{
    /// <summary>The body of CreateCustom: a lead and an activity.</summary>
    public static Result<ActivityInput> ReadCreateCustom(ReadOnlySpan<byte> bytes)
    {
        var read = Call.Read<CreateCustomBody>(bytes);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.LeadDetails is not { } lead)
            return Failure.Absent(nameof(body.LeadDetails));
        if (body.Activity is not { } activity)
            return Failure.Absent(nameof(body.Activity));
        if (activity.ActivityEvent is null)
            return ActivityRules.NoType;
        return new ActivityInput(activity)
        {
            Lead = lead,
            SkipOptions = (body.ValidateDropDownOptions ?? activity.ValidateDropDownOptions) == true,
        };
    }

    /// <summary>The body of Create, and whether its answer tells the lead's score.</summary>
    public static Result<(ActivityInput Input, bool WithScore)> ReadCreate(ReadOnlySpan<byte> bytes)
    {
        var read = Call.Read<ActivityBody>(bytes);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var withScore = body.IncludeLeadScore == true;
        var isNamed = !string.IsNullOrWhiteSpace(body.RelatedProspectId);
        var lead = isNamed ? null : LeadOf(body);
        if (!isNamed && lead is null)
            return Failure.Absent(nameof(body.RelatedProspectId));
        if (body.ActivityEvent is null)
            return ActivityRules.NoType;
        if (lead is null)
            return OnLead(body) is { Failure: null } named ? (named.Value, withScore) : LeadRules.Unknown;
        return (new ActivityInput(body) { Lead = lead, SkipOptions = body.ValidateDropDownOptions == true }, withScore);
    }

    /// <summary>An activity on the lead that it names by its id.</summary>
    public static Result<ActivityInput> OnLead(ActivityBody body) =>
        Guid.TryParse(body.RelatedProspectId, out var leadId)
            ? new ActivityInput(body) { LeadId = leadId, SkipOptions = body.ValidateDropDownOptions == true }
            : LeadRules.Unknown;

    /// <summary>
    /// The lead of an e-mail address or phone number, which is made when nobody has it; null when the body holds
    /// neither.
    /// </summary>
    private static LeadProperty[]? LeadOf(ActivityBody body)
    {
        if (string.IsNullOrWhiteSpace(body.EmailAddress) && string.IsNullOrWhiteSpace(body.Phone))
            return null;
        (string Name, string? Value)[] passed =
        [
            (LeadFieldNames.EmailAddress, body.EmailAddress),
            (LeadFieldNames.FirstName, body.FirstName),
            (LeadFieldNames.LastName, body.LastName),
            (LeadFieldNames.Phone, body.Phone),
            (LeadScore.Score, body.Score),
        ];

        // What is not known of the lead is sent as null or empty (clients.md A2): it must not clear what is.
        return
        [
            .. passed.Where(field => !string.IsNullOrWhiteSpace(field.Value))
                .Select(field => new LeadProperty { Attribute = field.Name, Value = field.Value }),
        ];
    }
}
