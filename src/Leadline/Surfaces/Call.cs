using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Platform.Http;
using Leadline.Platform.Json;
using Leadline.Protocol.Own;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Surfaces;

/// <summary>
/// What an endpoint does with a call: reads it, runs one operation, and writes to <see cref="Call.Json"/> or returns
/// why not.
/// </summary>
internal delegate Task<Failure?> ApiHandler(Call call);

/// <summary>
/// An endpoint whose operation is one command: by <see cref="Call.Run"/> the command carries the call's
/// Idempotency-Key, in place of a transaction that the whole call would hold.
/// </summary>
internal delegate Task<CommandAnswer> CommandEndpoint(Call call);

/// <summary>
/// An endpoint that reads its body itself, as it comes, and keeps it: the body may be larger than memory has room for.
/// What the call then does is done once for its Idempotency-Key.
/// </summary>
internal delegate Task<Result<ReceivedBody>> StreamEndpoint(Call call);

/// <summary>A body that was kept as it came, and what is still to be done.</summary>
/// <param name="hash">Tells the body from any other.</param>
/// <param name="accept">Makes the call happen, and answers it.</param>
/// <param name="drop">Drops what was kept where that did not happen: another call had the same key before.</param>
internal sealed class ReceivedBody(byte[] hash, ApiHandler accept, Func<Task> drop) : IAsyncDisposable
{
    private bool isAccepted;

    public byte[] Hash => hash;

    public async Task<Failure?> Accept(Call call)
    {
        isAccepted = true;
        return await accept(call);
    }

    public async ValueTask DisposeAsync()
    {
        if (!isAccepted)
            await drop();
    }
}

/// <summary>
/// How a call ended: refused, or with an answer written. What a key keeps is written in either case.
/// </summary>
internal readonly record struct CommandAnswer(Failure? Failure, KeptStatus? Kept = null)
{
    public static readonly CommandAnswer Written = new(null);

    /// <summary>A file that is the answer, in place of what was written.</summary>
    public FileAnswer? File { get; init; }

    /// <summary>Writes an answer that goes on, in place of what was written.</summary>
    public Func<HttpContext, Task>? Stream { get; init; }

    public static implicit operator CommandAnswer(Failure failure) => new(failure);
}

/// <summary>
/// One authenticated call of a wire surface: the caller, the query, the body and the answer in the making.
/// </summary>
internal sealed class Call(HttpContext http, Caller caller, ReadOnlyMemory<byte> body, JsonBuffer buffer)
{
    private static readonly Failure Empty = Unreadable("The request body is missing or empty.");

    public HttpContext Http => http;

    public Caller Caller { get; init; } = caller;

    public ReadOnlyMemory<byte> Body => body;

    public JsonBuffer Buffer => buffer;

    public Utf8JsonWriter Json => buffer.Writer;

    /// <summary>
    /// The transaction that the call's writes are a part of, where its Idempotency-Key holds one; null for their own.
    /// </summary>
    public NpgsqlConnection? Transaction { get; init; }

    /// <summary>
    /// Makes the claim that a command carries for the call's Idempotency-Key; null where the call has none.
    /// </summary>
    public IdempotencyClaims? Claims { get; init; }

    /// <summary>A file to answer with in place of JSON.</summary>
    public FileAnswer? File { get; set; }

    /// <summary>Writes an answer that goes on, in place of JSON; it runs once the call has passed all else.</summary>
    public Func<HttpContext, Task>? Stream { get; set; }

    public CancellationToken Cancelled => http.RequestAborted;

    /// <summary>Runs the call's one command and answers with what it came to.</summary>
    /// <param name="operation">Runs it, with the claim that it is to carry.</param>
    /// <param name="write">Writes the answer. With a claim it runs before the commit, and on another thread.</param>
    public async Task<CommandAnswer> Run<T>(Func<Claim<Result<T>>?, Task<Result<T>>> operation, Action<T> write)
    {
        if (Claims is null)
        {
            var done = await operation(null);
            if (done.Failure is { } refusal)
                return refusal;
            write(done.Value);
            return CommandAnswer.Written;
        }

        var claim = Claims.Make(buffer, write);
        var outcome = await operation(claim);
        if (claim.Kept is null && outcome.Failure is null)
            write(outcome.Value);
        return new CommandAnswer(claim.Kept is null ? outcome.Failure : null, claim.Kept);
    }

    /// <summary>A query parameter by name in any case; null when absent or empty.</summary>
    public string? Query(string name) =>
        http.Request.Query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value
            ? value
            : null;

