using System.Text;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Intake;

/// <summary>A request that was read: the write it comes to, or why it comes to none.</summary>
internal sealed class Planned(StoredRequest request)
{
    private const int LongestReason = 4_000;

    public StoredRequest Request => request;

    /// <summary>Tries before this one.</summary>
    public int Attempts { get; init; }

    public PlannedWrite? Write { get; init; }

    /// <summary>The request's own fault, known without a look at the database.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>The server's fault, met while reading or while running.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The request waits behind an earlier one of its lead.</summary>
    public bool IsBehind { get; set; }

    /// <summary>By what the request names its lead.</summary>
    public LeadName[] Names { get; init; } = [];

    /// <summary>True when the write is to run with the window's others.</summary>
    public bool Runs => Write is not null && Fault is null && !IsBehind;

    public IntakeResult Result(DateTime now)
    {
        if (Fault is { } fault)
        {
            var status = RetrySchedule.IsOfTheRequest(fault) ? IntakeStatus.Failure : IntakeStatus.Error;
            return new IntakeResult(request, status, Attempts + 1, now, RetrySchedule.Reason(fault), null);
        }

        var failure = Refusal ?? Write!.Failure;
        return failure is null
            ? new IntakeResult(request, IntakeStatus.Success, Attempts + 1, now, null, Answer())
            : new IntakeResult(request, IntakeStatus.Failure, Attempts + 1, now, Reason(failure), null);
    }

    private string Answer()
    {
        var buffer = JsonBuffer.Rent();
        Write!.Tell(buffer.Writer);
        var answer = Encoding.UTF8.GetString(buffer.Written().Span);
        buffer.Return();
        return answer;
    }

    // A reason may quote the body, and PostgreSQL's text holds neither NUL nor half a character.
    private static string Reason(Failure failure)
    {
        var reason = $"{SurfaceErrors.LeadSquaredType(failure.Code)}: {failure.Message}";
        if (reason.Length > LongestReason)
            reason = reason[..LongestReason];
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(reason)).Replace('\0', '\ufffd');
    }
}

/// <summary>Reads requests as the synchronous calls do, and checks all that can be checked before the lead is known.</summary>
internal sealed class IntakePlans(
    AccountOperations accounts,
    LeadWriter writer,
    LeadSquaredActivityEndpoints activities,
    LeadSquaredOpportunityEndpoints opportunities,
    CallLogs callLogs)
{
    private static readonly Failure UnknownUser = new(ErrorCode.InvalidCredentials, "The user of the request is no longer there.");

    public async Task<Planned> Plan(StoredRequest request, int attempts = 0)
    {
        try
        {
            var account = await accounts.Find(request.AccountId)
                ?? throw new InvalidOperationException($"Account {request.AccountId} is gone.");
            var planned = account.Users.TryGetValue(request.UserId, out var user)
                ? await Read(new Caller(account, user), request)
                : UnknownUser;
            if ((planned.Failure ?? await writer.Prepare(planned.Value.Write)) is { } refusal)
                return new Planned(request) { Attempts = attempts, Refusal = refusal };
            return new Planned(request)
            {
                Attempts = attempts,
                Write = planned.Value,
                Names = [.. LeadName.Of(planned.Value.Write)],
            };
        }
        catch (Exception fault) when (!Storage.DatabaseErrors.IsUnavailable(fault))
        {
            return new Planned(request) { Attempts = attempts, Fault = fault };
        }
    }

    private async Task<Result<PlannedWrite>> Read(Caller caller, StoredRequest request) => request.Call switch
    {
        IntakeCall.LeadCapture => LeadSquaredLeadEndpoints.PlanCapture(caller, Target(request, "LeadUpdateBehavior"), request.Body),
        IntakeCall.LeadUpdate => LeadSquaredLeadEndpoints.PlanUpdate(caller, Target(request, "leadId"), request.Body),
        IntakeCall.ActivityCreate => await activities.PlanCreate(caller, request.Body),
        IntakeCall.ActivityCreateCustom => await activities.PlanCreateCustom(caller, request.Body),
        IntakeCall.OpportunityCapture => await opportunities.PlanCapture(caller, request.Body, request.Id.ToGuid()),
        IntakeCall.OpportunityUpdate => await opportunities.PlanUpdate(caller, request.Body),
        IntakeCall.CallLog => await callLogs.Plan(caller, request.Body),
        _ => throw new InvalidOperationException($"Call {request.Call} is not known here."),
    };

    private static string? Target(StoredRequest request, string name) =>
        request.Target is { } target && QueryHelpers.ParseQuery(target).TryGetValue(name, out var value) ? value.ToString() : null;
}
