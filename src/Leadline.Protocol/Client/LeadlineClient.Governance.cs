using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>The data of one person, and the audit log.</content>
public sealed partial class LeadlineClient
{
    /// <summary>The leads that have an e-mail address or a phone number, and what is held on each.</summary>
    public Task<PersonalSearchResponse> FindPersonalData(
        PersonalSearchRequest request, CancellationToken cancellation = default) =>
        Post<PersonalSearchRequest, PersonalSearchResponse>("personal-data/search", request, cancellation);

    /// <summary>Has somebody's data exported or erased.</summary>
    public Task<PersonalRequestResponse> StartPersonalRequest(
        PersonalRequestRequest request, CancellationToken cancellation = default) =>
        Post<PersonalRequestRequest, PersonalRequestResponse>("personal-data/requests", request, cancellation);

    /// <summary>Requests about personal data, the newest first.</summary>
    /// <param name="after">The id of the last one of the page before.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<PersonalRequestsResponse> PersonalRequests(
        Guid? after = null, int limit = 50, CancellationToken cancellation = default) =>
        Get<PersonalRequestsResponse>(
            $"personal-data/requests?limit={Number(limit)}" + (after is null ? "" : $"&after={after}"), cancellation);

    /// <summary>The audit log, the newest first.</summary>
    /// <param name="query">Filters, as a query with its question mark; empty for none.</param>
    /// <param name="after">The id of the last one of the page before.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<AuditResponse> Audit(
        string query = "", Guid? after = null, CancellationToken cancellation = default) =>
        Get<AuditResponse>(
            $"audit{query}" + (after is null ? "" : $"{(query.Length == 0 ? '?' : '&')}after={after}"), cancellation);
}
