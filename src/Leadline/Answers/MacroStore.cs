using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Answers;

/// <summary>A macro's row.</summary>
internal sealed record MacroRow(
    int AccountId, Guid Id, string Name, string Changes, int Version, Guid CreatedBy, DateTime CreatedOn,
    DateTime ModifiedOn, Guid ModifiedBy);

/// <summary>The SQL of macros.</summary>
internal sealed class MacroStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, macro_id AS Id, name AS Name, changes::text AS Changes, version AS Version,
        created_by AS CreatedBy, created_on AS CreatedOn, modified_on AS ModifiedOn, modified_by AS ModifiedBy
        """;

    /// <summary>All of the account's, by name.</summary>
    public async Task<IReadOnlyList<MacroRow>> List(int accountId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<MacroRow>(new CommandDefinition(
                $"SELECT {Columns} FROM macro WHERE account_id = @accountId ORDER BY lower(name), macro_id",
                new { accountId },
                cancellationToken: cancellation)),
        ];
    }

    public async Task<MacroRow?> Find(int accountId, Guid macroId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<MacroRow>(new CommandDefinition(
            $"SELECT {Columns} FROM macro WHERE account_id = @accountId AND macro_id = @macroId",
            new { accountId, macroId },
            cancellationToken: cancellation));
    }

    public static Task<MacroRow?> Lock(NpgsqlConnection connection, int accountId, Guid macroId) =>
        connection.QuerySingleOrDefaultAsync<MacroRow>(
            $"SELECT {Columns} FROM macro WHERE account_id = @accountId AND macro_id = @macroId FOR UPDATE",
            new { accountId, macroId });

    public static Task<int> Count(NpgsqlConnection connection, int accountId) =>
        connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM macro WHERE account_id = @accountId", new { accountId });

    public static Task Add(NpgsqlConnection connection, MacroRow macro) => connection.ExecuteAsync(
        """
        INSERT INTO macro (account_id, macro_id, name, changes, version, created_by, created_on, modified_on,
            modified_by)
        VALUES (@AccountId, @Id, @Name, @Changes::jsonb, @Version, @CreatedBy, @CreatedOn, @ModifiedOn, @ModifiedBy)
        """,
        macro);

    public static Task Update(NpgsqlConnection connection, MacroRow macro) => connection.ExecuteAsync(
        """
        UPDATE macro SET name = @Name, changes = @Changes::jsonb, version = @Version, modified_on = @ModifiedOn,
            modified_by = @ModifiedBy
        WHERE account_id = @AccountId AND macro_id = @Id
        """,
        macro);

    public static async Task<bool> Delete(NpgsqlConnection connection, int accountId, Guid macroId) =>
        await connection.ExecuteAsync(
            "DELETE FROM macro WHERE account_id = @accountId AND macro_id = @macroId",
            new { accountId, macroId }) > 0;
}
