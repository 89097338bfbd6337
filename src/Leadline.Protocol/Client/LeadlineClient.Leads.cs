using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Leads.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of the leads that meet a filter.</summary>
    public Task<LeadPageResponse> SearchLeads(LeadSearchRequest request, CancellationToken cancellation = default) =>
        Post<LeadSearchRequest, LeadPageResponse>("leads/search", request, cancellation);

    /// <summary>The leads that a text finds, the best match first; at most 100.</summary>
    /// <param name="key">A name, an address, a number, or a part of one.</param>
    /// <param name="fields">Schema names, separated by commas; null for all.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<LeadsFoundResponse> FindLeads(
        string key, string? fields = null, CancellationToken cancellation = default) =>
        Get<LeadsFoundResponse>(
            $"leads/quick-search?key={Escape(key)}" + (fields is null ? "" : $"&fields={Escape(fields)}"),
            cancellation);

    /// <summary>A lead's fields, under their schema names; null where it has no value.</summary>
    public Task<Versioned<Dictionary<string, string?>>> Lead(string lead, CancellationToken cancellation = default) =>
        SendVersioned<Dictionary<string, string?>>(
            HttpMethod.Get, $"leads/{Escape(lead)}", null, null, cancellation);

    /// <summary>Makes a lead.</summary>
    public Task<Dictionary<string, string?>> CreateLead(
        LeadValuesRequest request, CancellationToken cancellation = default) =>
        Post<LeadValuesRequest, Dictionary<string, string?>>("leads", request, cancellation);

    /// <summary>Changes fields of a lead.</summary>
    /// <param name="lead">Its id.</param>
    /// <param name="request">The fields; null clears one.</param>
    /// <param name="version">The version that was read; null changes whatever is there.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<Versioned<Dictionary<string, string?>>> ChangeLead(
        string lead, LeadValuesRequest request, string? version, CancellationToken cancellation = default) =>
        Patch<LeadValuesRequest, Dictionary<string, string?>>(
            $"leads/{Escape(lead)}", request, version, cancellation);

    /// <summary>Deletes a lead.</summary>
    public Task DeleteLead(string lead, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"leads/{Escape(lead)}", cancellation);

    /// <summary>Makes leads a part of another, which is final; or shows what that one would be.</summary>
    public Task<LeadsMergedResponse> MergeLeads(
        string lead, MergeLeadsRequest request, CancellationToken cancellation = default) =>
        Post<MergeLeadsRequest, LeadsMergedResponse>($"leads/{Escape(lead)}/merge", request, cancellation);

    /// <summary>The leads that have values already which somebody types for another.</summary>
    public Task<LeadDuplicatesResponse> LeadDuplicates(
        LeadDuplicatesRequest request, CancellationToken cancellation = default) =>
        Post<LeadDuplicatesRequest, LeadDuplicatesResponse>("leads/duplicates", request, cancellation);

    /// <summary>The notes of a lead, the newest first.</summary>
    public Task<NotesResponse> LeadNotes(string lead, CancellationToken cancellation = default) =>
        Get<NotesResponse>($"leads/{Escape(lead)}/notes", cancellation);

    /// <summary>Writes a note of a lead.</summary>
    public Task<NoteResponse> AddNote(
        string lead, NoteRequest request, CancellationToken cancellation = default) =>
        Post<NoteRequest, NoteResponse>($"leads/{Escape(lead)}/notes", request, cancellation);

    /// <summary>The fields of leads.</summary>
    public Task<LeadFieldsResponse> LeadFields(CancellationToken cancellation = default) =>
        Get<LeadFieldsResponse>("lead-fields", cancellation);

    /// <summary>The tickets of a lead, at most 50.</summary>
    public Task<TicketPageResponse> LeadTickets(string lead, CancellationToken cancellation = default) =>
        Get<TicketPageResponse>($"tickets?leadId={Escape(lead)}&sort=-modifiedOn", cancellation);
}
