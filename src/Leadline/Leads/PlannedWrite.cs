using System.Text.Json;
using Leadline.Platform.Errors;

namespace Leadline.Leads;

/// <summary>A call that was read and checked but has not run: the write that it comes to, and how its answer is told after it.</summary>
internal sealed record PlannedWrite(LeadWrite Write, Action<Utf8JsonWriter> Tell)
{
    /// <summary>Why what hangs on the lead's write was refused, when the write itself was not.</summary>
    public Func<Failure?>? AlsoRefused { get; init; }

    /// <summary>Why the call had no effect, once the write has run; null when it had.</summary>
    public Failure? Failure => Write.Refusal ?? Write.Outcome.Failure ?? AlsoRefused?.Invoke();
}
