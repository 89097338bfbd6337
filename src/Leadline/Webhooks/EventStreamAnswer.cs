using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Webhooks;

/// <summary>
/// The feed of events as server-sent events. An event's id is its place in the log: whoever comes back with it as
/// Last-Event-ID goes on behind it.
/// </summary>
internal sealed class EventStreamAnswer(EventStreams streams, AccountOperations accounts)
{
    private const int FlushAt = 32_000;

    /// <summary>So long nothing may happen before a line says that the stream is alive.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly Failure TooMany = new(
        ErrorCode.RateLimited,
        $"An account has at most {EventStreams.MostStreams} streams of events open at a time.")
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    /// <summary>Whether the call asks for a stream.</summary>
    public static bool IsWanted(Call call) =>
        call.Http.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/event-stream");

    /// <summary>Answers with events until the caller goes, may no longer read them, or the server stops.</summary>
    public Failure? Answer(Call call, LogPosition? after, IReadOnlyList<string> kinds)
    {
        if (streams.Open(call.Caller.AccountId) is not { } stream)
            return TooMany;
        call.Stream = http => Send(http, stream, after, kinds);
        return null;
    }

    /// <summary>An event as the feed has it.</summary>
    public static EventResponse Response(Event one) => new(
        one.Id,
        one.Kind,
        one.LeadId,
        one.RecordId,
        one.UserId,
        one.OccurredOn,
        one.Data is { } data ? JsonSerializer.Deserialize<JsonElement>(data) : null);

    private async Task Send(HttpContext http, EventStream stream, LogPosition? after, IReadOnlyList<string> kinds)
    {
        using var place = stream;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stream.Stopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            var position = after ?? await stream.Now(ends.Token);
            Write(http.Response.BodyWriter, $"retry: 1000\nid: {position}\n\n");
            while (await MayRead(http))
            {
                await http.Response.BodyWriter.FlushAsync(ends.Token);
                var page = await stream.Next(position, Silence, ends.Token);
                position = page.End ?? position;
                var told = await Write(http.Response.BodyWriter, page.Events, kinds, ends.Token);

                // A line without data moves the reader's place, and is no event.
                if (told != position)
                    Write(http.Response.BodyWriter, $": alive\nid: {position}\n\n");
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The caller went, or the server stops.
        }
    }

    private static async Task<LogPosition?> Write(
        PipeWriter body, List<LoggedEvent> events, IReadOnlyList<string> kinds, CancellationToken cancellation)
    {
        LogPosition? told = null;
        foreach (var (position, one) in events)
        {
            if (kinds.Count > 0 && !Webhook.IsAmong(kinds, one.Kind))
                continue;
            var json = JsonSerializer.Serialize(Response(one), OwnJson.Default.EventResponse);
            Write(body, $"id: {position}\ndata: {json}\n\n");
            told = position;
            if (body.UnflushedBytes > FlushAt)
                await body.FlushAsync(cancellation);
        }

        return told;
    }

    private static void Write(PipeWriter body, string text) => Encoding.UTF8.GetBytes(text, body);

    // Keys are revoked and users change while a stream is open.
    private async ValueTask<bool> MayRead(HttpContext http)
    {
        var (accessKey, secretKey) = LeadlineSurface.Credentials(http.Request.Headers);
        var caller = await accounts.Authenticate(accessKey, secretKey, KeyKind.Access);
        return caller.Failure is null && EventFeed.Refuse(caller.Value) is null;
    }
}
