using Dapper;
using Leadline.Platform;
using Leadline.Storage;
using Npgsql;

namespace Leadline.EmailMarketing;

/// <summary>The SQL of templates of mails.</summary>
internal sealed class EmailTemplateStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, template_id AS Id, name, category, subject, body_text AS Text, body_html AS Html,
        version, created_by AS CreatedBy, created_on AS CreatedOn, modified_by AS ModifiedBy,
        modified_on AS ModifiedOn
        """;

    public async Task<EmailTemplate?> Find(int accountId, Guid templateId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<EmailTemplate>(new CommandDefinition(
            $"SELECT {Columns} FROM email_template WHERE account_id = @accountId AND template_id = @templateId",
            new { accountId, templateId },
            cancellationToken: cancellation));
    }

    /// <summary>The template of a name in any case.</summary>
    public async Task<EmailTemplate?> FindByName(int accountId, string name, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<EmailTemplate>(new CommandDefinition(
            $"SELECT {Columns} FROM email_template WHERE account_id = @accountId AND name_key = @key",
            new { accountId, key = Key(name) },
            cancellationToken: cancellation));
    }

    /// <summary>Templates behind one, in the order of their ids.</summary>
    public async Task<IReadOnlyList<EmailTemplate>> Page(
        int accountId, string? search, Guid? after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return
        [
            .. await connection.QueryAsync<EmailTemplate>(new CommandDefinition(
                $"""
                SELECT {Columns} FROM email_template
                WHERE account_id = @accountId AND (@after::uuid IS NULL OR template_id > @after)
                    AND (@key::text IS NULL OR strpos(name_key, @key) > 0)
                ORDER BY template_id LIMIT @most
                """,
                new { accountId, key = search is null ? null : Key(search), after, most },
                cancellationToken: cancellation)),
        ];
    }

    /// <summary>The template, locked until the commit.</summary>
    public static Task<EmailTemplate?> Lock(NpgsqlConnection connection, int accountId, Guid templateId) =>
        connection.QuerySingleOrDefaultAsync<EmailTemplate>(
            $"""
            SELECT {Columns} FROM email_template
            WHERE account_id = @accountId AND template_id = @templateId FOR UPDATE
            """,
            new { accountId, templateId });

    /// <summary>Adds a template; false where another has its name.</summary>
    public static async Task<bool> Add(NpgsqlConnection connection, EmailTemplate template) =>
        await connection.ExecuteAsync(
            """
            INSERT INTO email_template (account_id, template_id, name, name_key, category, subject, body_text,
                body_html, created_by, created_on, modified_by, modified_on)
            VALUES (@AccountId, @Id, @Name, @Key, @Category, @Subject, @Text, @Html, @CreatedBy, @CreatedOn,
                @ModifiedBy, @ModifiedOn)
            ON CONFLICT DO NOTHING
            """,
            Parameters(template)) > 0;

    /// <summary>Writes a locked template; false where another has its name.</summary>
    public static async Task<bool> Update(NpgsqlConnection connection, EmailTemplate template) =>
        await connection.ExecuteAsync(
            """
            UPDATE email_template SET name = @Name, name_key = @Key, category = @Category, subject = @Subject,
                body_text = @Text, body_html = @Html, version = @Version, modified_by = @ModifiedBy,
                modified_on = @ModifiedOn
            WHERE account_id = @AccountId AND template_id = @Id AND NOT EXISTS (
                SELECT FROM email_template o
                WHERE o.account_id = @AccountId AND o.name_key = @Key AND o.template_id <> @Id)
            """,
            Parameters(template)) > 0;

    public static async Task<bool> Delete(NpgsqlConnection connection, int accountId, Guid templateId) =>
        await connection.ExecuteAsync(
            "DELETE FROM email_template WHERE account_id = @accountId AND template_id = @templateId",
            new { accountId, templateId }) > 0;

    private static string Key(string name) => UnicodeText.Visible(name).Trim().ToLowerInvariant();

    private static DynamicParameters Parameters(EmailTemplate template)
    {
        var parameters = new DynamicParameters(template);
        parameters.Add("Key", Key(template.Name));
        return parameters;
    }
}
