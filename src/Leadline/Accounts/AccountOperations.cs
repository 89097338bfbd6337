using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>Who may call, and what an operator does with accounts, users and keys.</summary>
internal sealed class AccountOperations
{
    /// <summary>Every refusal of credentials reads the same.</summary>
    public static readonly Failure Refused = new(ErrorCode.InvalidCredentials, ErrorTexts.InvalidAccess);

    private readonly AccountStore store;
    private readonly AccountChanges changes;
    private readonly AccountCache<Account> cache;
    private readonly KeyUses uses;
    private readonly TimeProvider clock;

    public AccountOperations(AccountStore store, AccountChanges changes, KeyUses uses, TimeProvider clock)
    {
        (this.store, this.changes, this.uses, this.clock) = (store, changes, uses, clock);
        cache = new AccountCache<Account>(changes, store.Load);
    }

    public ValueTask<Account?> Find(int accountId) => cache.Get(accountId);

    public Task<IReadOnlyList<int>> AccountIds() => store.AccountIds();

    /// <summary>Asks the database each time: an account may be made by another process.</summary>
    public Task<bool> IsAnyThere() => store.IsAnyThere();

    /// <summary>The caller that an access key and its secret stand for. Every refusal reads the same.</summary>
    public async ValueTask<Result<Caller>> Authenticate(string? accessKey, string? secret, KeyKind kind)
    {
        if (accessKey is null || secret is null || Secrets.AccountOf(accessKey) is not { } accountId)
            return Refused;
        var account = await cache.Get(accountId);
        if (account is not null && !IsKnown(account, accessKey) && await HasChanged(accountId, account.Version))
            account = await cache.Get(accountId);
        if (account is null)
            return Refused;
        if (!account.Keys.TryGetValue(accessKey, out var key))
            return Refuse(account, accessKey, "was never made, was revoked, or has expired");
        if (key.Kind != kind)
            return Refuse(account, accessKey, "is for another API");
        if (key.ExpiresOn is { } end && end <= clock.GetUtcNow().UtcDateTime)
            return Refuse(account, accessKey, $"expired on {end:yyyy-MM-dd HH:mm:ss} UTC");
        if (!Secrets.Matches(secret, key.SecretHash))
            return Refuse(account, accessKey, "came with a wrong secret");
        if (!account.Users.TryGetValue(key.UserId, out var user) || !user.IsActive)
            return Refuse(account, accessKey, "is of a user who is disabled");
        uses.Saw(accountId, accessKey);
        return await CallerOf(account, user);
    }

    /// <summary>The user as a caller, with what is shared with the user now.</summary>
    public async ValueTask<Caller> CallerOf(Account account, User user)
    {
        var caller = new Caller(account, user);
        return caller.IsRestricted
            ? caller with { Shares = await store.Shares(account.Id, user.Id, clock.GetUtcNow().UtcDateTime) }
            : caller;
    }

    /// <summary>
    /// Looks whether an account has changed since a version of it: another node may have changed it, and the news be on
    /// its way here. If so, this node forgets what it knew. To be asked once before a refusal that rests on what is
    /// remembered, and never before an answer.
    /// </summary>
    public async Task<bool> HasChanged(int accountId, long since)
    {
        if (await store.Version(accountId) == since)
            return false;
        changes.Announce(accountId);
        return true;
    }

    /// <summary>The caller as of now; null where the account has not changed since it was read.</summary>
    public async Task<Caller?> Renewed(Caller caller) =>
        await HasChanged(caller.AccountId, caller.Account.Version)
        && await cache.Get(caller.AccountId) is { } account
            ? await CallerOf(account, account.Users.GetValueOrDefault(caller.User.Id) ?? caller.User)
            : null;

    /// <summary>As <see cref="Authenticate"/>, for the single-string tokens of bearer and async keys.</summary>
    public ValueTask<Result<Caller>> AuthenticateToken(string? token, KeyKind kind)
    {
        var dot = token?.IndexOf('.') ?? -1;
        return dot < 0
            ? ValueTask.FromResult<Result<Caller>>(Refused)
            : Authenticate(token![..dot], token[(dot + 1)..], kind);
    }

