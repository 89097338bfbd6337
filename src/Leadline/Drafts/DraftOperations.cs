using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Live;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;

namespace Leadline.Drafts;

/// <summary>What people have begun to write, kept for each of them alone, on whatever device.</summary>
internal sealed class DraftOperations(Database database, DraftStore store, LiveSigns signs, TimeProvider clock)
{
    /// <summary>Bytes of a draft.</summary>
    public const int Largest = 64 * 1024;

    private const int LongestKey = 200;
    private const int MostDrafts = 500;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such draft.");

    private static readonly Failure BadKey = new(
        ErrorCode.InvalidInput, $"The key of a draft has at most {LongestKey} characters.");

    /// <summary>Keeps a draft; one that is not the version that the caller saw is refused.</summary>
    public async Task<Result<Draft>> Keep(
        Caller caller, string key, ReadOnlyMemory<byte> content, int? expectedVersion, CancellationToken cancellation)
    {
        if (key.Length > LongestKey || !FieldRules.IsStorable(key))
            return BadKey;
        var text = Read(content);
        if (text.Failure is { } unfit)
            return unfit;
        var kept = await database.Transaction<Result<Draft>>(caller.AccountId, async connection =>
        {
            var version = await DraftStore.Lock(connection, caller.AccountId, caller.User.Id, key);
            if (expectedVersion is { } expected && expected != version)
                return new Failure(
                    ErrorCode.VersionMismatch, $"The draft has changed: it is at version {version}, not {expected}.");
            if (version == 0 && await DraftStore.Count(connection, caller.AccountId, caller.User.Id) >= MostDrafts)
                return new Failure(ErrorCode.LimitExceeded, $"A user has at most {MostDrafts} drafts.");
            var draft = new Draft(key, version + 1, clock.Now(), text.Value);
            await DraftStore.Keep(connection, caller.AccountId, caller.User.Id, draft);
            return draft;
        }, cancellation);
        if (kept.Failure is null)
            Tell(caller, new LiveDraft(key, "saved", kept.Value.Version, kept.Value.SavedOn));
        return kept;
    }

    public async Task<Result<Draft>> Find(Caller caller, string key, CancellationToken cancellation) =>
        await store.Find(caller.AccountId, caller.User.Id, key, cancellation) is { } draft ? draft : Unknown;

    /// <summary>The caller's, without their contents; those of one kind of record where one is named.</summary>
    public Task<IReadOnlyList<Draft>> List(Caller caller, string? kind, CancellationToken cancellation) =>
        store.Of(caller.AccountId, caller.User.Id, kind, cancellation);

    /// <summary>Discards a draft. That there is none is no mistake: another device was first.</summary>
    public async Task Delete(Caller caller, string key, CancellationToken cancellation)
    {
        if (await store.Delete(caller.AccountId, caller.User.Id, key, cancellation))
            Tell(caller, new LiveDraft(key, "deleted", 0, clock.Now()));
    }

    private void Tell(Caller caller, LiveDraft draft) => signs.Send(
        new LiveSign(caller.AccountId, "draft", JsonSerializer.Serialize(draft, OwnJson.Default.LiveDraft))
        {
            To = caller.User.Id,
        });

    private static Result<string> Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length > Largest)
            return new Failure(ErrorCode.TooLarge, $"A draft has at most {Largest / 1024} KiB.");
        try
        {
            using var json = JsonDocument.Parse(content);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.GetRawText() is var text && FieldRules.IsStorable(text))
                return text;
        }
        catch (JsonException)
        {
            // Said below.
        }

        return new Failure(ErrorCode.MalformedBody, "A draft is a JSON object.") { IsUnreadable = true };
    }
}
