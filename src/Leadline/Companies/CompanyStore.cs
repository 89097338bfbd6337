using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Companies;

/// <summary>The SQL of companies and their types.</summary>
internal sealed class CompanyStore(Database database)
{
    // Writers of an account's companies take turns, so that what one looked up stays true until its commit.
    private const int WritersLock = 225;

    private const string Columns =
        """
        c.company_id AS Id, c.number, c.type_id AS TypeId, c.owner_id AS OwnerId, c."values"::text AS Kept, c.version,
        c.created_by AS CreatedBy, c.created_on AS CreatedOn, c.modified_by AS ModifiedBy, c.modified_on AS ModifiedOn,
        c.last_activity_on AS LastActivityOn
        """;

    /// <summary>Runs a write of the account's companies while no other is under way.</summary>
    public Task<T> Write<T>(int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> write) =>
        database.Transaction(accountId, within, async connection =>
        {
            await connection.ExecuteAsync(
                "SELECT pg_advisory_xact_lock(@WritersLock, @accountId)", new { WritersLock, accountId });
            return await write(connection);
        });

    public async Task<IReadOnlyList<CompanyType>> Types(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Types(connection, accountId);
    }

    /// <summary>In the order of their names.</summary>
    public async Task<IReadOnlyList<CompanyType>> Types(NpgsqlConnection connection, int accountId) =>
    [
        .. await connection.QueryAsync<CompanyType>(
            """
            SELECT type_id AS "Id", name AS "Name", created_on AS "CreatedOn" FROM company_type
            WHERE account_id = @accountId ORDER BY lower(name)
            """,
            new { accountId }),
    ];

    public Task AddType(NpgsqlConnection connection, int accountId, CompanyType type) => connection.ExecuteAsync(
        """
        INSERT INTO company_type (account_id, type_id, name, created_on) VALUES (@accountId, @Id, @Name, @CreatedOn)
        """,
        new { accountId, type.Id, type.Name, type.CreatedOn });

    public Task RenameType(NpgsqlConnection connection, int accountId, CompanyType type) => connection.ExecuteAsync(
        "UPDATE company_type SET name = @Name WHERE account_id = @accountId AND type_id = @Id",
        new { accountId, type.Id, type.Name });

    public Task RemoveType(NpgsqlConnection connection, int accountId, Guid typeId) => connection.ExecuteAsync(
        "DELETE FROM company_type WHERE account_id = @accountId AND type_id = @typeId", new { accountId, typeId });

