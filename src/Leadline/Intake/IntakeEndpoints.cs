using System.Text;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Intake;

/// <summary>The queue of asynchronous requests in Leadline's own API, for administrators.</summary>
internal sealed class IntakeEndpoints(IntakeOperations intake)
{
    private const int MostListed = 100;

    /// <summary>Runs the endpoint if the caller is an administrator.</summary>
    public static ApiHandler ForAdministrators(ApiHandler endpoint) =>
        call => call.Caller.RefuseUnlessAdministrator("look after the intake") is { } refusal
            ? Task.FromResult<Failure?>(refusal)
            : endpoint(call);

    public async Task<Failure?> Standing(Call call)
    {
        var standing = await intake.Standing(call.Caller.AccountId);
        var calls = standing.Calls.ToDictionary(
            one => IntakeCallForm.For(one.Call).Name,
            one => new IntakeCallResponse(one.Pending, Seconds(one.OldestAge), Math.Round(one.PerMinute, 1)));
        return call.Answer(
            new IntakeResponse(
                standing.IsPaused,
                standing.Retrying,
                standing.Pending,
                Seconds(standing.OldestAge),
                Math.Round(standing.PerMinute, 1),
                calls),
            OwnJson.Default.IntakeResponse);
    }

    public async Task<Failure?> Failures(Call call)
    {
        var failures = await intake.Failures(
            call.Caller.AccountId, call.QueryId("before"), call.QueryLimit(MostListed));
        return call.Answer(
            new IntakeFailuresResponse([.. failures.Select(entry => Response(call.Caller.AccountId, entry))]),
            OwnJson.Default.IntakeFailuresResponse);
    }

    public async Task<Failure?> Request(Call call) => call.Answer(
        await intake.Find(call.Caller.AccountId, Id(call)),
        entry => Detail(call.Caller.AccountId, entry),
        OwnJson.Default.IntakeRequestDetailResponse);

    public async Task<Failure?> Replay(Call call) =>
        await intake.Replay(call.Caller.AccountId, Id(call)) ?? Replayed(call, 1);

    public async Task<Failure?> ReplayAll(Call call) =>
        Replayed(call, await intake.ReplayAll(call.Caller.AccountId));

    public Task<Failure?> Pause(Call call) => SetPaused(call, isPaused: true);

    public Task<Failure?> Resume(Call call) => SetPaused(call, isPaused: false);

    private async Task<Failure?> SetPaused(Call call, bool isPaused)
    {
        await intake.SetPaused(call.Caller.AccountId, isPaused);
        return call.Answer(new IntakePausedResponse(isPaused), OwnJson.Default.IntakePausedResponse);
    }

    private static Guid Id(Call call) => call.RouteId("requestId") ?? Guid.Empty;

    private static Failure? Replayed(Call call, int count) =>
        call.Answer(new IntakeReplayedResponse(count), OwnJson.Default.IntakeReplayedResponse);

    private static double Seconds(TimeSpan age) => Math.Round(age.TotalSeconds, 1);

    private static IntakeRequestResponse Response(int accountId, IntakeEntry entry) => new(
        new RequestId(accountId, entry.Arrival, entry.ReceivedOn).ToGuid(),
        IntakeCallForm.For((IntakeCall)entry.Call).Name,
        LeadSquaredAsyncEndpoints.StatusText(entry.Status),
        entry.ReceivedOn,
        entry.FinishedOn,
        entry.DueOn,
        entry.Attempts ?? 0,
        entry.Reason);

    private static IntakeRequestDetailResponse Detail(int accountId, IntakeEntry entry)
    {
        var listed = Response(accountId, entry);
        return new IntakeRequestDetailResponse(
            listed.RequestId,
            listed.Call,
            listed.Status,
            listed.ReceivedOn,
            listed.FinishedOn,
            listed.RetryOn,
            listed.Attempts,
            listed.Reason,
            Encoding.UTF8.GetString(entry.Body),
            entry.Message);
    }
}
