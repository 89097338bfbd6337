using System.Text.Json;

namespace Leadline.Leads;

/// <summary>A call that was read and checked but has not run: the write that it comes to, and how its answer is told after it.</summary>
internal sealed record PlannedWrite(LeadWrite Write, Action<Utf8JsonWriter> Tell);
