using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Resets;

/// <summary>Resetting a lead in Leadline's own API.</summary>
internal sealed class LeadResetEndpoints(LeadResetOperations resets)
{
    /// <summary><c>POST leads/{lead}/reset</c></summary>
    public async Task<Failure?> Reset(Call call)
    {
        var read = call.ReadStrictly<ResetLeadRequest>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        if (body.From > body.To)
            return new Failure(ErrorCode.InvalidInput, "'to' is not before 'from'.") { Field = "to" };
        var reset = new LeadReset(call.RouteId("lead") ?? Guid.Empty)
        {
            TaskTypes = body.TaskTypes ?? [],
            ActivityTypes = body.ActivityTypes ?? [],
            Notes = body.Notes == true,
            StageChanges = body.StageChanges == true,
            OwnerChanges = body.OwnerChanges == true,
            From = body.From?.UtcDateTime,
            Before = body.To?.UtcDateTime,
        };
        return await resets.Reset(call.Caller, call.Transaction, reset, call.Cancelled)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }
}
