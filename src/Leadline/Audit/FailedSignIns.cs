using System.Net;
using System.Threading.Channels;

namespace Leadline.Audit;

/// <summary>An attempt to sign in that was refused.</summary>
internal readonly record struct FailedSignIn(string Email, IPAddress? Address, DateTime On);

/// <summary>
/// The refused sign-ins that wait to be written down: not while the caller waits, who could tell by the time whether
/// there is such a user. Of a flood the oldest are forgotten.
/// </summary>
internal sealed class FailedSignIns(TimeProvider clock)
{
    private const int MostWaiting = 256;

    private readonly Channel<FailedSignIn> waiting = Channel.CreateBounded<FailedSignIn>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Add(string email, IPAddress? address) =>
        waiting.Writer.TryWrite(new FailedSignIn(email, address, clock.GetUtcNow().UtcDateTime));

    public ValueTask<FailedSignIn> Next(CancellationToken cancellation) => waiting.Reader.ReadAsync(cancellation);
}
