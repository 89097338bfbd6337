using System.Text.Json;
using System.Threading.Channels;
using Leadline.Platform;

namespace Leadline.Live;

/// <summary>Something that is told on all nodes and kept nowhere: what gets lost, the next makes good.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Topic">What it is about: the name of the stream's event, or one of the server's own.</param>
/// <param name="Data">What is told, as JSON.</param>
internal sealed record LiveSign(int AccountId, string Topic, string Data)
{
    /// <summary>Whom alone it is for; null where it is for all who see the record.</summary>
    public Guid? To { get; init; }

    /// <summary>Who is not told: it is the user's own doing.</summary>
    public Guid? From { get; init; }

    /// <summary>The record that it is about: who may not see it is told nothing.</summary>
    public RecordName? Record { get; init; }
}

/// <summary>Carries signs between nodes (LISTEN/NOTIFY), a batch ten times a second at most.</summary>
internal sealed class LiveSigns
{
    // When they come faster than they go, the oldest are forgotten.
    private const int MostWaiting = 10_000;
    private const int LargestBatch = 500;

    private readonly Channel<LiveSign> waiting = Channel.CreateBounded<LiveSign>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Raised on every node for each sign.</summary>
    public event Action<LiveSign>? Received;

    public void Send(LiveSign sign) => waiting.Writer.TryWrite(sign);

    internal sealed class Teller(LiveSigns signs, LiveSignStore store, ILogger<Teller> logger) : Worker(Pause, logger)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

        protected override async Task Run(CancellationToken cancellation)
        {
            await signs.waiting.Reader.WaitToReadAsync(cancellation);
            var batch = new List<string>();
            while (batch.Count < LargestBatch && signs.waiting.Reader.TryRead(out var sign))
                batch.Add(JsonSerializer.Serialize(sign));
            await store.Notify([.. batch], cancellation);
            await Task.Delay(Pause, cancellation);
        }
    }

    internal sealed class Listener(LiveSigns signs, LiveSignStore store, ILogger<Listener> logger)
        : Worker(TimeSpan.FromSeconds(1), logger)
    {
        protected override async Task Run(CancellationToken cancellation)
        {
            await using var connection = await store.Listen(cancellation);
            connection.Notification += (_, notification) =>
            {
                if (JsonSerializer.Deserialize<LiveSign>(notification.Payload) is { } sign)
                    signs.Received?.Invoke(sign);
            };
            while (true)
                await connection.WaitAsync(cancellation);
        }
    }
}
