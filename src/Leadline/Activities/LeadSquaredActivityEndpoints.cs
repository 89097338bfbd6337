using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Posting activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.1, §3.2, extended §1.7).</summary>
internal sealed class LeadSquaredActivityEndpoints(ActivityOperations activities)
{
    public async Task<Failure?> CreateCustom(Call call)
    {
        var read = call.Read<CreateCustomBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.LeadDetails is not { } lead)
            return Missing(nameof(body.LeadDetails));
        if (body.Activity is not { } activity)
            return Missing(nameof(body.Activity));
        var skipOptions = (body.ValidateDropDownOptions ?? activity.ValidateDropDownOptions) == true;
        var posted = await activities.CreateWithLead(call.Caller, lead, activity, skipOptions, call.Cancelled);
        return Answer(call, posted, withScore: false);
    }

    public async Task<Failure?> Create(Call call)
    {
        var read = call.Read<ActivityBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (string.IsNullOrWhiteSpace(body.RelatedProspectId))
            return await CreateByIdentity(call, body);
        return Guid.TryParse(body.RelatedProspectId, out var leadId)
            ? Answer(call, await activities.CreateOnLead(call.Caller, leadId, body, call.Cancelled), body.IncludeLeadScore == true)
            : new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system");
    }

    /// <summary>The lead of an e-mail address or phone number, which is made when nobody has it.</summary>
    private async Task<Failure?> CreateByIdentity(Call call, ActivityBody body)
    {
        if (string.IsNullOrWhiteSpace(body.EmailAddress) && string.IsNullOrWhiteSpace(body.Phone))
            return Missing(nameof(body.RelatedProspectId));
        (string Name, string? Value)[] passed =
        [
            (LeadFieldNames.EmailAddress, body.EmailAddress),
            (LeadFieldNames.FirstName, body.FirstName),
            (LeadFieldNames.LastName, body.LastName),
            (LeadFieldNames.Phone, body.Phone),
            ("Score", body.Score),
        ];

        // What is not known of the lead is sent as null or empty (clients.md A2): it must not clear what is.
        LeadProperty[] lead =
        [
            .. passed.Where(field => !string.IsNullOrWhiteSpace(field.Value))
                .Select(field => new LeadProperty { Attribute = field.Name, Value = field.Value }),
        ];
        var posted = await activities.CreateWithLead(
            call.Caller, lead, body, body.ValidateDropDownOptions == true, call.Cancelled);
        return Answer(call, posted, body.IncludeLeadScore == true);
    }

    private static Failure? Answer(Call call, Result<ActivityPosted> posted, bool withScore)
    {
        if (posted.Failure is { } failure)
            return failure;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, posted.Value.ActivityId);
        if (withScore)
            json.WriteString("LeadScore"u8, posted.Value.LeadScore);
        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    private static Failure Missing(string parameter) =>
        new(ErrorCode.InvalidInput, $"Invalid Input! Parameter Name: {parameter}");
}
