using System.Globalization;
using System.Net;
using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Who looks at a record, and what the caller has begun to write there.</content>
public sealed partial class LeadlineClient
{
    /// <summary>Says that the caller looks at a record: again each 20 seconds.</summary>
    /// <returns>Who is there.</returns>
    public Task<PresencesResponse> Look(PresenceRequest request, CancellationToken cancellation = default) =>
        Put<PresenceRequest, PresencesResponse>("presence", request, cancellation);

    /// <summary>The caller's drafts of a kind of record, without what they hold.</summary>
    public Task<DraftsResponse> Drafts(string kind, CancellationToken cancellation = default) =>
        Get<DraftsResponse>($"drafts?kind={Escape(kind)}", cancellation);

    /// <summary>A draft of the caller's; null where there is none.</summary>
    /// <param name="key">What it is for, e.g. tickets/157/reply.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public async Task<DraftResponse?> Draft(string key, CancellationToken cancellation = default)
    {
        try
        {
            return await Get<DraftResponse>($"drafts/{key}", cancellation).ConfigureAwait(false);
        }
        catch (LeadlineException refused) when (refused.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Keeps a draft.</summary>
    /// <param name="key">What it is for.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="version">The version that it goes on from, 0 for none: any other is refused with 412.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<DraftResponse> KeepDraft(
        string key, Dictionary<string, string?> content, int version, CancellationToken cancellation = default) =>
        Send<DraftResponse>(
            HttpMethod.Put,
            $"drafts/{key}",
            Content(content),
            string.Create(CultureInfo.InvariantCulture, $"\"{version}\""),
            cancellation);

    /// <summary>Discards a draft, if there is one.</summary>
    public Task DiscardDraft(string key, CancellationToken cancellation = default) =>
        Delete<DoneResponse>($"drafts/{key}", cancellation);
}
