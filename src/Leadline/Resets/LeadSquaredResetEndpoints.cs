using System.Globalization;
using Leadline.Activities;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Resets;

/// <summary>Resetting a lead as LeadSquared's <c>LeadManagement.svc</c> does (core §2.11).</summary>
internal sealed class LeadSquaredResetEndpoints(LeadResetOperations resets)
{
    private const string Done = "Your request for lead reset has been queued.";

    /// <summary>
    /// Answers in the words of the original, which does it later; here it is done when the answer is sent.
    /// </summary>
    public async Task<Failure?> Reset(Call call)
    {
        var read = call.Read<LeadResetBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (string.IsNullOrEmpty(body.ProspectId))
            return new Failure(ErrorCode.MissingAttribute, "'ProspectId' is mandatory for resetting lead");
        var window = LeadSquaredActivityPaging.Window(body.FromDate, body.ToDate);
        if (window.Failure is { } badWindow)
            return badWindow;
        var taskTypes = new List<Guid>();
        foreach (var text in body.TaskTypeList ?? [])
            if (Guid.TryParse(text, out var id))
                taskTypes.Add(id);
            else
                return Failure.InvalidParameter(nameof(body.TaskTypeList));
        var codes = new List<int>();
        foreach (var text in body.ActivityEventList ?? [])
            if (int.TryParse(text, CultureInfo.InvariantCulture, out var code))
                codes.Add(code);
            else
                return Failure.InvalidParameter(nameof(body.ActivityEventList));
        var audits = body.AuditActivityList ?? [];
        if (audits.Exists(audit => audit is not ("StageChange" or "OwnerChange")))
            return Failure.InvalidParameter(nameof(body.AuditActivityList));
        var reset = new LeadReset(Guid.TryParse(body.ProspectId, out var leadId) ? leadId : Guid.Empty)
        {
            TaskTypes = taskTypes,
            ActivityTypes = codes,
            Notes = body.ShouldDeleteProspectNotes == true,
            StageChanges = audits.Contains("StageChange"),
            OwnerChanges = audits.Contains("OwnerChange"),
            From = window.Value.From,
            Before = window.Value.Before,
        };
        return await resets.Reset(call.Caller, call.Transaction, reset, call.Cancelled)
            ?? call.Answer(
                new SuccessResponse<TextMessage>(new TextMessage(Done)),
                LeadSquaredJson.Default.SuccessResponseTextMessage);
    }
}
