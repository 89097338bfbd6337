using System.Text;
using System.Text.Json;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;

namespace Leadline.Intake;

/// <summary>A request that was read: the command it comes to, or why it comes to none.</summary>
internal sealed class IntakeItem(StoredRequest request)
{
    private const int LongestReason = 4_000;

    public StoredRequest Request => request;

    /// <summary>Tries before this one.</summary>
    public int Attempts { get; init; }

    public LeadCommand? Command { get; init; }

    /// <summary>Writes the answer that the synchronous call would have given.</summary>
    public Action<Utf8JsonWriter>? WriteAnswer { get; init; }

    /// <summary>The request's own fault, known without a look at the database.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>The server's fault, met while reading or while running.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The request waits behind an earlier one of its lead.</summary>
    public bool IsBehind { get; set; }

    /// <summary>By what the request names its lead.</summary>
    public LeadReference[] Names { get; init; } = [];

    /// <summary>True when the command is to run with the window's others.</summary>
    public bool Runs => Command is not null && Fault is null && !IsBehind;

    public IntakeResult Result(DateTime now)
    {
        if (Fault is { } fault)
        {
            var status = RetrySchedule.IsOfTheRequest(fault) ? IntakeStatus.Failure : IntakeStatus.Error;
            return new IntakeResult(request, status, Attempts + 1, now, RetrySchedule.Reason(fault), null);
        }

        return (Refusal ?? Command!.Failure) is { } failure
            ? new IntakeResult(request, IntakeStatus.Failure, Attempts + 1, now, Reason(failure), null)
            : new IntakeResult(request, IntakeStatus.Success, Attempts + 1, now, null, Answer());
    }

    private string Answer()
    {
        var buffer = JsonBuffer.Rent();
        WriteAnswer!(buffer.Writer);
        var answer = Encoding.UTF8.GetString(buffer.Written().Span);
        buffer.Return();
        return answer;
    }

    // A reason may quote the body, and the cut may halve a character.
    private static string Reason(Failure failure)
    {
        var reason = $"{SurfaceErrors.LeadSquaredType(failure.Code)}: {failure.Message}";
        if (reason.Length > LongestReason)
            reason = reason[..LongestReason];
        return UnicodeText.Storable(reason);
    }
}
