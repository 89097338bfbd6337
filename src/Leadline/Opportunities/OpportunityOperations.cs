using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Opportunities;

/// <summary>
/// What can be done to opportunities. The methods that make a write do not commit it: a queue gathers many of them, of
/// all kinds, hands them to the group of leads at once, and then reads their outcomes.
/// </summary>
internal sealed class OpportunityOperations(
    LeadOperations leads, ActivityTypeOperations types, OpportunityReads reads, Counters counters)
{
    /// <summary>One for all writes, since a batch runs each of its stages once.</summary>
    public static readonly LeadStage Stage = OpportunityBatch.Prepare;

    /// <summary>Finds or makes the lead and puts the opportunity on it, unless the lead has its like (extended §2.1).</summary>
    public async Task<Result<OpportunityCapture>> Capture(
        Caller caller, CaptureOpportunityBody body, CancellationToken cancellation)
    {
        var capture = await MakeCapture(caller, body);
        if (capture.Failure is not null)
            return capture;
        await leads.Write(capture.Value.Write, cancellation);
        return capture.Value.Outcome.Failure is { } failure ? failure : capture;
    }

    /// <summary>The capture that the body asks for, to be written.</summary>
    public async ValueTask<Result<OpportunityCapture>> MakeCapture(Caller caller, CaptureOpportunityBody body)
    {
        if (body.LeadDetails is not { } lead)
            return ActivityRules.Invalid(nameof(body.LeadDetails));
        if (body.Opportunity is not { } opportunity)
            return ActivityRules.Invalid(nameof(body.Opportunity));

        // The name of the lead's company, which clients send with every opportunity (clients.md A7), is no field of a lead.
        if (lead.Exists(IsCompanyName))
            lead = lead.FindAll(property => !IsCompanyName(property));
        return await Make(caller, lead, CaptureLead.FoundOrMade, opportunity);
    }

    /// <summary>Puts opportunities on leads that must exist and stay as they are, each named by its value in a unique field (extended §2.9).</summary>
    public async Task<IReadOnlyList<Result<OpportunityCaptured>>> AddToLeadsOf(
        Caller caller, string searchBy, IReadOnlyList<OpportunityBody> rows, CancellationToken cancellation)
    {
        var captures = new List<Result<OpportunityCapture>>(rows.Count);
        foreach (var row in rows)
        {
            LeadProperty[] search =
            [
                new() { Attribute = searchBy, Value = row.SearchByValue },
                new() { Attribute = LeadFieldNames.SearchBy, Value = searchBy },
            ];
            captures.Add(await Make(caller, search, CaptureLead.Existing, row));
        }

        await leads.WriteAll([.. captures.Where(row => row.Failure is null).Select(row => row.Value.Write)], cancellation);
        return [.. captures.Select(row => row.Failure is { } failure ? failure : row.Value.Outcome)];
    }

    /// <summary>Changes opportunities; each has an outcome of its own, and a refused one stays as it was.</summary>
    public async Task<IReadOnlyList<Result<Guid>>> Update(
        Caller caller, IReadOnlyList<UpdateOpportunityBody> changes, CancellationToken cancellation)
    {
        var updates = await MakeUpdates(caller, changes);
        await leads.WriteAll([.. updates.Where(row => row.Failure is null).Select(row => row.Value.Write)], cancellation);
        return [.. updates.Select(row => row.Failure is { } failure ? failure : row.Value.Outcome)];
    }

    /// <summary>The updates that the bodies ask for, to be written. One query finds the leads of all.</summary>
    public async ValueTask<IReadOnlyList<Result<OpportunityUpdate>>> MakeUpdates(
        Caller caller, IReadOnlyList<UpdateOpportunityBody> changes)
    {
        var catalog = await types.Of(caller.AccountId);
        var ids = await IdsOf(caller, [.. changes.Select(change => change.ProspectOpportunityId)]);
        var leadIds = await reads.LeadsOf(caller, ids);
        return [.. changes.Select((change, row) => Make(change, ids[row]))];

        Result<OpportunityUpdate> Make(UpdateOpportunityBody change, Guid id) =>
            string.IsNullOrWhiteSpace(change.ProspectOpportunityId)
                ? new Failure(ErrorCode.MissingArgument, "Value cannot be null. Parameter name: ProspectOpportunityId")
                : leadIds.TryGetValue(id, out var leadId)
                    ? OpportunityUpdate.Change(caller, leadId, id, change, catalog)
                    : OpportunityRules.Unknown;
    }

    /// <summary>Deletes an opportunity with what was posted on it, where its type allows that; null when it is gone.</summary>
    public async Task<Failure?> Delete(Caller caller, Guid opportunityId, CancellationToken cancellation)
    {
        if (!(await reads.LeadsOf(caller, [opportunityId])).TryGetValue(opportunityId, out var leadId))
            return OpportunityRules.Unknown;
        var deletion = OpportunityUpdate.Delete(caller, leadId, opportunityId, await types.Of(caller.AccountId));
        await leads.Write(deletion.Write, cancellation);
        return deletion.Outcome.Failure;
    }

    /// <summary>An opportunity is named by its id or by its number; the empty id is nobody's.</summary>
    private async ValueTask<Guid[]> IdsOf(Caller caller, string?[] names)
    {
        var numbers = names.Select(name => long.TryParse(name, out var number) ? number : 0).Where(number => number > 0).ToList();
        var numbered = await reads.Numbered(caller, numbers);
        return
        [
            .. names.Select(name => Guid.TryParse(name, out var id) ? id
                : long.TryParse(name, out var number) ? numbered.GetValueOrDefault(number)
                : Guid.Empty),
        ];
    }

    private async ValueTask<Result<OpportunityCapture>> Make(
        Caller caller, IReadOnlyList<LeadProperty> lead, CaptureLead leadMatch, OpportunityBody body)
    {
        if ((await types.Of(caller.AccountId)).Find(body.OpportunityEventCode) is not { IsOpportunity: true } type)
            return ActivityRules.UnknownType;
        var number = await counters.Take(caller.AccountId, ActivityOperations.NumberCounter, 2);
        return new OpportunityCapture(caller, lead, leadMatch, body, type.Name, number);
    }

    private static bool IsCompanyName(LeadProperty property) =>
        "AccountName".Equals(property.Attribute, StringComparison.OrdinalIgnoreCase);
}
