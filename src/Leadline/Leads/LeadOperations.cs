using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Leads;

/// <summary>What can be done to leads. Every surface and every queue calls these, whatever their wire forms.</summary>
internal sealed class LeadOperations(LeadWriter writer, LeadDeleter deleter)
{
    /// <summary>Makes a new lead. A unique value that another lead has is refused as a duplicate.</summary>
    public Task<Result<LeadWritten>> Create(Caller caller, IReadOnlyList<LeadProperty> properties, CancellationToken cancellation) =>
        writer.Write(new LeadWrite(caller, LeadMatch.New, properties), cancellation);

    /// <summary>Changes the passed fields of a lead that must exist.</summary>
    public Task<Result<LeadWritten>> Update(
        Caller caller, Guid leadId, IReadOnlyList<LeadProperty> properties, CancellationToken cancellation) =>
        writer.Write(PlanUpdate(caller, leadId, properties), cancellation);

    /// <summary>Updates the lead that SearchBy, the e-mail address or the phone number finds, else makes one (core §2.4).</summary>
    public Task<Result<LeadWritten>> CreateOrUpdate(
        Caller caller, IReadOnlyList<LeadProperty> properties, CancellationToken cancellation) =>
        writer.Write(new LeadWrite(caller, LeadMatch.ByIdentity, properties), cancellation);

    /// <summary>As <see cref="CreateOrUpdate"/>, with ProspectID first and a say in what is updated (core §2.6).</summary>
    public Task<Result<LeadWritten>> Capture(
        Caller caller, IReadOnlyList<LeadProperty> properties, LeadUpdateBehavior behavior, CancellationToken cancellation) =>
        writer.Write(PlanCapture(caller, properties, behavior), cancellation);

    /// <summary><see cref="Update"/> as a write that has yet to run.</summary>
    public static LeadWrite PlanUpdate(Caller caller, Guid leadId, IReadOnlyList<LeadProperty> properties) =>
        new(caller, LeadMatch.ById, properties) { LeadId = leadId };

    /// <summary>Makes a lead of a visitor, under the visitor's id, or changes the lead that it has become; has yet to run.</summary>
    public static LeadWrite PlanConvert(Caller caller, Guid visitorId, IReadOnlyList<LeadProperty> properties) => new(
        caller,
        LeadMatch.ByIdentity,
        [
            .. properties,
            new() { Attribute = LeadFieldNames.ProspectId, Value = visitorId.ToString() },
            new() { Attribute = LeadFieldNames.SearchBy, Value = LeadFieldNames.ProspectId },
        ]);

    /// <summary><see cref="Capture"/> as a write that has yet to run.</summary>
    public static LeadWrite PlanCapture(Caller caller, IReadOnlyList<LeadProperty> properties, LeadUpdateBehavior behavior) =>
        new(caller, LeadMatch.Capture, properties) { Behavior = behavior };

    /// <summary>A write with more to it: other rows in the same transaction, or another way to find the lead.</summary>
    public Task<Result<LeadWritten>> Write(LeadWrite write, CancellationToken cancellation) => writer.Write(write, cancellation);

    /// <summary>Such writes of one call, in their order; each has an outcome of its own.</summary>
    public Task WriteAll(IReadOnlyList<LeadWrite> writes, CancellationToken cancellation) => writer.WriteAll(writes, cancellation);

    /// <summary>Deletes a lead with all that hangs on it; null when it is gone. Accounts may have this switched off.</summary>
    public Task<Failure?> Delete(Caller caller, Guid leadId, CancellationToken cancellation) =>
        deleter.Delete(caller, leadId, cancellation);
}