    /// <summary>
    /// Makes an account with its first administrator and one key of each kind, in the caller's transaction: an account
    /// without a way in never exists.
    /// </summary>
    public async Task<NewCredentials> CreateAccount(NpgsqlConnection connection, NewAccount account, string adminEmail)
    {
        var accountId = await store.CreateAccount(connection, account);
        var password = Secrets.NewPassword();
        var admin = NewUser(adminEmail, "Account", "Administrator", Roles.Administrator, password);
        await store.CreateUser(connection, accountId, admin);

        var (accessKey, secretKey) = Secrets.NewKey(accountId);
        await store.AddKey(
            connection, accountId, new ApiKey(accessKey, KeyKind.Access, admin.Id, Secrets.Hash(secretKey), null));
        return new NewCredentials(
            accountId,
            admin,
            password,
            accessKey,
            secretKey,
            AsyncApiKey: await AddToken(connection, accountId, admin.Id, KeyKind.Async, null),
            BearerToken: await AddToken(connection, accountId, admin.Id, KeyKind.Bearer, null));
    }

    /// <summary>Adds a user. The password is checked, and kept as a PBKDF2 hash.</summary>
    public async Task<Result<User>> CreateUser(
        int accountId, string email, string firstName, string lastName, string role, string password)
    {
        if (!Roles.All.Contains(role))
            return new Failure(ErrorCode.InvalidInput, $"The role is one of {string.Join(", ", Roles.All)}.");
        if (await cache.Get(accountId) is not { } account)
            return new Failure(ErrorCode.InvalidInput, $"There is no account {accountId}.");
        if (CheckPassword(account, password) is { } weak)
            return weak;
        var user = NewUser(email, firstName, lastName, role, password);
        return await ChangeUsers<User>(accountId, within: null, async (connection, users) =>
        {
            if (Account.HolderOf(email, users) is not null)
                return Account.EmailTaken;
            await store.CreateUser(connection, accountId, user);
            return user;
        });
    }

    /// <summary>Why a user of the account may not have the password; null where it is good enough.</summary>
    public static Failure? CheckPassword(Account account, string password) =>
        Passwords.Check(password, account.PasswordLength ?? Passwords.ShortestOfUsers);

    /// <summary>
    /// Runs a change that rests on the users as they are in the database: nobody else changes them until its commit.
    /// </summary>
    public Task<Result<T>> ChangeUsers<T>(
        int accountId,
        NpgsqlConnection? within,
        Func<NpgsqlConnection, IReadOnlyDictionary<Guid, User>, Task<Result<T>>> change) =>
        ChangeDefinitions<T>(
            accountId,
            within,
            async connection => await change(connection, await store.LoadUsers(connection, accountId)));

    /// <summary>Runs a change of definitions and makes it visible to this node's next call.</summary>
    public Task<Result<T>> ChangeDefinitions<T>(
        int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<Result<T>>> change) =>
        store.ChangeDefinitions(accountId, within, change);

    /// <summary>Whether the password is the user's.</summary>
    public static bool PasswordMatches(User user, string password) =>
        user.PasswordHash is { } hash && Passwords.Verify(hash, password).Matches;

    /// <summary>Disables or enables a user; a disabled user's keys are refused from the next call on.</summary>
    public Task SetUserActive(int accountId, Guid userId, bool isActive) =>
        Change(accountId, connection => store.SetUserActive(connection, accountId, userId, isActive));

    /// <summary>
    /// Keeps what role a user has in the service desk, which says what roles there are; null takes it back. The answer
    /// is the user as it is then.
    /// </summary>
    public async Task<Result<User>> SetServiceRole(int accountId, NpgsqlConnection? within, Guid userId, string? role)
    {
        if ((await cache.Get(accountId))?.Users.GetValueOrDefault(userId) is not { } user)
            return new Failure(ErrorCode.UnknownRecord, "There is no such user.");
        await store.ChangeDefinitions(
            accountId, within, connection => store.SetServiceRole(connection, accountId, userId, role));
        return user with { ServiceRole = role };
    }