    /// <summary>A query parameter that is a GUID; null when absent or not one.</summary>
    public Guid? QueryId(string name) => Guid.TryParse(Query(name), out var id) ? id : null;

    /// <summary>The query parameter <c>limit</c>, 1 to <paramref name="most"/>; the most when absent.</summary>
    public int QueryLimit(int most) =>
        int.TryParse(Query("limit"), out var limit) ? Math.Clamp(limit, 1, most) : most;

    /// <summary>The call as a part of a transaction.</summary>
    public Call Within(NpgsqlConnection transaction) => new(http, Caller, body, buffer) { Transaction = transaction };

    /// <summary>The call as of another moment: of the same caller, in an account that has changed.</summary>
    public Call By(Caller renewed) => new(http, renewed, body, buffer) { Transaction = Transaction, Claims = Claims };

    /// <summary>The call with its Idempotency-Key.</summary>
    public Call With(IdempotencyClaims claims) => new(http, Caller, body, buffer) { Claims = claims };

    /// <summary>A parameter of the route's path.</summary>
    public string Route(string name) => (string)http.GetRouteValue(name)!;

    /// <summary>A parameter of the route's path that is a GUID; null where it is not one.</summary>
    public Guid? RouteId(string name) => Guid.TryParse(Route(name), out var id) ? id : null;

    /// <summary>The body as <typeparamref name="T"/>. An empty one is a failure.</summary>
    public Result<T> Read<T>()
        where T : class => Read<T>(body.Span);

    /// <summary>Bytes that were once a call's body, as <see cref="Read{T}()"/> reads them.</summary>
    public static Result<T> Read<T>(ReadOnlySpan<byte> body)
        where T : class
    {
        var read = WireJson.Read<T>(body);
        if (read.Error is not null)
            return Refusal(read);
        return read.Value is { } value ? value : Empty;
    }

    /// <summary>Answers with a record of the wire. Always null: an endpoint that answers has no failure.</summary>
    public Failure? Answer<T>(T answer, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(Json, answer, type);
        return null;
    }

    /// <summary>Answers with what an operation came to, or returns why it was refused.</summary>
    public Failure? Answer<TOutcome, T>(Result<TOutcome> outcome, Func<TOutcome, T> answer, JsonTypeInfo<T> type) =>
        outcome.Failure ?? Answer(answer(outcome.Value), type);

    /// <summary>The body as <typeparamref name="T"/>, or a new one when there is no body.</summary>
    public Result<T> ReadOrDefault<T>()
        where T : class, new()
    {
        var read = WireJson.Read<T>(body.Span);
        return read.Error is null ? read.Value ?? new T() : Refusal(read);
    }

    /// <summary>
    /// The body of a call of Leadline's own API, which may hold nothing but the record's members: a misspelt one must
    /// not leave a setting as it is.
    /// </summary>
    public Result<T> ReadStrictly<T>()
        where T : class
    {
        var read = JsonText.ReadStrictly<T>(body.Span, OwnJson.Default.Options);
        return read is { Error: null, Value: { } value } ? value
            : read.Error is null ? Empty
            : Refusal(read);
    }

    /// <summary>Why a body was not taken.</summary>
    public static Failure Refusal<T>(WireRead<T> read)
        where T : class => read.IsTooLarge
        ? new Failure(ErrorCode.TooLarge, read.Error!)
        : Unreadable(read.Error!);

    private static Failure Unreadable(string message) => new(ErrorCode.MalformedBody, message) { IsUnreadable = true };
}

/// <summary>A file as an answer; the browser saves it rather than showing it, whatever it is.</summary>
/// <param name="Name">What it is saved as.</param>
/// <param name="ContentType">What it says it is.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Send">Writes them.</param>
internal sealed record FileAnswer(
    string Name, string ContentType, long Length, Func<PipeWriter, CancellationToken, Task> Send)
{
    /// <summary>A small file, which is in memory.</summary>
    public FileAnswer(string name, string contentType, byte[] content)
        : this(
            name,
            contentType,
            content.Length,
            async (body, cancellation) => await body.WriteAsync(content, cancellation))
    {
    }
}

/// <summary>Makes claims for one call's key.</summary>
internal sealed class IdempotencyClaims(IdempotencyKeys keys, IdempotencyKey key, Surface surface)
{
    public IdempotencyClaim<T> Make<T>(JsonBuffer answer, Action<T> write) => keys.Claim(key, surface, answer, write);
}
