using System.Threading.Channels;
using Leadline.Accounts;

namespace Leadline.Live;

/// <summary>What one connection is told: a change of a record, or a sign.</summary>
internal readonly record struct LiveTold(LiveEvent? Happened, LiveSign? Sign, RecordFacts? Record);

/// <summary>Who is connected, by a session or by a key, and what waits to be told.</summary>
internal sealed class LiveConnection(Caller caller, Guid? sessionId) : IDisposable
{
    private const int MostWaiting = 2_000;

    private readonly Channel<LiveTold> waiting = Channel.CreateBounded<LiveTold>(MostWaiting);
    private readonly CancellationTokenSource over = new();
    private volatile bool isBehind;

    public Caller Caller { get; set; } = caller;

    /// <summary>Null where the call has a key.</summary>
    public Guid? SessionId => sessionId;

    /// <summary>Ends with the caller's session.</summary>
    public CancellationToken Over => over.Token;

    public ChannelReader<LiveTold> Waiting => waiting.Reader;

    /// <summary>True once more came than it took: some of it is lost.</summary>
    public bool IsBehind => isBehind;

    public void Tell(LiveTold told)
    {
        if (!waiting.Writer.TryWrite(told))
            isBehind = true;
    }

    /// <summary>Forgets what waits, and goes on from here.</summary>
    public void CatchUp()
    {
        while (waiting.Reader.TryRead(out _))
        {
        }

        isBehind = false;
    }

    public async Task End()
    {
        try
        {
            await over.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has gone meanwhile.
        }
    }

    public void Dispose() => over.Dispose();
}
