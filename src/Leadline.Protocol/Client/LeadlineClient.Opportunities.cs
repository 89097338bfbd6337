using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Opportunities.</content>
public sealed partial class LeadlineClient
{
    /// <summary>The types of opportunities, with their stages and fields.</summary>
    public Task<OpportunityTypesResponse> OpportunityTypes(CancellationToken cancellation = default) =>
        Get<OpportunityTypesResponse>("opportunity-types", cancellation);

    /// <summary>The opportunities of a type by stage, with counts and sums of all that meet the filter.</summary>
    public Task<OpportunityBoardResponse> OpportunityBoard(
        OpportunityBoardRequest request, CancellationToken cancellation = default) =>
        Post<OpportunityBoardRequest, OpportunityBoardResponse>("opportunities/board", request, cancellation);

    /// <summary>A page of the opportunities that meet a filter.</summary>
    public Task<OpportunityPageResponse> SearchOpportunities(
        OpportunitySearchRequest request, CancellationToken cancellation = default) =>
        Post<OpportunitySearchRequest, OpportunityPageResponse>("opportunities/search", request, cancellation);

    /// <summary>The opportunities of a lead.</summary>
    public Task<OpportunityPageResponse> LeadOpportunities(string lead, CancellationToken cancellation = default) =>
        Get<OpportunityPageResponse>($"leads/{Escape(lead)}/opportunities", cancellation);

    /// <summary>An opportunity.</summary>
    public Task<Versioned<OwnOpportunityResponse>> Opportunity(Guid id, CancellationToken cancellation = default) =>
        SendVersioned<OwnOpportunityResponse>(HttpMethod.Get, $"opportunities/{id}", null, null, cancellation);

    /// <summary>Writes a note of an opportunity.</summary>
    public Task<NoteResponse> AddOpportunityNote(
        Guid id, NoteRequest request, CancellationToken cancellation = default) =>
        Post<NoteRequest, NoteResponse>($"opportunities/{id}/notes", request, cancellation);

    /// <summary>How sales work: the account's currency among it.</summary>
    public Task<SalesSettingsMessage> SalesSettings(CancellationToken cancellation = default) =>
        Get<SalesSettingsMessage>("sales-settings", cancellation);

    /// <summary>Makes an opportunity.</summary>
    public Task<OwnOpportunityResponse> CreateOpportunity(
        OwnOpportunityRequest request, CancellationToken cancellation = default) =>
        Post<OwnOpportunityRequest, OwnOpportunityResponse>("opportunities", request, cancellation);

    /// <summary>Changes an opportunity; null for the version changes whatever is there.</summary>
    public Task<Versioned<OwnOpportunityResponse>> ChangeOpportunity(
        Guid id, OpportunityChangeRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<OpportunityChangeRequest, OwnOpportunityResponse>(
            $"opportunities/{id}", request, version, cancellation);
}
