using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Leads.Editing;

/// <summary>Making and changing single leads as people do, who see what they change.</summary>
internal sealed class LeadEditOperations(LeadOperations leads)
{
    /// <summary>Makes a lead. A unique value that another lead has is refused, and the lead named.</summary>
    public Task<Result<LeadEdited>> Create(
        Caller caller,
        IReadOnlyDictionary<string, string?> values,
        Claim<Result<LeadEdited>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller,
            definitions => Prepare(caller, definitions, values, leadId: null, seenOn: null),
            claim,
            cancellation);

    /// <summary>Sets the values on a lead that must exist; what stays as it was leaves no trace.</summary>
    public Task<Result<LeadEdited>> Change(
        Caller caller,
        Guid leadId,
        IReadOnlyDictionary<string, string?> values,
        DateTime? seenOn,
        CancellationToken cancellation) =>
        leads.Run(
            caller, definitions => Prepare(caller, definitions, values, leadId, seenOn), claim: null, cancellation);

    private static Result<LeadCommand<LeadEdited>> Prepare(
        Caller caller,
        Definitions definitions,
        IReadOnlyDictionary<string, string?> values,
        Guid? leadId,
        DateTime? seenOn)
    {
        if (LeadEditRules.Check(definitions, values, isNew: leadId is null) is { } refusal)
            return refusal;
        var target = LeadTarget.Read(
            definitions,
            leadId is null ? LeadMatch.New : LeadMatch.ById,
            [.. values.Select(value => new LeadProperty
            {
                Attribute = value.Key,
                Value = value.Value,
            })]);
        return target.Failure is { } unfit
            ? unfit
            : new EditLead(
                caller, definitions, target.Value with { LeadId = leadId, MeansItself = true }, seenOn);
    }
}
