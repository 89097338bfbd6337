using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Files;

/// <summary>The SQL of files and of their content.</summary>
internal sealed class FileStore(Database database)
{
    private const int RemovedAtOnce = 500;

    private const string Columns =
        """
        account_id AS AccountId, file_id AS FileId, name, content_type AS ContentType, bytes, sha256, url, description,
        is_temporary AS IsTemporary, lead_id AS LeadId, activity_id AS ActivityId, uploaded_by AS UploadedBy,
        uploaded_on AS UploadedOn
        """;

    private static readonly string Doomed =
        $"""
        ({RowSource.Select("lead_id")}) u
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM stored_file x
            WHERE x.account_id = $1 AND x.lead_id = u.lead_id ORDER BY x.file_id) at
        """;

    /// <summary>
    /// Nobody sees the files of a deleted lead any more; their content is removed later, for it may be much.
    /// </summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("stored_file", "file_id"),
        $"""
        UPDATE stored_file d SET is_removed = true, name = '', description = '', url = NULL
        FROM {Doomed}
        WHERE d.account_id + 0 = $1 AND d.ctid = at.place
        """);

    public static readonly LeadMerging MovedWithLead = LeadMerging.OfAll("stored_file", "file_id");

    public async Task<StoredFile?> Find(int accountId, Guid fileId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<StoredFile>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM stored_file
            WHERE account_id = @accountId AND file_id = @fileId AND NOT is_removed
            """,
            new { accountId, fileId },
            cancellationToken: cancellation));
    }

    /// <summary>The files of these ids that there are.</summary>
    public async Task<IReadOnlyList<StoredFile>> Find(
        int accountId, IReadOnlyCollection<Guid> fileIds, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<StoredFile>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM stored_file
                WHERE account_id = @accountId AND file_id = ANY(@fileIds) AND NOT is_removed
                """,
                new { accountId, fileIds = fileIds.ToArray() },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>Files of a lead, its activities' too, or of one activity; the newest first.</summary>
    public async Task<IReadOnlyList<StoredFile>> Of(
        int accountId, Guid? leadId, Guid? activityId, Guid? before, int most, CancellationToken cancellation)
    {
        var owner = activityId is null ? "lead_id = @leadId" : "activity_id = @activityId";
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<StoredFile>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM stored_file
                WHERE account_id = @accountId AND {owner} AND NOT is_removed
                    AND (@before::uuid IS NULL OR file_id < @before)
                ORDER BY file_id DESC LIMIT @most
                """,
                new { accountId, leadId, activityId, before, most },
                cancellationToken: cancellation)),
        ];
    }

    public static Task Add(NpgsqlConnection connection, StoredFile file) => connection.ExecuteAsync(
        """
        INSERT INTO stored_file (account_id, file_id, name, content_type, bytes, sha256, url, description, is_temporary,
            lead_id, activity_id, uploaded_by, uploaded_on)
        VALUES (@AccountId, @FileId, @Name, @ContentType, @Bytes, @Sha256, @Url, @Description, @IsTemporary,
            @LeadId, @ActivityId, @UploadedBy, @UploadedOn)
        """,
        file);

    public static async Task AddPart(
        NpgsqlConnection connection, StoredFile file, int part, ReadOnlyMemory<byte> content)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO stored_file_part (account_id, file_id, part, content) VALUES ($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = file.AccountId },
                new NpgsqlParameter<Guid> { TypedValue = file.FileId },
                new NpgsqlParameter<int> { TypedValue = part },
                new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = content },
            },
        };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A piece of a file's content, from a byte on; null where it is gone.</summary>
    public async Task<byte[]?> ReadPiece(int accountId, Guid fileId, long at, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<byte[]>(new CommandDefinition(
            """
            SELECT substring(content FROM @offset FOR @length) FROM stored_file_part
            WHERE account_id = @accountId AND file_id = @fileId AND part = @part
            """,
            new
            {
                accountId,
                fileId,
                part = (int)(at / FileLimits.PartBytes),
                offset = (int)(at % FileLimits.PartBytes) + 1,
                length = FileLimits.PieceBytes,
            },
            cancellationToken: cancellation));
    }

    /// <summary>True where there is the activity; it is not deleted before the commit.</summary>
    public static Task<bool> KeepActivity(NpgsqlConnection connection, int accountId, Guid activityId) =>
        connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM activity WHERE account_id = @accountId AND activity_id = @activityId FOR KEY SHARE)
            """,
            new { accountId, activityId });

    /// <summary>Gives a file that belongs to no activity to one of the same lead; false where that cannot be.</summary>
    public static async Task<bool> Attach(NpgsqlConnection connection, StoredFile file) =>
        await connection.ExecuteAsync(
            """
            UPDATE stored_file SET lead_id = @LeadId, activity_id = @ActivityId, description = @Description,
                is_temporary = false
            WHERE account_id = @AccountId AND file_id = @FileId AND NOT is_removed
                AND activity_id IS NULL AND (lead_id IS NULL OR lead_id = @LeadId)
            """,
            file) > 0;

    /// <summary>Gives a file that is nobody's to a lead, and keeps it for good; false where there is none.</summary>
    public static async Task<bool> Keep(NpgsqlConnection connection, int accountId, Guid fileId, Guid leadId) =>
        await connection.ExecuteAsync(
            """
            UPDATE stored_file SET lead_id = @leadId, is_temporary = false
            WHERE account_id = @accountId AND file_id = @fileId AND NOT is_removed
                AND (lead_id IS NULL OR lead_id = @leadId)
            """,
            new { accountId, fileId, leadId }) > 0;

    /// <summary>Nobody sees the file any more; false where there was none.</summary>
    public static async Task<bool> Hide(NpgsqlConnection connection, int accountId, Guid fileId) =>
        await connection.ExecuteAsync(
            """
            UPDATE stored_file SET is_removed = true
            WHERE account_id = @accountId AND file_id = @fileId AND NOT is_removed
            """,
            new { accountId, fileId }) > 0;

    /// <summary>Hides temporary files of before a time, and those whose activity was deleted.</summary>
    public async Task HideOld(int accountId, DateTime before)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE stored_file SET is_removed = true
            WHERE account_id = @accountId AND is_temporary AND uploaded_on < @before;
            UPDATE stored_file f SET is_removed = true
            WHERE f.account_id = @accountId AND f.activity_id IS NOT NULL AND NOT f.is_removed AND NOT EXISTS (
                SELECT FROM activity a WHERE a.account_id = @accountId AND a.activity_id = f.activity_id)
            """,
            new { accountId, before });
    }

    /// <summary>Some files that nobody sees any more.</summary>
    public async Task<IReadOnlyList<Guid>> Hidden(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<Guid>(
                $"""
                SELECT file_id FROM stored_file
                WHERE account_id = @accountId AND is_removed ORDER BY file_id LIMIT {RemovedAtOnce}
                """,
                new { accountId }),
        ];
    }

    /// <summary>Removes a file that nobody sees any more, with its content.</summary>
    public async Task Remove(int accountId, Guid fileId)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM stored_file_part WHERE account_id = @accountId AND file_id = @fileId;
            DELETE FROM stored_file WHERE account_id = @accountId AND file_id = @fileId AND is_removed
            """,
            new { accountId, fileId });
    }
}
