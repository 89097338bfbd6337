using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Webhooks;

/// <summary>The feed of events in Leadline's own API.</summary>
internal sealed class EventEndpoints(EventFeed feed, EventStreamAnswer stream)
{
    private const int MostEvents = 500;

    private static readonly Failure NoPlace = new(
        ErrorCode.InvalidInput, "'after' is not what an earlier answer gave as 'next'.");

    /// <summary>
    /// <c>GET events?after=&amp;kinds=&amp;limit=</c>: a page, or with <c>Accept: text/event-stream</c> a stream that
    /// goes on.
    /// </summary>
    public async Task<Failure?> List(Call call)
    {
        LogPosition? after = null;
        var isStream = EventStreamAnswer.IsWanted(call);
        var last = isStream ? call.Http.Request.Headers["Last-Event-ID"].ToString() : "";
        if ((last.Length > 0 ? last : call.Query("after")) is { } text && (after = LogPosition.Parse(text)) is null)
            return NoPlace;
        string[] kinds = call.Query("kinds")?.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (isStream)
            return EventFeed.Refuse(call.Caller) ?? stream.Answer(call, after, kinds);
        return call.Answer(
            await feed.List(call.Caller, after, kinds, call.QueryLimit(MostEvents), call.Cancelled),
            page => new EventsResponse(
                [.. page.Events.Select(EventStreamAnswer.Response)], page.Next.ToString(), page.HasMore),
            OwnJson.Default.EventsResponse);
    }
}
