using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Live;

/// <summary>
/// Tells a caller what happens to the records that the caller may see, as server-sent events. An event's id is its
/// place in the log: whoever comes back with it as Last-Event-ID goes on behind it.
/// </summary>
internal sealed class LiveStream(
    LiveFeeds feeds, LiveRecords records, EventLogStore log, AccountOperations accounts)
{
    private const int FlushAt = 32_000;
    private const int PageSize = 500;

    /// <summary>Who is further behind reads anew what is shown: that is quicker.</summary>
    private const int MostMissed = 5_000;

    /// <summary>So long nothing may happen before a line says that the stream is alive.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private static readonly Failure TooMany = new(
        ErrorCode.RateLimited,
        $"An account has at most {LiveFeeds.MostConnections} live connections open at a time.")
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    /// <summary>Answers until the caller goes, the caller's rights or session change, or the server stops.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sessionId">The session that it rests on; null where it has keys.</param>
    /// <param name="after">Behind what it goes on; null is from now on.</param>
    public Failure? Answer(Call call, Guid? sessionId, LogPosition? after)
    {
        var connection = new LiveConnection(call.Caller, sessionId);
        if (feeds.Join(connection) is not { } feed)
            return TooMany;
        call.Stream = http => Send(http, feed, connection, after);
        return null;
    }

    private async Task Send(HttpContext http, LiveFeed feed, LiveConnection connection, LogPosition? after)
    {
        using var mine = connection;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            connection.Over,
            http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await feed.Started.WaitAsync(ends.Token);
            var writer = new Writer(http.Response.BodyWriter, await records.ViewOf(connection.Caller), connection);
            await Begin(writer, feed, connection, after, ends.Token);
            while (await MayGoOn(http, writer, connection))
            {
                await writer.Flush(ends.Token);
                await Tell(writer, feed, connection, ends.Token);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The caller went, the session is over, or the server stops.
        }
        finally
        {
            feeds.Leave(feed, connection);
        }
    }

    /// <summary>What was missed since a place; a sign to begin anew where that is too much.</summary>
    private async Task Begin(
        Writer writer, LiveFeed feed, LiveConnection connection, LogPosition? after, CancellationToken cancellation)
    {
        // What comes from here on waits at the connection; what came before is read.
        var joined = feed.Place;
        writer.Write($"retry: 1000\nid: {after ?? joined}\n\n");
        writer.Joined = joined;
        if (after is not { } place || place == joined)
            return;
        if (place.IsBehind(joined))
        {
            writer.Reset(joined);
            return;
        }

        for (var read = 0; read < MostMissed; read += PageSize)
        {
            var page = await log.Read(
                connection.Caller.AccountId, place, [], DateTime.MinValue, PageSize, cancellation);
            var missed = page.Events.Where(one => !one.Position.IsBehind(joined)).ToList();
            foreach (var one in await feed.Read(missed, cancellation))
                writer.Write(one);
            if (page.End is not { } end || missed.Count < page.Events.Count || !joined.IsBehind(end))
                return;
            place = end;
            await writer.FlushIfFull(cancellation);
        }

        writer.Reset(joined);
    }

    private static async Task Tell(
        Writer writer, LiveFeed feed, LiveConnection connection, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        try
        {
            await connection.Waiting.WaitToReadAsync(silence.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var place = feed.Place;
            writer.Write(connection.Waiting.Count == 0 ? $": alive\nid: {place}\n\n" : ": alive\n\n");
            return;
        }

        if (connection.IsBehind)
        {
            connection.CatchUp();
            writer.Reset(feed.Place);
            return;
        }

        while (writer.Unflushed < FlushAt && connection.Waiting.TryRead(out var told))
            writer.Write(told);
    }

    /// <summary>
    /// Keys are revoked, users and rights change while a stream is open. Who sees other records than before is cut off,
    /// and comes back to read anew what is shown.
    /// </summary>
    private async ValueTask<bool> MayGoOn(HttpContext http, Writer writer, LiveConnection connection)
    {
        var caller = connection.Caller;
        if (await accounts.Find(caller.AccountId) is not { } account)
            return false;
        if (connection.SessionId is null)
        {
            var (accessKey, secretKey) = LeadlineSurface.Credentials(http.Request.Headers);
            if ((await accounts.Authenticate(accessKey, secretKey, KeyKind.Access)).Failure is not null)
                return false;
        }

        if (account.Version == caller.Account.Version && !writer.HasNewShares)
            return true;
        writer.HasNewShares = false;
        if (account.Users.GetValueOrDefault(caller.User.Id) is not { IsActive: true } user
            || user.Role != caller.User.Role || user.ServiceRole != caller.User.ServiceRole)
            return false;
        connection.Caller = await accounts.CallerOf(account, user);
        return (await records.ViewOf(connection.Caller)).IsLike(writer.View);
    }

    /// <summary>Writes what the caller may see.</summary>
    private sealed class Writer(PipeWriter body, RecordView view, LiveConnection connection)
    {
        public RecordView View => view;

        /// <summary>What happened up to here was read: it may wait at the connection, too.</summary>
        public LogPosition Joined { get; set; }

        /// <summary>Somebody shares other records than before.</summary>
        public bool HasNewShares { get; set; }

        public long Unflushed => body.UnflushedBytes;

        public void Write(string text) => Encoding.UTF8.GetBytes(text, body);

        public void Reset(LogPosition place) => Write($"event: reset\nid: {place}\ndata: {{}}\n\n");

        public void Write(LiveTold told)
        {
            if (told.Happened is { } happened)
            {
                if (happened.Logged.Position.IsBehind(Joined))
                    Write(happened);
            }
            else if (told.Sign is { } sign && (told.Record is null || view.Sees(told.Record)))
            {
                Write($"event: {sign.Topic}\ndata: {sign.Data}\n\n");
            }
        }

        public void Write(LiveEvent happened)
        {
            var (position, one) = happened.Logged;
            HasNewShares |= connection.Caller.IsRestricted
                && one.Kind is "lead.shared" or "opportunity.shared";
            if (ChangeFor(happened) is not { } change)
                return;
            var message = new LiveChange(
                position.ToString(),
                happened.Record.Kind,
                happened.Record.Id,
                happened.Now?.Number,
                one.LeadId,
                change,
                one.Kind,
                one.UserId,
                one.OccurredOn,
                happened.Fields);
            var json = JsonSerializer.Serialize(message, OwnJson.Default.LiveChange);
            Write($"event: change\nid: {position}\ndata: {json}\n\n");
        }

        public async ValueTask Flush(CancellationToken cancellation) => await body.FlushAsync(cancellation);

        public ValueTask FlushIfFull(CancellationToken cancellation) =>
            body.UnflushedBytes > FlushAt ? Flush(cancellation) : ValueTask.CompletedTask;

        /// <summary>What the change is to the caller; null where it is none of the caller's business.</summary>
        private string? ChangeFor(LiveEvent happened)
        {
            // Whose a record was that is gone nobody knows: those who see all are told, and who did it.
            if (happened.Now is not { } now)
                return view.SeesAll || happened.Logged.Event.UserId == connection.Caller.User.Id
                    ? happened.Change
                    : null;
            if (view.Sees(now))
                return happened.Change;
            return happened.Before is { } before && view.Sees(before) ? LiveEvents.Deleted : null;
        }
    }
}
