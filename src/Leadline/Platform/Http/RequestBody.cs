using System.Buffers;
using System.Threading.RateLimiting;
using Leadline.Platform.Errors;

namespace Leadline.Platform.Http;

/// <summary>
/// Reads bodies of requests, and bounds the memory that those of all calls under way take together. A body keeps its
/// share until its call is answered; one that finds no room waits for some seconds, then its call is refused. Small
/// bodies have room of their own, and never wait for large ones.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Largest request body in bytes; a larger one is answered 413.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Largest body of a call without credentials.</summary>
    public const int MaxAnonymousBytes = 64 * 1024;

    /// <summary>Bytes of all small bodies under way.</summary>
    public const int SmallRoom = 16 * 1024 * 1024;

    /// <summary>Bytes of all other bodies under way.</summary>
    public const int Room = 32 * 1024 * 1024;

    private const int LargestSmall = 64 * 1024;
    private const int FirstPart = 4 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The bodies of the calls under way take all the room that there is.</summary>
    public static readonly Failure Busy = new(
        ErrorCode.Unavailable, "The server is busy with other large requests. Please try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(2),
    };

    private readonly ConcurrencyLimiter small = Limiter(SmallRoom);
    private readonly ConcurrencyLimiter large = Limiter(Room);

    /// <summary>Bytes of the room for larger bodies that are free.</summary>
    public long FreeRoom => large.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>The whole body; <see cref="Busy"/> where there was no room for it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="most">Most bytes; a body of more than <see cref="MaxBytes"/> is answered 413.</param>
    public async ValueTask<Result<ReadOnlyMemory<byte>>> Read(HttpContext http, int most = MaxBytes)
    {
        var stated = http.Request.ContentLength;
        if (stated is 0)
            return ReadOnlyMemory<byte>.Empty;
        if (stated > most)
            return TooLarge(most);
        var granted = (int)(stated ?? Math.Min(LargestSmall, most));
        if (!await Reserve(http, granted))
            return Busy;

        var body = new ArrayBufferWriter<byte>(stated is null ? FirstPart : granted);
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            var length = body.WrittenCount + read.Buffer.Length;

            // A body whose length is not known beforehand: it may be as large as any.
            var hasRoom = length <= granted || (length <= most && await Reserve(http, granted = most));
            foreach (var part in hasRoom ? read.Buffer : default)
                body.Write(part.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (!hasRoom)
                return length > most ? TooLarge(most) : Busy;
            if (read.IsCompleted)
                return body.WrittenMemory;
        }
    }

    /// <summary>Room for so many bytes until the call is answered; false where none came free in time.</summary>
    public async ValueTask<bool> Reserve(HttpContext http, int bytes)
    {
        var room = bytes <= LargestSmall ? small : large;
        var share = room.AttemptAcquire(bytes);
        if (!share.IsAcquired)
            share = await Wait(room, bytes, http.RequestAborted);
        http.Response.RegisterForDispose(share);
        return share.IsAcquired;
    }

    public void Dispose()
    {
        small.Dispose();
        large.Dispose();
    }

    private static async ValueTask<RateLimitLease> Wait(
        ConcurrencyLimiter room, int bytes, CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(Patience);
        try
        {
            return await room.AcquireAsync(bytes, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return room.AttemptAcquire(bytes);
        }
    }

    // What is too large for any call is 413; that a call takes less than others is said by the call itself.
    private static Failure TooLarge(int most) => most < MaxBytes
        ? new Failure(ErrorCode.TooLarge, $"The request body is larger than {most / 1024} KiB.")
        : throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);

    // Oldest first, so that a large body is not passed over for ever.
    private static ConcurrencyLimiter Limiter(int bytes) => new(new ConcurrencyLimiterOptions
    {
        PermitLimit = bytes,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });
}
