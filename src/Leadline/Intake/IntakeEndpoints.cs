using System.Text;
using System.Text.Json;
using Leadline.Platform.Errors;
using Leadline.Surfaces;
using Endpoint = Leadline.Surfaces.Endpoint;

namespace Leadline.Intake;

/// <summary>The queue of asynchronous requests in Leadline's own API, for administrators.</summary>
internal sealed class IntakeEndpoints(IntakeOperations intake)
{
    private const int MostListed = 100;

    private static readonly Failure NotPermitted = new(ErrorCode.NotPermitted, "Only an administrator may look after the intake.");

    /// <summary>Runs the endpoint if the caller is an administrator.</summary>
    public static Endpoint ForAdministrators(Endpoint endpoint) =>
        call => call.Caller.User.IsAdministrator ? endpoint(call) : Task.FromResult<Failure?>(NotPermitted);

    public async Task<Failure?> Standing(Call call)
    {
        var standing = await intake.Standing(call.Caller.AccountId);
        var json = call.Json;
        json.WriteStartObject();
        json.WriteBoolean("paused"u8, standing.IsPaused);
        json.WriteNumber("retrying"u8, standing.Retrying);
        WriteNumbers(json, standing.Pending, standing.OldestAge, standing.PerMinute);
        json.WriteStartObject("calls"u8);
        foreach (var one in standing.Calls)
        {
            json.WriteStartObject(IntakeCallForm.Of(one.Call).Name);
            WriteNumbers(json, one.Pending, one.OldestAge, one.PerMinute);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Failures(Call call)
    {
        var most = int.TryParse(call.Query("limit"), out var limit) ? Math.Clamp(limit, 1, MostListed) : MostListed;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("failures"u8);
        foreach (var entry in await intake.Failures(call.Caller.AccountId, call.QueryId("before"), most))
            WriteEntry(json, call.Caller.AccountId, entry, withBody: false);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Request(Call call)
    {
        var found = await intake.Find(call.Caller.AccountId, Id(call));
        if (found.Failure is { } failure)
            return failure;
        WriteEntry(call.Json, call.Caller.AccountId, found.Value, withBody: true);
        return null;
    }

    public async Task<Failure?> Replay(Call call)
    {
        if (await intake.Replay(call.Caller.AccountId, Id(call)) is { } failure)
            return failure;
        WriteReplayed(call.Json, 1);
        return null;
    }

    public async Task<Failure?> ReplayAll(Call call)
    {
        WriteReplayed(call.Json, await intake.ReplayAll(call.Caller.AccountId));
        return null;
    }

    public Task<Failure?> Pause(Call call) => SetPaused(call, isPaused: true);

    public Task<Failure?> Resume(Call call) => SetPaused(call, isPaused: false);

    private async Task<Failure?> SetPaused(Call call, bool isPaused)
    {
        await intake.SetPaused(call.Caller.AccountId, isPaused);
        call.Json.WriteStartObject();
        call.Json.WriteBoolean("paused"u8, isPaused);
        call.Json.WriteEndObject();
        return null;
    }

    private static Guid Id(Call call) => Guid.TryParse(call.Route("requestId"), out var id) ? id : Guid.Empty;

    private static void WriteReplayed(Utf8JsonWriter json, int count)
    {
        json.WriteStartObject();
        json.WriteNumber("replayed"u8, count);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, long pending, TimeSpan oldest, double perMinute)
    {
        json.WriteNumber("pending"u8, pending);
        json.WriteNumber("oldestSeconds"u8, Math.Round(oldest.TotalSeconds, 1));
        json.WriteNumber("perMinute"u8, Math.Round(perMinute, 1));
    }

    private static void WriteEntry(Utf8JsonWriter json, int accountId, IntakeEntry entry, bool withBody)
    {
        json.WriteStartObject();
        json.WriteString("requestId"u8, new RequestId(accountId, entry.Arrival, entry.ReceivedOn).ToGuid());
        json.WriteString("call"u8, IntakeCallForm.Of((IntakeCall)entry.Call).Name);
        json.WriteString("status"u8, LeadSquaredAsyncEndpoints.StatusText(entry.Status));
        json.WriteString("receivedOn"u8, entry.ReceivedOn);
        if (entry.FinishedOn is { } finishedOn)
            json.WriteString("finishedOn"u8, finishedOn);
        if (entry.DueOn is { } dueOn)
            json.WriteString("retryOn"u8, dueOn);
        json.WriteNumber("attempts"u8, entry.Attempts ?? 0);
        if (entry.Reason is { } reason)
            json.WriteString("reason"u8, reason);
        if (withBody)
        {
            json.WriteString("body"u8, Encoding.UTF8.GetString(entry.Body));
            json.WriteString("answer"u8, entry.Message);
        }

        json.WriteEndObject();
    }
}
