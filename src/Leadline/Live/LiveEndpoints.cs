using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Live;

/// <summary>What happens, told to those who are at work.</summary>
internal sealed class LiveEndpoints(LiveStream stream)
{
    private static readonly Failure NoStream = new(
        ErrorCode.InvalidInput, "This goes on for as long as it is read: ask with Accept: text/event-stream.");

    private static readonly Failure NoPlace = new(
        ErrorCode.InvalidInput, "'after' is not what an earlier event had as its id.")
    { Field = "after" };

    /// <summary><c>GET live?after=</c>, with <c>Accept: text/event-stream</c>.</summary>
    public Task<Failure?> Follow(Call call) => Task.FromResult(Begin(call));

    private Failure? Begin(Call call)
    {
        var request = call.Http.Request;
        if (!request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/event-stream"))
            return NoStream;
        LogPosition? after = null;
        var last = request.Headers["Last-Event-ID"].ToString();
        if ((last.Length > 0 ? last : call.Query("after")) is { } text && (after = LogPosition.Parse(text)) is null)
            return NoPlace;
        var session = LeadlineSurface.Credentials(request.Headers).AccessKey is null
            ? SessionCookie.Read(request)?.SessionId
            : null;
        return stream.Answer(call, session, after);
    }
}
