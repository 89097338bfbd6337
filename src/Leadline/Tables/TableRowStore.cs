using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Tables;

/// <summary>The SQL of tables' rows. Whoever writes them holds the table (<see cref="TableStore.Lock"/>).</summary>
internal sealed class TableRowStore(Database database)
{
    private const string Columns =
        """
        r.row_id AS "Id", r."values"::text AS "ValueText", r.version AS "Version", r.created_on AS "CreatedOn",
        r.modified_on AS "ModifiedOn"
        """;

    public async Task<DataRow?> Find(DataTable table, Guid rowId)
    {
        await using var connection = await database.Open(table.AccountId);
        return await Find(connection, table, rowId);
    }

    public static async Task<DataRow?> Find(NpgsqlConnection connection, DataTable table, Guid rowId) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(
            $"""
            SELECT {Columns} FROM data_row r
            WHERE r.account_id = @AccountId AND r.table_id = @Id AND r.row_id = @rowId
            """,
            new { table.AccountId, table.Id, rowId }))?.ToRow();

    public async Task<List<DataRow>> Page(TableQuery query, CancellationToken cancellation)
    {
        await using var connection = await database.Open(query.Table.AccountId, cancellation);
        return [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM data_row r
            WHERE r.account_id = @accountId AND r.table_id = @tableId AND {query.Filter} AND {Behind(query)}
            ORDER BY {query.Order} LIMIT @take
            """,
            query.Parameters,
            cancellationToken: cancellation))).Select(row => row.ToRow())];
    }

    public async Task<int> Count(TableQuery query, CancellationToken cancellation)
    {
        await using var connection = await database.Open(query.Table.AccountId, cancellation);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"""
            SELECT count(*) FROM data_row r
            WHERE r.account_id = @accountId AND r.table_id = @tableId AND {query.Filter}
            """,
            query.Parameters,
            cancellationToken: cancellation));
    }

    /// <summary>The rows that have one of the values in a column.</summary>
    public static async Task<List<DataRow>> With(
        NpgsqlConnection connection, DataTable table, string column, string[] values) =>
        [.. (await connection.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM data_row r
            WHERE r.account_id = @AccountId AND r.table_id = @Id AND r."values" ->> @column = ANY(@values)
            ORDER BY r.row_id
            """,
            new { table.AccountId, table.Id, column, values })).Select(row => row.ToRow())];

    /// <summary>Adds rows, and replaces those that are there.</summary>
    public static Task Write(NpgsqlConnection connection, DataTable table, Guid userId, IReadOnlyList<DataRow> rows) =>
        rows.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync(
            """
            INSERT INTO data_row AS r (account_id, table_id, row_id, "values", version, created_by, created_on,
                modified_by, modified_on)
            SELECT @AccountId, @Id, u.row_id, u.content::jsonb, u.version, @userId, u.created_on, @userId, u.modified_on
            FROM unnest(@ids, @contents, @versions, @created, @modified)
                AS u (row_id, content, version, created_on, modified_on)
            ON CONFLICT (account_id, table_id, row_id) DO UPDATE SET "values" = excluded."values",
                version = excluded.version, modified_by = excluded.modified_by, modified_on = excluded.modified_on
            """,
            new
            {
                table.AccountId,
                table.Id,
                userId,
                ids = rows.Select(row => row.Id).ToArray(),
                contents = rows.Select(row => JsonSerializer.Serialize(row.Values)).ToArray(),
                versions = rows.Select(row => row.Version).ToArray(),
                created = rows.Select(row => row.CreatedOn).ToArray(),
                modified = rows.Select(row => row.ModifiedOn).ToArray(),
            });

    /// <summary>Removes rows, all where no ids are given; how many there were.</summary>
    public static Task<int> Remove(NpgsqlConnection connection, DataTable table, Guid[]? ids) =>
        connection.ExecuteAsync(
            """
            DELETE FROM data_row
            WHERE account_id = @AccountId AND table_id = @Id AND (@ids::uuid[] IS NULL OR row_id = ANY(@ids))
            """,
            new { table.AccountId, table.Id, ids });

    /// <summary>Drops the values of columns that the table has no more.</summary>
    public static Task Drop(NpgsqlConnection connection, DataTable table, string[] columns) =>
        connection.ExecuteAsync(
            """
            UPDATE data_row SET "values" = "values" - @columns
            WHERE account_id = @AccountId AND table_id = @Id AND "values" ?| @columns
            """,
            new { table.AccountId, table.Id, columns });

    /// <summary>
    /// The different values of a column, each beside the value of another, in the order of their rows.
    /// </summary>
    public static async Task<List<(string Value, string? Parent)>> Pairs(
        NpgsqlConnection connection, DataTable table, string column, string? parentColumn, int most) =>
        [.. await connection.QueryAsync<(string, string?)>(
            """
            SELECT r."values" ->> @column, r."values" ->> @parentColumn FROM data_row r
            WHERE r.account_id = @AccountId AND r.table_id = @Id AND r."values" ->> @column <> ''
            GROUP BY 1, 2 ORDER BY min(r.row_id::text) LIMIT @most
            """,
            new { table.AccountId, table.Id, column, parentColumn = parentColumn ?? "", most })];

    // Rows without a value come last, whatever the direction.
    private static string Behind(TableQuery query)
    {
        if (!query.IsBehind || query.Key is not { } key)
            return query.IsBehind ? "r.row_id > @after" : "true";
        var last =
            $"""
            (SELECT {key.Replace("r.", "a.", StringComparison.Ordinal)} FROM data_row a
                WHERE a.account_id = @accountId AND a.table_id = @tableId AND a.row_id = @after)
            """;
        return $"""
            (CASE WHEN {last} IS NULL THEN {key} IS NULL AND r.row_id > @after
                ELSE {key} {(query.IsDescending ? "<" : ">")} {last} OR ({key} = {last} AND r.row_id > @after)
                    OR {key} IS NULL END)
            """;
    }

    private sealed class Row
    {
        public Guid Id { get; init; }
        public string ValueText { get; init; } = "{}";
        public int Version { get; init; }
        public DateTime CreatedOn { get; init; }
        public DateTime ModifiedOn { get; init; }

        public DataRow ToRow() => new()
        {
            Id = Id,
            Values = JsonSerializer.Deserialize<Dictionary<string, string>>(ValueText)!,
            Version = Version,
            CreatedOn = CreatedOn,
            ModifiedOn = ModifiedOn,
        };
    }
}
