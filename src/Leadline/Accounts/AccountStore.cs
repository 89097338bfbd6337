using System.Collections.Concurrent;
using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>The SQL of accounts, users and keys.</summary>
internal sealed class AccountStore(Database database, AccountChanges changes) : IDisposable
{
    /// <summary>
    /// Shared by writers of records, exclusive to changes of definitions: see <see cref="ChangeDefinitions{T}"/>.
    /// </summary>
    public const int DefinitionsLock = 1;

    // Changes wait for the lock with a connection each. Few may, so that writers who hold the lock up find one.
    private readonly SemaphoreSlim changing = new(4);

    private readonly SemaphoreSlim looking = new(4);

    private readonly ConcurrentDictionary<int, Lazy<Task<long>>> looks = new();

    public async Task<Account?> Load(int accountId)
    {
        await using var connection = await database.Open(accountId);
        var row = await connection.QuerySingleOrDefaultAsync<AccountRow>(
            """
            SELECT account_id, name, time_zone, country_code, call_limit, bulk_call_limit, allowed_addresses,
                   lead_delete_enabled, password_length, second_factor_required, version
            FROM account WHERE account_id = @accountId
            """,
            new { accountId });
        if (row is null)
            return null;
        var users = await LoadUsers(connection, accountId);
        var keys = await connection.QueryAsync<(
            string AccessKey, string Kind, Guid UserId, byte[] Hash, DateTime? Expires
        )>(
            """
            SELECT access_key, kind, user_id, secret_hash, expires_on
            FROM api_key
            WHERE account_id = @accountId AND revoked_on IS NULL AND (expires_on IS NULL OR expires_on > now())
            """,
            new { accountId });
        return row.ToAccount(
            users,
            keys.ToDictionary(
                key => key.AccessKey,
                key => new ApiKey(
                    key.AccessKey,
                    Enum.Parse<KeyKind>(key.Kind, ignoreCase: true),
                    key.UserId,
                    key.Hash,
                    key.Expires)),
            await RightsStore.Groups(connection, accountId),
            await RightsStore.Templates(connection, accountId));
    }

    /// <summary>The account's users as the connection sees them.</summary>
    public async Task<IReadOnlyDictionary<Guid, User>> LoadUsers(NpgsqlConnection connection, int accountId) =>
        (await connection.QueryAsync<UserRow>(
            """
            SELECT user_id AS Id, email, first_name AS FirstName, last_name AS LastName, role, is_active AS IsActive,
                password_hash AS PasswordHash, service_role AS ServiceRole, is_obsolete AS IsObsolete,
                manager_id AS ManagerId, permission_template_id AS PermissionTemplateId, profile::text, version,
                created_on AS CreatedOn, created_by AS CreatedBy, modified_on AS ModifiedOn, modified_by AS ModifiedBy
            FROM app_user WHERE account_id = @accountId
            """,
            new { accountId })).ToDictionary(row => row.Id, row => row.ToUser());

    /// <inheritdoc cref="RightsStore.Shares"/>
    public async Task<IReadOnlyDictionary<Guid, bool>> Shares(int accountId, Guid userId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        return await RightsStore.Shares(connection, accountId, userId, now);
    }

    /// <summary>
    /// The account's version now; 0 where there is no such account. Who asks while another look at it has yet to begin
    /// shares that one, and few look at once: a caller without keys can make a server look as often as he likes.
    /// </summary>
    public Task<long> Version(int accountId) =>
        looks.GetOrAdd(accountId, id => new Lazy<Task<long>>(() => Look(id))).Value;

    public async Task<IReadOnlyList<int>> AccountIds()
    {
        await using var connection = await database.OpenAcrossAccounts();
        return [.. await connection.QueryAsync<int>("SELECT account_id FROM account ORDER BY account_id")];
    }

