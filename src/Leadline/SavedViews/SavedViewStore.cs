using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.SavedViews;

/// <summary>The SQL of saved views.</summary>
internal sealed class SavedViewStore(Database database)
{
    private const string Columns =
        """
        v.account_id AS AccountId, v.view_id AS Id, v.list, v.name, v.filter::text AS Filter, v.sort, v.columns,
        v.layout, v.owner_id AS OwnerId, v.is_for_all AS IsForAll, v.users, v.groups, v.version,
        v.created_on AS CreatedOn, v.modified_on AS ModifiedOn, v.modified_by AS ModifiedBy,
        coalesce(p.is_pinned, false) AS IsPinned, coalesce(p.position, 0) AS Position
        """;

    // Administrators look after what others share, but not into what they keep for themselves.
    private const string SeenBy =
        """
        FROM saved_view v LEFT JOIN saved_view_place p
            ON p.account_id = v.account_id AND p.view_id = v.view_id AND p.user_id = @userId
        WHERE v.account_id = @accountId AND (
            v.owner_id = @userId OR v.is_for_all OR @userId = ANY(v.users) OR v.groups && @groups
            OR (@isAdministrator AND (cardinality(v.users) > 0 OR cardinality(v.groups) > 0)))
        """;

    /// <summary>The views of one list, or all, that a reader sees: the pinned first, by place, then by name.</summary>
    public async Task<IReadOnlyList<SavedView>> SeenIn(
        ViewReader reader, string? list, CancellationToken cancellation)
    {
        await using var connection = await database.Open(reader.AccountId, cancellation);
        return
        [
            .. await connection.QueryAsync<SavedView>(new CommandDefinition(
                $"""
                SELECT {Columns} {SeenBy} AND (@list::text IS NULL OR v.list = @list)
                ORDER BY coalesce(p.is_pinned, false) DESC, coalesce(p.position, 0), lower(v.name), v.view_id
                """,
                new { reader.AccountId, reader.UserId, reader.Groups, reader.IsAdministrator, list },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>The view, where the reader sees it, locked until the commit.</summary>
    public static Task<SavedView?> Lock(NpgsqlConnection connection, ViewReader reader, Guid viewId) =>
        connection.QuerySingleOrDefaultAsync<SavedView>(
            $"SELECT {Columns} {SeenBy} AND v.view_id = @viewId FOR UPDATE OF v",
            new { reader.AccountId, reader.UserId, reader.Groups, reader.IsAdministrator, viewId });

    public async Task<SavedView?> Find(ViewReader reader, Guid viewId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(reader.AccountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<SavedView>(new CommandDefinition(
            $"SELECT {Columns} {SeenBy} AND v.view_id = @viewId",
            new { reader.AccountId, reader.UserId, reader.Groups, reader.IsAdministrator, viewId },
            cancellationToken: cancellation));
    }

    public static Task<int> CountOf(NpgsqlConnection connection, int accountId, Guid ownerId) =>
        connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM saved_view WHERE account_id = @accountId AND owner_id = @ownerId",
            new { accountId, ownerId });

    public static Task Add(NpgsqlConnection connection, SavedView view) => connection.ExecuteAsync(
        """
        INSERT INTO saved_view (account_id, view_id, list, name, filter, sort, columns, layout, owner_id, is_for_all,
            users, groups, version, created_on, modified_on, modified_by)
        VALUES (@AccountId, @Id, @List, @Name, @Filter::json, @Sort, @Columns, @Layout, @OwnerId, @IsForAll,
            @Users, @Groups, @Version, @CreatedOn, @ModifiedOn, @ModifiedBy)
        """,
        view);

    public static Task Update(NpgsqlConnection connection, SavedView view) => connection.ExecuteAsync(
        """
        UPDATE saved_view SET name = @Name, filter = @Filter::json, sort = @Sort, columns = @Columns,
            layout = @Layout, is_for_all = @IsForAll, users = @Users, groups = @Groups, version = @Version,
            modified_on = @ModifiedOn, modified_by = @ModifiedBy
        WHERE account_id = @AccountId AND view_id = @Id
        """,
        view);

    /// <summary>Keeps where a user has put the view.</summary>
    public static Task Place(NpgsqlConnection connection, SavedView view, Guid userId) => connection.ExecuteAsync(
        """
        INSERT INTO saved_view_place (account_id, user_id, view_id, is_pinned, position)
        VALUES (@AccountId, @userId, @Id, @IsPinned, @Position)
        ON CONFLICT (account_id, user_id, view_id) DO UPDATE
        SET is_pinned = excluded.is_pinned, position = excluded.position
        """,
        new { view.AccountId, userId, view.Id, view.IsPinned, view.Position });

    public static Task Delete(NpgsqlConnection connection, int accountId, Guid viewId) => connection.ExecuteAsync(
        """
        DELETE FROM saved_view_place WHERE account_id = @accountId AND view_id = @viewId;
        DELETE FROM saved_view WHERE account_id = @accountId AND view_id = @viewId
        """,
        new { accountId, viewId });
}

/// <summary>Who looks for views.</summary>
internal sealed record ViewReader(int AccountId, Guid UserId, bool IsAdministrator, Guid[] Groups);
