using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Profiles;

/// <summary>A new key and what is known of it this once.</summary>
internal sealed record NewKey(KnownKey Key, string Secret);

/// <summary>Keys as people look after them: each the own ones, administrators all.</summary>
internal sealed class KeyOperations(KeyStore store, AccountOperations accounts, AccountStore keys, TimeProvider clock)
{
    private const int LongestName = 100;
    private const int MostKeys = 50;

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such key.");

    public async Task<Result<IReadOnlyList<KnownKey>>> List(Caller caller, bool all, CancellationToken cancellation) =>
        all && caller.RefuseUnlessAdministrator("see everybody's keys") is { } refusal
            ? refusal
            : Result<IReadOnlyList<KnownKey>>.Success(await store.List(
                caller.AccountId, all ? null : caller.User.Id, clock.Now(), cancellation));

    /// <summary>Makes a key of the caller's, which may do what the caller may.</summary>
    public async Task<Result<NewKey>> Create(
        Caller caller, NpgsqlConnection? within, string? name, string? kind, DateTime? expiresOn,
        CancellationToken cancellation)
    {
        var now = clock.Now();
        if (UnicodeText.IsBlank(name ?? ""))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (name!.Length > LongestName || !FieldRules.IsStorable(name))
            return Unfit("name", $"A name has at most {LongestName} characters.");
        var made = KeyKind.Access;
        if (kind is not null && (!Enum.TryParse(kind, ignoreCase: true, out made) || !Enum.IsDefined(made)))
            return Unfit("kind", "A kind is access, bearer, async or connector.");
        if (expiresOn <= now)
            return Unfit("expiresOn", "A key ends later than now.");
        if ((await store.List(caller.AccountId, caller.User.Id, now, cancellation)).Count >= MostKeys)
            return new Failure(ErrorCode.LimitExceeded, $"A user has at most {MostKeys} keys.");
        var (accessKey, secret, token) = made == KeyKind.Access
            ? Pair(caller.AccountId)
            : Secrets.NewToken(caller.AccountId);
        var key = new ApiKey(accessKey, made, caller.User.Id, Secrets.Hash(secret), expiresOn);
        return await accounts.ChangeDefinitions<NewKey>(caller.AccountId, within, async connection =>
        {
            await keys.AddKey(connection, caller.AccountId, key);
            await KeyStore.Name(connection, caller.AccountId, accessKey, name.Trim());
            return new NewKey(
                new KnownKey
                {
                    AccessKey = accessKey,
                    Name = name.Trim(),
                    Kind = made.ToString().ToLowerInvariant(),
                    UserId = caller.User.Id,
                    CreatedOn = now,
                    ExpiresOn = expiresOn,
                },
                made == KeyKind.Access ? secret : token);
        });
    }

    /// <summary>Revokes a key: the next call with it is refused.</summary>
    public async Task<Failure?> Revoke(
        Caller caller, NpgsqlConnection? within, string accessKey, CancellationToken cancellation)
    {
        Guid? owner = caller.User.IsAdministrator ? null : caller.User.Id;
        var live = await store.List(caller.AccountId, owner, clock.Now(), cancellation);
        return live.All(key => key.AccessKey != accessKey)
            ? Unknown
            : (await accounts.ChangeDefinitions<int>(
                caller.AccountId,
                within,
                async connection => await keys.RevokeKey(connection, caller.AccountId, accessKey) is > 0 and var gone
                    ? gone
                    : Unknown)).Failure;
    }

    private static (string AccessKey, string Secret, string Token) Pair(int accountId)
    {
        var (accessKey, secret) = Secrets.NewKey(accountId);
        return (accessKey, secret, "");
    }

    private static Failure Unfit(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