    public async Task<bool> IsAnyThere()
    {
        await using var connection = await database.OpenAcrossAccounts();
        return await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT account_id FROM account)");
    }

    public async Task<int> CreateAccount(NpgsqlConnection connection, NewAccount account)
    {
        await connection.ExecuteAsync("LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE");
        return await connection.ExecuteScalarAsync<int>(
            """
            INSERT INTO account (account_id, name, time_zone, country_code, lead_delete_enabled)
            SELECT coalesce(max(account_id), 10000) + 1, @Name, @TimeZone, @CountryCode, @LeadDeleteEnabled FROM account
            RETURNING account_id
            """,
            account);
    }

    public Task CreateUser(NpgsqlConnection connection, int accountId, User user) =>
        connection.ExecuteAsync(
            """
            INSERT INTO app_user (account_id, user_id, email, first_name, last_name, role, is_active, password_hash,
                manager_id, permission_template_id, profile, created_on, created_by)
            VALUES (@accountId, @Id, @Email, @FirstName, @LastName, @Role, @IsActive, @PasswordHash, @ManagerId,
                @PermissionTemplateId, @Profile::jsonb, @CreatedOn, @CreatedBy)
            """,
            UserRow.Parameters(accountId, user));

    /// <summary>Replaces all that is kept of the user but the role in the service desk.</summary>
    public Task<int> ReplaceUser(NpgsqlConnection connection, int accountId, User user) =>
        connection.ExecuteAsync(
            """
            UPDATE app_user SET email = @Email, first_name = @FirstName, last_name = @LastName, role = @Role,
                is_active = @IsActive, is_obsolete = @IsObsolete, password_hash = @PasswordHash,
                manager_id = @ManagerId, permission_template_id = @PermissionTemplateId, profile = @Profile::jsonb,
                version = @Version, modified_on = @ModifiedOn, modified_by = @ModifiedBy
            WHERE account_id = @accountId AND user_id = @Id
            """,
            UserRow.Parameters(accountId, user));

    /// <summary>Ends every key, token and session of the user.</summary>
    public Task<int> RevokeKeysOf(NpgsqlConnection connection, int accountId, Guid userId, DateTime now) =>
        connection.ExecuteAsync(
            """
            UPDATE api_key SET revoked_on = @now
            WHERE account_id = @accountId AND user_id = @userId AND revoked_on IS NULL
            """,
            new { accountId, userId, now });

    public Task<int> SetUserActive(NpgsqlConnection connection, int accountId, Guid userId, bool isActive) =>
        connection.ExecuteAsync(
            """
            UPDATE app_user SET is_active = @isActive, is_obsolete = is_obsolete AND NOT @isActive,
                version = version + 1
            WHERE account_id = @accountId AND user_id = @userId
            """,
            new { accountId, userId, isActive });

    public Task<int> SetServiceRole(NpgsqlConnection connection, int accountId, Guid userId, string? role) =>
        connection.ExecuteAsync(
            "UPDATE app_user SET service_role = @role WHERE account_id = @accountId AND user_id = @userId",
            new { accountId, userId, role });

    public Task<int> SetCallLimits(NpgsqlConnection connection, int accountId, int? calls, int? bulkCalls) =>
        connection.ExecuteAsync(
            "UPDATE account SET call_limit = @calls, bulk_call_limit = @bulkCalls WHERE account_id = @accountId",
            new { accountId, calls, bulkCalls });

    public Task<int> SetAllowedAddresses(NpgsqlConnection connection, int accountId, IReadOnlyList<string> ranges) =>
        connection.ExecuteAsync(
            "UPDATE account SET allowed_addresses = @ranges WHERE account_id = @accountId",
            new { accountId, ranges = ranges.ToArray() });

    public Task<int> SetPasswordLength(NpgsqlConnection connection, int accountId, int? shortest) =>
        connection.ExecuteAsync(
            "UPDATE account SET password_length = @shortest WHERE account_id = @accountId",
            new { accountId, shortest });

    public Task<int> SetSecondFactorRequired(NpgsqlConnection connection, int accountId, bool isRequired) =>
        connection.ExecuteAsync(
            "UPDATE account SET second_factor_required = @isRequired WHERE account_id = @accountId",
            new { accountId, isRequired });

    /// <summary>
    /// Every account's user of this e-mail address, in any spelling. Logins that name no account start here.
    /// </summary>
    public async Task<IReadOnlyList<(int AccountId, Guid UserId)>> UsersByEmail(string email)
    {
        await using var connection = await database.OpenAcrossAccounts();
        return
        [
            .. await connection.QueryAsync<(int, Guid)>(
                """
                SELECT u.account_id, u.user_id
                FROM account a JOIN app_user u ON u.account_id = a.account_id AND lower(u.email) = ANY(@spellings)
                ORDER BY u.account_id
                """,
                new { spellings = EmailAddress.Spellings(email) }),
        ];
    }

    public Task AddKey(NpgsqlConnection connection, int accountId, ApiKey key) =>
        connection.ExecuteAsync(
            """
            INSERT INTO api_key (account_id, access_key, kind, user_id, secret_hash, expires_on)
            VALUES (@accountId, @AccessKey, @kind, @UserId, @SecretHash, @ExpiresOn)
            """,
            new
            {
                accountId,
                key.AccessKey,
                kind = key.Kind.ToString().ToLowerInvariant(),
                key.UserId,
                key.SecretHash,
                key.ExpiresOn,
            });

    public Task<int> RevokeKey(NpgsqlConnection connection, int accountId, string accessKey) => connection.ExecuteAsync(
        """
        UPDATE api_key SET revoked_on = now()
        WHERE account_id = @accountId AND access_key = @accessKey AND revoked_on IS NULL
        """,
        new { accountId, accessKey });

    /// <summary>
    /// Runs a change of the account's users, keys, fields or types. It waits for the writes that are under way, and
    /// every node sees the new version before its next write, so no record is ever written by definitions that have
    /// gone. This node's next call after the commit reads the new ones.
    /// </summary>
    public async Task<T> ChangeDefinitions<T>(
        int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> change)
    {
        if (within is not null)
            return await Change(within);
        await changing.WaitAsync();
        try
        {
            return await database.Transaction(accountId, Change);
        }
        finally
        {
            changing.Release();
        }

        async Task<T> Change(NpgsqlConnection connection)
        {
            // Not before the commit: what a cache read until then would be the old definitions, and stay.
            database.AfterCommit(connection, () => changes.Announce(accountId));
            await connection.ExecuteAsync(
                "SELECT pg_advisory_xact_lock(@DefinitionsLock, @accountId)", new { DefinitionsLock, accountId });
            var result = await change(connection);
            await connection.ExecuteAsync(
                "UPDATE account SET version = version + 1 WHERE account_id = @accountId", new { accountId });
            await connection.ExecuteAsync(
                "SELECT pg_notify(@Channel, @payload)", new { Channel = Wake.Account, payload = accountId.ToString() });
            return result;
        }
    }

    public void Dispose()
    {
        changing.Dispose();
        looking.Dispose();
    }

    private async Task<long> Look(int accountId)
    {
        await looking.WaitAsync();
        try
        {
            // What changes from here on, this look may not see: whoever asks now gets the next.
            looks.TryRemove(accountId, out _);
            await using var connection = await database.Open(accountId);
            return await connection.ExecuteScalarAsync<long>(
                "SELECT version FROM account WHERE account_id = @accountId", new { accountId });
        }
        finally
        {
            looking.Release();
        }
    }

    private sealed class AccountRow
    {
        public int Account_id { get; init; }
        public string Name { get; init; } = "";
        public string Time_zone { get; init; } = "";
        public string? Country_code { get; init; }
        public int? Call_limit { get; init; }
        public int? Bulk_call_limit { get; init; }
        public string[] Allowed_addresses { get; init; } = [];
        public bool Lead_delete_enabled { get; init; }
        public int? Password_length { get; init; }
        public bool Second_factor_required { get; init; }
        public long Version { get; init; }

        public Account ToAccount(
            IReadOnlyDictionary<Guid, User> users, IReadOnlyDictionary<string, ApiKey> keys, SalesGroups groups,
            PermissionTemplates templates) => new()
            {
                Id = Account_id,
                Name = Name,
                TimeZone = Time_zone,
                CountryCode = Country_code,
                CallLimit = Call_limit,
                BulkCallLimit = Bulk_call_limit,
                AllowedAddresses = Allowed_addresses,
                LeadDeleteEnabled = Lead_delete_enabled,
                PasswordLength = Password_length,
                SecondFactorRequired = Second_factor_required,
                Version = Version,
                Users = users,
                Keys = keys,
                Groups = groups,
                Templates = templates,
            };
    }
}

/// <summary>What a new account starts with.</summary>
internal sealed record NewAccount(string Name, string TimeZone, string? CountryCode, bool LeadDeleteEnabled);
