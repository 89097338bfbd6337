using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Leadline.Fields;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tables;

/// <summary>The SQL of tables' definitions.</summary>
internal sealed class TableStore(Database database)
{
    private const string Columns =
        """
        t.account_id AS "AccountId", t.table_id AS "Id", t.name AS "Name", t.description AS "Description",
        t.columns::text AS "ColumnText", t.row_count AS "RowCount", t.version AS "Version",
        t.created_by AS "CreatedBy", t.created_on AS "CreatedOn", t.modified_by AS "ModifiedBy",
        t.modified_on AS "ModifiedOn"
        """;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<DataTable>> All(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return [.. (await connection.QueryAsync<Row>(
            $"SELECT {Columns} FROM data_table t WHERE t.account_id = @accountId ORDER BY lower(t.name)",
            new { accountId })).Select(row => row.ToTable())];
    }

    public async Task<DataTable?> Find(int accountId, Guid tableId)
    {
        await using var connection = await database.Open(accountId);
        return (await connection.QuerySingleOrDefaultAsync<Row>(
            $"SELECT {Columns} FROM data_table t WHERE t.account_id = @accountId AND t.table_id = @tableId",
            new { accountId, tableId }))?.ToTable();
    }

    /// <summary>The table, which nobody else changes until the commit, nor its rows.</summary>
    public static async Task<DataTable?> Lock(NpgsqlConnection connection, int accountId, Guid tableId) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(
            $"""
            SELECT {Columns} FROM data_table t WHERE t.account_id = @accountId AND t.table_id = @tableId FOR UPDATE
            """,
            new { accountId, tableId }))?.ToTable();

    public static Task<int> Count(NpgsqlConnection connection, int accountId) => connection.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM data_table WHERE account_id = @accountId", new { accountId });

    /// <summary>False where another table has the name.</summary>
    public static async Task<bool> Add(NpgsqlConnection connection, DataTable table) => await connection.ExecuteAsync(
        """
        INSERT INTO data_table (account_id, table_id, name, description, columns, created_by, created_on, modified_by,
            modified_on)
        VALUES (@AccountId, @Id, @Name, @Description, @columns::jsonb, @CreatedBy, @CreatedOn, @ModifiedBy, @ModifiedOn)
        ON CONFLICT (account_id, lower(name)) DO NOTHING
        """,
        Parameters(table)) > 0;

    /// <summary>Whether another table has the name.</summary>
    public static Task<bool> HasName(NpgsqlConnection connection, DataTable table) =>
        connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM data_table
                WHERE account_id = @AccountId AND lower(name) = lower(@Name) AND table_id <> @Id)
            """,
            new { table.AccountId, table.Name, table.Id });

    public static Task Replace(NpgsqlConnection connection, DataTable table) => connection.ExecuteAsync(
        """
        UPDATE data_table SET name = @Name, description = @Description, columns = @columns::jsonb,
            version = version + 1, modified_by = @ModifiedBy, modified_on = @ModifiedOn
        WHERE account_id = @AccountId AND table_id = @Id
        """,
        Parameters(table));

    public static Task Grow(NpgsqlConnection connection, DataTable table, int rows) => connection.ExecuteAsync(
        "UPDATE data_table SET row_count = row_count + @rows WHERE account_id = @AccountId AND table_id = @Id",
        new { table.AccountId, table.Id, rows });

    public static Task Remove(NpgsqlConnection connection, DataTable table) => connection.ExecuteAsync(
        """
        DELETE FROM data_row WHERE account_id = @AccountId AND table_id = @Id;
        DELETE FROM data_table WHERE account_id = @AccountId AND table_id = @Id
        """,
        new { table.AccountId, table.Id });

    /// <summary>What is written from here on can be taken back (<see cref="TakeBack"/>).</summary>
    public static Task Mark(NpgsqlConnection connection) => connection.ExecuteAsync("SAVEPOINT table_rows");

    public static Task TakeBack(NpgsqlConnection connection) =>
        connection.ExecuteAsync("ROLLBACK TO SAVEPOINT table_rows");

    private static object Parameters(DataTable table) => new
    {
        table.AccountId,
        table.Id,
        table.Name,
        table.Description,
        columns = JsonSerializer.Serialize(table.Columns, Json),
        table.CreatedBy,
        table.CreatedOn,
        table.ModifiedBy,
        table.ModifiedOn,
    };

    private sealed class Row
    {
        public int AccountId { get; init; }
        public Guid Id { get; init; }
        public string Name { get; init; } = "";
        public string Description { get; init; } = "";
        public string ColumnText { get; init; } = "[]";
        public int RowCount { get; init; }
        public int Version { get; init; }
        public Guid CreatedBy { get; init; }
        public DateTime CreatedOn { get; init; }
        public Guid ModifiedBy { get; init; }
        public DateTime ModifiedOn { get; init; }

        public DataTable ToTable() => new()
        {
            AccountId = AccountId,
            Id = Id,
            Name = Name,
            Description = Description,
            Columns = JsonSerializer.Deserialize<List<FieldDefinition>>(ColumnText, Json)!,
            RowCount = RowCount,
            Version = Version,
            CreatedBy = CreatedBy,
            CreatedOn = CreatedOn,
            ModifiedBy = ModifiedBy,
            ModifiedOn = ModifiedOn,
        };
    }
}
