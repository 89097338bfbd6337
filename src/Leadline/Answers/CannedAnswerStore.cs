using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Answers;

/// <summary>Who looks for answers, and the desk's groups whose answers the user sees; null is all.</summary>
internal sealed record AnswerReader(int AccountId, Guid UserId, Guid[]? Groups);

/// <summary>The SQL of canned answers and their files.</summary>
internal sealed class CannedAnswerStore(Database database)
{
    private const string Columns =
        """
        a.account_id AS AccountId, a.answer_id AS Id, a.owner_id AS OwnerId, a.scope, a.group_id AS GroupId, a.title,
        a.html, a.text, a.version, a.created_on AS CreatedOn, a.modified_on AS ModifiedOn,
        a.modified_by AS ModifiedBy
        """;

    private const string Seen =
        """
        (a.scope = 'all' OR (a.scope = 'own' AND a.owner_id = @UserId)
            OR (a.scope = 'group' AND (@Groups::uuid[] IS NULL OR a.group_id = ANY(@Groups))))
        """;

    private const string FileColumns =
        "answer_id AS AnswerId, file_id AS Id, name AS Name, content_type AS ContentType, size AS Size";

    /// <summary>A page of answers that hold all the words, in the title or in the text.</summary>
    public async Task<IReadOnlyList<CannedAnswer>> Page(
        AnswerReader reader, string[] words, Guid? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(reader.AccountId, cancellation);
        return
        [
            .. await connection.QueryAsync<CannedAnswer>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM canned_answer a
                WHERE a.account_id = @AccountId AND {Seen} AND NOT EXISTS (
                    SELECT FROM unnest(@words) word WHERE strpos(lower(a.title || ' ' || a.text), word) = 0)
                    AND (@after::uuid IS NULL OR (lower(a.title), a.answer_id) > (
                        SELECT lower(p.title), p.answer_id FROM canned_answer p
                        WHERE p.account_id = @AccountId AND p.answer_id = @after))
                ORDER BY lower(a.title), a.answer_id LIMIT @most
                """,
                new { reader.AccountId, reader.UserId, reader.Groups, words, after, most },
                cancellationToken: cancellation)),
        ];
    }

    public async Task<CannedAnswer?> Find(AnswerReader reader, Guid answerId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(reader.AccountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<CannedAnswer>(new CommandDefinition(
            $"""
            SELECT {Columns} FROM canned_answer a
            WHERE a.account_id = @AccountId AND {Seen} AND a.answer_id = @answerId
            """,
            new { reader.AccountId, reader.UserId, reader.Groups, answerId },
            cancellationToken: cancellation));
    }

    /// <summary>The answer, where the reader sees it, locked until the commit.</summary>
    public static Task<CannedAnswer?> Lock(NpgsqlConnection connection, AnswerReader reader, Guid answerId) =>
        connection.QuerySingleOrDefaultAsync<CannedAnswer>(
            $"""
            SELECT {Columns} FROM canned_answer a
            WHERE a.account_id = @AccountId AND {Seen} AND a.answer_id = @answerId FOR UPDATE
            """,
            new { reader.AccountId, reader.UserId, reader.Groups, answerId });

    public static Task Add(NpgsqlConnection connection, CannedAnswer answer) => connection.ExecuteAsync(
        """
        INSERT INTO canned_answer (account_id, answer_id, owner_id, scope, group_id, title, html, text, version,
            created_on, modified_on, modified_by)
        VALUES (@AccountId, @Id, @OwnerId, @Scope, @GroupId, @Title, @Html, @Text, @Version, @CreatedOn, @ModifiedOn,
            @ModifiedBy)
        """,
        answer);

    public static Task Update(NpgsqlConnection connection, CannedAnswer answer) => connection.ExecuteAsync(
        """
        UPDATE canned_answer SET scope = @Scope, group_id = @GroupId, title = @Title, html = @Html, text = @Text,
            version = @Version, modified_on = @ModifiedOn, modified_by = @ModifiedBy
        WHERE account_id = @AccountId AND answer_id = @Id
        """,
        answer);

    public static Task Delete(NpgsqlConnection connection, int accountId, Guid answerId) => connection.ExecuteAsync(
        """
        DELETE FROM canned_answer_file WHERE account_id = @accountId AND answer_id = @answerId;
        DELETE FROM canned_answer WHERE account_id = @accountId AND answer_id = @answerId
        """,
        new { accountId, answerId });

    /// <summary>The files of answers, without their contents.</summary>
    public async Task<ILookup<Guid, AnswerFile>> Files(
        int accountId, Guid[] answerIds, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return (await connection.QueryAsync<AnswerFile>(new CommandDefinition(
            $"""
            SELECT {FileColumns}, NULL::bytea AS Content FROM canned_answer_file
            WHERE account_id = @accountId AND answer_id = ANY(@answerIds) ORDER BY file_id
            """,
            new { accountId, answerIds },
            cancellationToken: cancellation))).ToLookup(file => file.AnswerId);
    }

    public async Task<AnswerFile?> File(int accountId, Guid answerId, Guid fileId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<AnswerFile>(new CommandDefinition(
            $"""
            SELECT {FileColumns}, content AS Content FROM canned_answer_file
            WHERE account_id = @accountId AND answer_id = @answerId AND file_id = @fileId
            """,
            new { accountId, answerId, fileId },
            cancellationToken: cancellation));
    }

    public static Task<int> CountFiles(NpgsqlConnection connection, int accountId, Guid answerId) =>
        connection.ExecuteScalarAsync<int>(
            "SELECT count(*) FROM canned_answer_file WHERE account_id = @accountId AND answer_id = @answerId",
            new { accountId, answerId });

    public static Task AddFile(NpgsqlConnection connection, int accountId, AnswerFile file) => connection.ExecuteAsync(
        """
        INSERT INTO canned_answer_file (account_id, answer_id, file_id, name, content_type, size, content)
        VALUES (@accountId, @AnswerId, @Id, @Name, @ContentType, @Size, @Content)
        """,
        new { accountId, file.AnswerId, file.Id, file.Name, file.ContentType, file.Size, file.Content });

    public static async Task<bool> DeleteFile(
        NpgsqlConnection connection, int accountId, Guid answerId, Guid fileId) =>
        await connection.ExecuteAsync(
            """
            DELETE FROM canned_answer_file
            WHERE account_id = @accountId AND answer_id = @answerId AND file_id = @fileId
            """,
            new { accountId, answerId, fileId }) > 0;
}
