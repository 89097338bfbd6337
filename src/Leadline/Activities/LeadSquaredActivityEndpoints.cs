using System.Text.Json;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Activities;

/// <summary>Posting activities as LeadSquared's <c>ProspectActivity.svc</c> does (core §3.1, §3.2, extended §1.7).</summary>
internal sealed class LeadSquaredActivityEndpoints(ActivityOperations activities, LeadOperations leads)
{
    public async Task<Failure?> CreateCustom(Call call) => await Run(call, await PlanCreateCustom(call.Caller, call.Body));

    public async Task<Failure?> Create(Call call) => await Run(call, await PlanCreate(call.Caller, call.Body));

    /// <summary>Reads the body of CreateCustom and checks all that can be checked before its lead is known.</summary>
    public async Task<Result<PlannedWrite>> PlanCreateCustom(Caller caller, ReadOnlyMemory<byte> bytes)
    {
        var read = Call.Read<CreateCustomBody>(bytes.Span);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.LeadDetails is not { } lead)
            return Missing(nameof(body.LeadDetails));
        if (body.Activity is not { } activity)
            return Missing(nameof(body.Activity));
        var skipOptions = (body.ValidateDropDownOptions ?? activity.ValidateDropDownOptions) == true;
        return Answered(await activities.PlanWithLead(caller, lead, activity, skipOptions), withScore: false);
    }

    /// <summary>As <see cref="PlanCreateCustom"/>, of Create.</summary>
    public async Task<Result<PlannedWrite>> PlanCreate(Caller caller, ReadOnlyMemory<byte> bytes)
    {
        var read = Call.Read<ActivityBody>(bytes.Span);
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var withScore = body.IncludeLeadScore == true;
        if (string.IsNullOrWhiteSpace(body.RelatedProspectId))
            return LeadOf(body) is { } lead
                ? Answered(await activities.PlanWithLead(caller, lead, body, body.ValidateDropDownOptions == true), withScore)
                : Missing(nameof(body.RelatedProspectId));
        return Guid.TryParse(body.RelatedProspectId, out var leadId)
            ? Answered(await activities.PlanOnLead(caller, leadId, body), withScore)
            : new Failure(ErrorCode.UnknownLead, "Lead does not exist in the system");
    }

    /// <summary>The lead of an e-mail address or phone number, which is made when nobody has it; null when the body holds neither.</summary>
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
            ("Score", body.Score),
        ];

        // What is not known of the lead is sent as null or empty (clients.md A2): it must not clear what is.
        return
        [
            .. passed.Where(field => !string.IsNullOrWhiteSpace(field.Value))
                .Select(field => new LeadProperty { Attribute = field.Name, Value = field.Value }),
        ];
    }

    private async Task<Failure?> Run(Call call, Result<PlannedWrite> planned)
    {
        if (planned.Failure is { } refusal)
            return refusal;
        var written = await leads.Write(planned.Value.Write, call.Cancelled);
        if (written.Failure is { } failure)
            return failure;
        planned.Value.Tell(call.Json);
        return null;
    }

    private static Result<PlannedWrite> Answered(Result<PlannedActivity> planned, bool withScore) => planned.Failure is { } failure
        ? failure
        : new PlannedWrite(planned.Value.Write, json => WritePosted(json, planned.Value.Posted, withScore));

    private static void WritePosted(Utf8JsonWriter json, ActivityPosted posted, bool withScore)
    {
        json.WriteStartObject();
        json.WriteString("Status"u8, "Success"u8);
        json.WriteStartObject("Message"u8);
        json.WriteString("Id"u8, posted.ActivityId);
        if (withScore)
            json.WriteString("LeadScore"u8, posted.LeadScore);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static Failure Missing(string parameter) =>
        new(ErrorCode.InvalidInput, $"Invalid Input! Parameter Name: {parameter}");
}
