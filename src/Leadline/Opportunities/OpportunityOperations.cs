using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Storage.Batching;

namespace Leadline.Opportunities;

/// <summary>What can be done to opportunities.</summary>
internal sealed class OpportunityOperations(
    LeadOperations leads, ActivityTypeOperations types, OpportunityReadStore reads,
    IEnumerable<OpportunityDeletion> deletions)
{
    private readonly OpportunityDeletion[] deletions = [.. deletions];

    /// <inheritdoc cref="CaptureOpportunity.Prepare"/>
    public Task<Result<OpportunityCaptured>> Capture(
        Caller caller,
        CaptureOpportunityBody body,
        Claim<Result<OpportunityCaptured>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller,
            async definitions =>
                CaptureOpportunity.Prepare(caller, definitions, await types.Get(caller.AccountId), body),
            claim,
            cancellation);

    /// <summary>
    /// Puts opportunities on leads that must exist and stay as they are, each named by its value in a unique field
    /// (extended §2.9).
    /// </summary>
    public Task<Result<IReadOnlyList<Result<OpportunityCaptured>>>> AddToLeadsOf(
        Caller caller,
        string searchBy,
        IReadOnlyList<OpportunityBody> rows,
        Claim<Result<IReadOnlyList<Result<OpportunityCaptured>>>>? claim,
        CancellationToken cancellation) => leads.RunAll(
        caller,
        async definitions =>
        {
            var catalog = await types.Get(caller.AccountId);
            return rows.Select(row => CaptureOpportunity.OnLeadOf(caller, definitions, catalog, searchBy, row));
        },
        claim,
        cancellation);

    /// <inheritdoc cref="CaptureOpportunity.OnLead"/>
    public Task<Result<OpportunityCaptured>> Create(
        Caller caller,
        Guid leadId,
        OpportunityBody body,
        Claim<Result<OpportunityCaptured>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller,
            async definitions =>
                CaptureOpportunity.OnLead(caller, definitions, await types.Get(caller.AccountId), leadId, body),
            claim,
            cancellation);

    /// <summary>Changes an opportunity, unless it has changed since it was seen; its id.</summary>
    public Task<Result<Guid>> Change(
        Caller caller, UpdateOpportunityBody change, DateTime? seenOn, CancellationToken cancellation) =>
        leads.Run(
            caller,
            async definitions => (await Updates(caller, definitions, [change], seenOn)).Single(),
            claim: null,
            cancellation);

    /// <summary>Changes an opportunity; its id.</summary>
    public Task<Result<Guid>> Update(
        Caller caller,
        UpdateOpportunityBody change,
        Claim<Result<Guid>>? claim,
        CancellationToken cancellation) =>
        leads.Run(
            caller, async definitions => (await Updates(caller, definitions, [change])).Single(), claim, cancellation);

    /// <summary>Changes opportunities; each has an outcome of its own, and a refused one stays as it was.</summary>
    public Task<Result<IReadOnlyList<Result<Guid>>>> UpdateAll(
        Caller caller,
        IReadOnlyList<UpdateOpportunityBody> changes,
        Claim<Result<IReadOnlyList<Result<Guid>>>>? claim,
        CancellationToken cancellation) =>
        leads.RunAll(caller, definitions => Updates(caller, definitions, changes), claim, cancellation);

    /// <summary>The commands of updates. One query finds the leads of all.</summary>
    public async ValueTask<IEnumerable<Result<LeadCommand<Guid>>>> Updates(
        Caller caller,
        Definitions definitions,
        IReadOnlyList<UpdateOpportunityBody> changes,
        DateTime? seenOn = null)
    {
        var ids = await IdsOf(caller, [.. changes.Select(change => change.ProspectOpportunityId)]);
        var leadIds = await reads.LeadsOf(caller, ids);
        return changes.Select((change, row) => Make(change, ids[row]));

        Result<LeadCommand<Guid>> Make(UpdateOpportunityBody change, Guid id) =>
            string.IsNullOrWhiteSpace(change.ProspectOpportunityId)
                ? OpportunityRules.Unnamed
                : leadIds.TryGetValue(id, out var leadId)
                    ? new ChangeOpportunity(caller, definitions, leadId, id, change) { SeenOn = seenOn }
                    : OpportunityRules.Unknown;
    }

    /// <inheritdoc cref="DeleteOpportunity"/>
    public Task<Result<Guid>> Delete(Caller caller, Guid opportunityId, CancellationToken cancellation) =>
        leads.Run<Guid>(
            caller,
            async definitions =>
                (await reads.LeadsOf(caller, [opportunityId])).TryGetValue(opportunityId, out var leadId)
                    ? new DeleteOpportunity(
                        caller, definitions, leadId, opportunityId, await types.Get(caller.AccountId), deletions)
                    : OpportunityRules.Unknown,
            claim: null,
            cancellation);

    /// <summary>An opportunity is named by its id or by its number; the empty id is nobody's.</summary>
    private async ValueTask<Guid[]> IdsOf(Caller caller, string?[] names)
    {
        var numbers = names
            .Select(name => long.TryParse(name, out var number) ? number : 0)
            .Where(number => number > 0)
            .ToList();
        var numbered = await reads.Numbered(caller, numbers);
        return
        [
            .. names.Select(name => Guid.TryParse(name, out var id) ? id
                : long.TryParse(name, out var number) ? numbered.GetValueOrDefault(number)
                : Guid.Empty),
        ];
    }
}