    public Task<bool> HasCompanies(NpgsqlConnection connection, int accountId, Guid typeId) =>
        connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (SELECT company_id FROM company WHERE account_id = @accountId AND type_id = @typeId)
            """,
            new { accountId, typeId });

    public async Task<Company?> Find(int accountId, Guid companyId)
    {
        await using var connection = await database.Open(accountId);
        return await Find(connection, accountId, companyId);
    }

    public async Task<Company?> Find(NpgsqlConnection connection, int accountId, Guid companyId) =>
        (await connection.QuerySingleOrDefaultAsync<CompanyRow>(
            $"SELECT {Columns} FROM company c WHERE c.account_id = @accountId AND c.company_id = @companyId",
            new { accountId, companyId }))?.ToCompany();

    /// <summary>The company that a value identifies, in any case: its name among those of a type.</summary>
    public async Task<Company?> FindBy(
        NpgsqlConnection connection, int accountId, Guid typeId, string field, string value)
    {
        var sql = field switch
        {
            CompanyFieldNames.Name =>
                $"""
                SELECT {Columns} FROM company c WHERE c.account_id = @accountId AND c.type_id = @typeId
                    AND lower(c."values" ->> 'CompanyName') = lower(@value)
                """,
            "CompanyNumber" =>
                $"""
                SELECT {Columns} FROM company c
                WHERE c.account_id = @accountId AND lower(c."values" ->> 'CompanyNumber') = lower(@value)
                """,
            _ =>
                $"""
                SELECT {Columns} FROM company c
                WHERE c.account_id = @accountId AND lower(c."values" ->> 'CompanyIdentifier') = lower(@value)
                """,
        };
        return (await connection.QuerySingleOrDefaultAsync<CompanyRow>(
            sql, new { accountId, typeId, value }))?.ToCompany();
    }

    public async Task<long> Count(CompanyQuery query)
    {
        await using var connection = await database.Open(query.AccountId);
        return await connection.ExecuteScalarAsync<long>(
            $"SELECT count(*) FROM company c WHERE c.account_id = @accountId AND {query.Filter}", query.Parameters);
    }

    public async Task<IReadOnlyList<Company>> Page(CompanyQuery query)
    {
        await using var connection = await database.Open(query.AccountId);
        var rows = await connection.QueryAsync<CompanyRow>(
            $"""
            SELECT {Columns} FROM company c WHERE c.account_id = @accountId AND {query.Filter}
            ORDER BY {query.Order} OFFSET @skip LIMIT @take
            """,
            query.Parameters);
        return [.. rows.Select(row => row.ToCompany())];
    }

    public Task Add(NpgsqlConnection connection, int accountId, Company company) => connection.ExecuteAsync(
        """
        INSERT INTO company (account_id, company_id, number, type_id, owner_id, "values", version, created_by,
            created_on, modified_by, modified_on)
        VALUES (@accountId, @Id, @Number, @TypeId, @OwnerId, @kept::jsonb, @Version, @CreatedBy, @CreatedOn,
            @ModifiedBy, @ModifiedOn)
        """,
        Parameters(accountId, company));

    public Task Replace(NpgsqlConnection connection, int accountId, Company company) => connection.ExecuteAsync(
        """
        UPDATE company SET type_id = @TypeId, owner_id = @OwnerId, "values" = @kept::jsonb, version = @Version,
            modified_by = @ModifiedBy, modified_on = @ModifiedOn
        WHERE account_id = @accountId AND company_id = @Id
        """,
        Parameters(accountId, company));

    /// <summary>Removes a company with its activities.</summary>
    public Task Remove(NpgsqlConnection connection, int accountId, Guid companyId) => connection.ExecuteAsync(
        """
        DELETE FROM company_activity WHERE account_id = @accountId AND company_id = @companyId;
        DELETE FROM company WHERE account_id = @accountId AND company_id = @companyId
        """,
        new { accountId, companyId });

    private static object Parameters(int accountId, Company company) => new
    {
        accountId,
        company.Id,
        company.Number,
        company.TypeId,
        company.OwnerId,
        kept = JsonSerializer.Serialize(company.Values),
        company.Version,
        company.CreatedBy,
        company.CreatedOn,
        company.ModifiedBy,
        company.ModifiedOn,
    };

    private sealed class CompanyRow
    {
        public Guid Id { get; init; }
        public long Number { get; init; }
        public Guid TypeId { get; init; }
        public Guid OwnerId { get; init; }
        public string Kept { get; init; } = "{}";
        public int Version { get; init; }
        public Guid CreatedBy { get; init; }
        public DateTime CreatedOn { get; init; }
        public Guid ModifiedBy { get; init; }
        public DateTime ModifiedOn { get; init; }
        public DateTime? LastActivityOn { get; init; }

        public Company ToCompany() => new()
        {
            Id = Id,
            Number = Number,
            TypeId = TypeId,
            OwnerId = OwnerId,
            Values = JsonSerializer.Deserialize<Dictionary<string, string>>(Kept)!,
            Version = Version,
            CreatedBy = CreatedBy,
            CreatedOn = CreatedOn,
            ModifiedBy = ModifiedBy,
            ModifiedOn = ModifiedOn,
            LastActivityOn = LastActivityOn,
        };
    }
}
