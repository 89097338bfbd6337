using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Leads;

/// <summary>
/// What callers send of leads in LeadSquared's words, at the synchronous calls and the asynchronous ones alike.
/// </summary>
internal static class LeadSquaredLeadInput
{
    /// <summary>The query parameter that names the lead of an update.</summary>
    public const string LeadId = "leadId";

    /// <summary>The query parameter that says what happens to a captured lead that is there.</summary>
    public const string UpdateBehavior = "LeadUpdateBehavior";

    /// <summary>The query parameter that has webhooks told of an update.</summary>
    public const string PostUpdated = "postUpdatedLead";

    private static readonly Failure NoLeadId = new(
        ErrorCode.MissingAttribute, "'leadId' is mandatory for updating lead")
    {
        IsAbsence = true,
    };

    /// <summary>Of an update nobody is told unless the call asks for it (core §2.3, §2.5).</summary>
    public static bool IsQuietUpdate(string? postUpdated) => !IsTrue(postUpdated);

    /// <summary>Create or update tells unless the call says no (core §2.4): nothing else is documented.</summary>
    public static bool IsQuiet(string? postUpdated) => postUpdated is not null && !IsTrue(postUpdated);

    /// <summary>Reads an update; the lead's id comes beside the body.</summary>
    public static Result<(Guid LeadId, List<LeadProperty> Properties)> ReadUpdate(
        string? leadId, ReadOnlySpan<byte> body)
    {
        if (leadId is null)
            return NoLeadId;
        var properties = Call.Read<List<LeadProperty>>(body);
        if (properties.Failure is { } unreadable)
            return unreadable;
        return Guid.TryParse(leadId, out var id) ? (id, properties.Value) : LeadRules.Unknown;
    }

    /// <summary>Reads a capture; what happens to a lead that is there comes beside the body.</summary>
    public static Result<(List<LeadProperty> Properties, LeadUpdateBehavior Behavior)> ReadCapture(
        string? updateBehavior, ReadOnlySpan<byte> body)
    {
        var behavior = Behavior(updateBehavior);
        if (behavior.Failure is { } unknown)
            return unknown;
        var properties = Call.Read<List<LeadProperty>>(body);
        return properties.Failure is { } unreadable ? unreadable : (properties.Value, behavior.Value);
    }

    private static Result<LeadUpdateBehavior> Behavior(string? name) =>
        name switch
        {
            null or "None" => LeadUpdateBehavior.UpdateAll,
            _ when Enum.TryParse<LeadUpdateBehavior>(name, ignoreCase: true, out var behavior)
                    && !char.IsDigit(name[0]) => behavior,
            _ => Failure.InvalidParameter("LeadUpdateBehavior"),
        };

    private static bool IsTrue(string? text) => text is "1" || (bool.TryParse(text, out var isTrue) && isTrue);
}
