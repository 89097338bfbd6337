using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Lists;

/// <summary>The SQL of lists: what they are called, and what defines them.</summary>
internal sealed class ListStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, list_id AS ListId, name, description, is_dynamic AS IsDynamic, is_system AS IsSystem,
        filter::text AS filter, member_count AS MemberCount, version, created_by AS CreatedBy, created_on AS CreatedOn,
        modified_by AS ModifiedBy, modified_on AS ModifiedOn
        """;

    /// <summary>What names that differ in case alone have in common.</summary>
    public static string Key(string name) => UnicodeText.Visible(name).ToLowerInvariant();

    public async Task<LeadList?> Find(int accountId, Guid listId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<LeadList>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM lead_list
            WHERE account_id = @accountId AND list_id = @listId AND NOT is_deleted
            """,
            new { accountId, listId },
            cancellationToken: cancellation));
    }

    /// <param name="owners">Whose lists, beside the system's; null is everybody's.</param>
    public async Task<IReadOnlyList<LeadList>> Page(
        int accountId, ListQuery query, Guid[]? owners, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<LeadList>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM lead_list
                WHERE account_id = @accountId AND NOT is_deleted
                    AND is_dynamic = coalesce(@IsDynamic, is_dynamic)
                    AND (@key::text IS NULL OR strpos(name_key, @key) > 0)
                    AND (@After::uuid IS NULL OR list_id > @After)
                    AND (@owners::uuid[] IS NULL OR is_system OR created_by = ANY(@owners))
                ORDER BY list_id OFFSET @Offset LIMIT @Most
                """,
                new
                {
                    accountId,
                    query.IsDynamic,
                    key = query.SearchText is { } text ? Key(text) : null,
                    query.After,
                    query.Offset,
                    query.Most,
                    owners,
                },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Adds a list; false where another has its name.</summary>
    public static async Task<bool> Add(NpgsqlConnection connection, LeadList list) => await connection.ExecuteAsync(
        """
        INSERT INTO lead_list (account_id, list_id, name, name_key, description, is_dynamic, is_system, filter,
            member_count, created_by, created_on, modified_by, modified_on)
        VALUES (@AccountId, @ListId, @Name, @key, @Description, @IsDynamic, @IsSystem, @Filter::jsonb,
            @MemberCount, @CreatedBy, @CreatedOn, @ModifiedBy, @ModifiedOn)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            list.AccountId,
            list.ListId,
            list.Name,
            key = Key(list.Name),
            list.Description,
            list.IsDynamic,
            list.IsSystem,
            list.Filter,
            list.MemberCount,
            list.CreatedBy,
            list.CreatedOn,
            list.ModifiedBy,
            list.ModifiedOn,
        }) > 0;

    public static Task<bool> Exists(NpgsqlConnection connection, int accountId, Guid listId) =>
        connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM lead_list WHERE account_id = @accountId AND list_id = @listId AND NOT is_deleted)
            """,
            new { accountId, listId });

    /// <summary>The list, locked until the commit.</summary>
    public static Task<LeadList?> Lock(NpgsqlConnection connection, int accountId, Guid listId) =>
        connection.QuerySingleOrDefaultAsync<LeadList>(
            $"""
            SELECT {Columns} FROM lead_list
            WHERE account_id = @accountId AND list_id = @listId AND NOT is_deleted FOR NO KEY UPDATE
            """,
            new { accountId, listId });

    /// <summary>Writes what a change made of a locked list; false where another has its name.</summary>
    public static async Task<bool> Update(NpgsqlConnection connection, LeadList list) => await connection.ExecuteAsync(
        """
        UPDATE lead_list SET name = @Name, name_key = @key, description = @Description, filter = @Filter::jsonb,
            member_count = @MemberCount, version = @Version, modified_by = @ModifiedBy, modified_on = @ModifiedOn
        WHERE account_id = @AccountId AND list_id = @ListId AND NOT EXISTS (
            SELECT FROM lead_list o
            WHERE o.account_id = @AccountId AND o.name_key = @key AND NOT o.is_deleted AND o.list_id <> @ListId)
        """,
        new
        {
            list.AccountId,
            list.ListId,
            list.Name,
            key = Key(list.Name),
            list.Description,
            list.Filter,
            list.MemberCount,
            list.Version,
            list.ModifiedBy,
            list.ModifiedOn,
        }) > 0;

    /// <summary>Keeps what a dynamic list counted.</summary>
    public async Task SaveCount(int accountId, Guid listId, long count)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE lead_list SET member_count = @count
            WHERE account_id = @accountId AND list_id = @listId AND is_dynamic AND member_count <> @count
            """,
            new { accountId, listId, count });
    }

    /// <summary>Nobody sees the list from the commit on, and no lead is added to it.</summary>
    public static Task Hide(NpgsqlConnection connection, int accountId, Guid listId) => connection.ExecuteAsync(
        "UPDATE lead_list SET is_deleted = true WHERE account_id = @accountId AND list_id = @listId",
        new { accountId, listId });

    /// <summary>Lists that were deleted, and of which there is still something.</summary>
    public async Task<IReadOnlyList<Guid>> Hidden(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<Guid>(
                "SELECT list_id FROM lead_list WHERE account_id = @accountId AND is_deleted", new { accountId }),
        ];
    }

    /// <summary>Removes a hidden list that has no member any more.</summary>
    public async Task Remove(int accountId, Guid listId)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "DELETE FROM lead_list WHERE account_id = @accountId AND list_id = @listId AND is_deleted",
            new { accountId, listId });
    }
}
