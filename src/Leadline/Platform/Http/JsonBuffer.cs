using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Leadline.Platform.Http;

/// <summary>
/// A reusable buffer with its JSON writer, so that an answer is written once and sent with its length.
/// </summary>
internal sealed class JsonBuffer
{
    // Wire texts are data for programs, not for a page: é stays é, as the real services print it.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int LargestKept = 256 * 1024;

    private static readonly ObjectPool<JsonBuffer> Pool = new DefaultObjectPool<JsonBuffer>(new Policy(), 256);

    private JsonBuffer()
    {
        Bytes = new ArrayBufferWriter<byte>(4096);
        Writer = new Utf8JsonWriter(Bytes, Options);
    }

    public ArrayBufferWriter<byte> Bytes { get; }

    public Utf8JsonWriter Writer { get; }

    public static JsonBuffer Rent() => Pool.Get();

    public void Return() => Pool.Return(this);

    /// <summary>What has been written so far; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written()
    {
        Writer.Flush();
        return Bytes.WrittenMemory;
    }

    /// <summary>Forgets what has been written.</summary>
    public void Clear()
    {
        Writer.Reset();
        Bytes.ResetWrittenCount();
    }

    private sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        public override JsonBuffer Create() => new();

        public override bool Return(JsonBuffer buffer)
        {
            buffer.Writer.Reset();
            buffer.Bytes.ResetWrittenCount();
            return buffer.Bytes.Capacity <= LargestKept;
        }
    }
}