    /// <summary>Calls in any 5 seconds: null is the server's default, 0 no limit.</summary>
    public Task SetCallLimits(int accountId, int? calls, int? bulkCalls) =>
        Change(accountId, connection => store.SetCallLimits(connection, accountId, calls, bulkCalls));

    /// <summary>
    /// Replaces the ranges, each valid for <see cref="AddressRules.Parse"/>, that callers must come from; none lets
    /// everyone in.
    /// </summary>
    public Task SetAllowedAddresses(int accountId, IReadOnlyList<string> ranges) =>
        Change(accountId, connection => store.SetAllowedAddresses(connection, accountId, ranges));

    /// <summary>The fewest characters of its users' passwords from now on; null is the server's default.</summary>
    public Task SetPasswordLength(int accountId, int? shortest) =>
        Change(accountId, connection => store.SetPasswordLength(connection, accountId, shortest));

    /// <summary>Whether sessions of users without a second factor may do nothing but set one up.</summary>
    public Task SetSecondFactorRequired(int accountId, NpgsqlConnection? within, bool isRequired) =>
        store.ChangeDefinitions(
            accountId, within, connection => store.SetSecondFactorRequired(connection, accountId, isRequired));

    /// <summary>A further key pair of the user; earlier ones stay live, so that keys can be rotated.</summary>
    public async Task<(string AccessKey, string Secret)> CreateAccessKey(int accountId, Guid userId)
    {
        var (accessKey, secret) = Secrets.NewKey(accountId);
        await AddKey(accountId, new ApiKey(accessKey, KeyKind.Access, userId, Secrets.Hash(secret), ExpiresOn: null));
        return (accessKey, secret);
    }

    /// <summary>A token of the user: for ISPCRM (bearer) or the asynchronous API.</summary>
    public Task<string> CreateToken(int accountId, Guid userId, KeyKind kind, DateTime? expiresOn = null) =>
        Change(accountId, connection => AddToken(connection, accountId, userId, kind, expiresOn));

    /// <summary>False when there is no such live key.</summary>
    public async Task<bool> RevokeKey(int accountId, string accessKey) =>
        await Change(accountId, connection => store.RevokeKey(connection, accountId, accessKey)) > 0;

    // What was sent as a key may be anything.
    private static Failure Refuse(Account account, string accessKey, string why)
    {
        var isPrintable = accessKey.Length <= Secrets.LongestAccessKey && !accessKey.Any(char.IsControl);
        var key = isPrintable ? accessKey : "(of another form)";
        return Refused with { Untold = new UntoldReason($"The key {key} {why}.", account.Id) };
    }

    private static bool IsKnown(Account account, string accessKey) =>
        account.Keys.TryGetValue(accessKey, out var key)
        && account.Users.TryGetValue(key.UserId, out var user)
        && user.IsActive;

    private User NewUser(string email, string firstName, string lastName, string role, string password)
    {
        var user = new User(Ids.New(), email, firstName, lastName, role, IsActive: true, PasswordHash: null);
        return user with { PasswordHash = Passwords.Hash(password), CreatedOn = clock.GetUtcNow().UtcDateTime };
    }

    private async Task<string> AddToken(
        NpgsqlConnection connection, int accountId, Guid userId, KeyKind kind, DateTime? expiresOn)
    {
        var (accessKey, secret, token) = Secrets.NewToken(accountId);
        await store.AddKey(connection, accountId, new ApiKey(accessKey, kind, userId, Secrets.Hash(secret), expiresOn));
        return token;
    }

    /// <summary>A live key that its caller has made.</summary>
    public Task AddKey(int accountId, ApiKey key) =>
        Change(accountId, connection => store.AddKey(connection, accountId, key));

    private Task<T> Change<T>(int accountId, Func<NpgsqlConnection, Task<T>> change) =>
        store.ChangeDefinitions(accountId, within: null, change);

    private Task Change(int accountId, Func<NpgsqlConnection, Task> change) => Change(
        accountId,
        async connection =>
        {
            await change(connection);
            return true;
        });
}

/// <summary>What a new account is entered with. The only time that the secrets are known.</summary>
internal sealed record NewCredentials(
    int AccountId,
    User Admin,
    string Password,
    string AccessKey,
    string SecretKey,
    string AsyncApiKey,
    string BearerToken);
