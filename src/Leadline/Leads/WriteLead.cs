using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>Makes a lead, or changes the one that is found.</summary>
/// <param name="isCapture">The lead is captured, which its timeline tells each time.</param>
internal sealed class WriteLead(Caller caller, Definitions definitions, LeadTarget target, bool isCapture = false)
    : LeadCommand<LeadWritten>(caller, definitions, target)
{
    /// <summary>Makes a new lead. A unique value that another lead has is refused as a duplicate.</summary>
    public static Result<LeadCommand<LeadWritten>> New(
        Caller caller, Definitions definitions, IReadOnlyList<LeadProperty> properties) =>
        Prepare(caller, definitions, LeadTarget.Read(definitions, LeadMatch.New, properties));

    /// <summary>Changes the passed fields of a lead that must exist.</summary>
    public static Result<LeadCommand<LeadWritten>> ById(
        Caller caller, Definitions definitions, Guid leadId, IReadOnlyList<LeadProperty> properties,
        bool isQuiet = false)
    {
        var target = LeadTarget.Read(definitions, LeadMatch.ById, properties);
        return target.Failure is { } failure
            ? failure
            : Prepare(caller, definitions, target.Value with { LeadId = leadId, IsQuiet = isQuiet });
    }

    /// <summary>
    /// Updates the lead that SearchBy, the e-mail address or the phone number finds, else makes one (core §2.4).
    /// </summary>
    public static Result<LeadCommand<LeadWritten>> ByIdentity(
        Caller caller, Definitions definitions, IReadOnlyList<LeadProperty> properties, bool isQuiet = false)
    {
        var target = LeadTarget.Read(definitions, LeadMatch.ByIdentity, properties);
        return target.Failure is { } failure
            ? failure
            : Prepare(caller, definitions, target.Value with { IsQuiet = isQuiet });
    }

    /// <summary>As <see cref="ByIdentity"/>, with ProspectID first and a say in what is updated (core §2.6).</summary>
    public static Result<LeadCommand<LeadWritten>> Capture(
        Caller caller, Definitions definitions, IReadOnlyList<LeadProperty> properties, LeadUpdateBehavior behavior)
    {
        var target = LeadTarget.Read(definitions, LeadMatch.Capture, properties);
        return target.Failure is { } failure
            ? failure
            : new WriteLead(caller, definitions, target.Value with { Behavior = behavior }, isCapture: true);
    }

    /// <summary>Makes a lead of a visitor, under the visitor's id, or changes the lead that it has become.</summary>
    public static Result<LeadCommand<LeadWritten>> Convert(
        Caller caller, Definitions definitions, Guid visitorId, IReadOnlyList<LeadProperty> properties,
        bool isQuiet = false) => ByIdentity(
        caller,
        definitions,
        [
            .. properties,
            new() { Attribute = LeadFieldNames.ProspectId, Value = visitorId.ToString() },
            new() { Attribute = LeadFieldNames.SearchBy, Value = LeadFieldNames.ProspectId },
        ],
        isQuiet);

    /// <summary>
    /// Changes a lead that must exist, found by the value that the row holds of <paramref name="searchBy"/>.
    /// </summary>
    public static Result<LeadCommand<LeadWritten>> Row(
        Caller caller, Definitions definitions, string searchBy, IReadOnlyList<LeadProperty> row)
    {
        if (string.IsNullOrWhiteSpace(Identifier(searchBy, row)))
            return new Failure(ErrorCode.MissingAttribute, $"'{searchBy}' is mandatory for updating lead");
        var directive = new LeadProperty { Attribute = LeadFieldNames.SearchBy, Value = searchBy };
        var target = LeadTarget.Read(definitions, LeadMatch.ByIdentity, [.. row, directive]);
        return target.Failure is { } failure
            ? failure
            : Prepare(caller, definitions, target.Value with { MustExist = true });
    }

    /// <summary>The value by which a row names its lead; null when it has none.</summary>
    public static string? Identifier(string searchBy, IReadOnlyList<LeadProperty> row) =>
        row.LastOrDefault(property => searchBy.Equals(property.Attribute, StringComparison.OrdinalIgnoreCase))?.Value;

    protected override Result<LeadWritten> Complete(
        LeadBatch batch, LeadBatch.Entry entry, LeadWritten written, RowBuffer rows, DateTime now)
    {
        if (!isCapture)
            return written;
        batch.Record(new LeadMilestone.Captured(Caller, entry.Lead, Target.Input.Changes));
        entry.Lead.RecordActivity(LeadMilestone.CaptureName, now, now);
        entry.Touch();
        return written;
    }

    private static Result<LeadCommand<LeadWritten>> Prepare(
        Caller caller, Definitions definitions, Result<LeadTarget> target) =>
        target.Failure is { } failure ? failure : new WriteLead(caller, definitions, target.Value);
}
