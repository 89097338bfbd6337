using System.Text.Json;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Companies;

/// <summary>The SQL of what happens with companies.</summary>
internal sealed class CompanyActivityStore(Database database)
{
    private const string Columns =
        """
        a.activity_id AS Id, a.company_id AS CompanyId, a.event_code AS EventCode, t.name AS TypeName, a.note AS Note,
        a.fields::text AS Kept, a.activity_on AS ActivityOn, a.created_by AS CreatedBy, a.created_on AS CreatedOn,
        a.modified_by AS ModifiedBy, a.modified_on AS ModifiedOn
        """;

    private const string Source =
        """
        company_activity a JOIN company_activity_type t ON t.account_id = a.account_id AND t.event_code = a.event_code
        """;

    public async Task<IReadOnlyList<CompanyActivityType>> Types(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await Types(connection, accountId);
    }

    public async Task<IReadOnlyList<CompanyActivityType>> Types(NpgsqlConnection connection, int accountId) =>
    [
        .. await connection.QueryAsync<CompanyActivityType>(
            """
            SELECT event_code AS "Code", name AS "Name" FROM company_activity_type
            WHERE account_id = @accountId ORDER BY event_code
            """,
            new { accountId }),
    ];

    public Task AddType(NpgsqlConnection connection, int accountId, CompanyActivityType type, DateTime now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO company_activity_type (account_id, event_code, name, created_on)
            VALUES (@accountId, @Code, @Name, @now)
            """,
            new { accountId, type.Code, type.Name, now });

    public async Task<CompanyActivity?> Find(int accountId, Guid activityId)
    {
        await using var connection = await database.Open(accountId);
        return await Find(connection, accountId, activityId);
    }

    public async Task<CompanyActivity?> Find(NpgsqlConnection connection, int accountId, Guid activityId) =>
        (await connection.QuerySingleOrDefaultAsync<ActivityRow>(
            $"SELECT {Columns} FROM {Source} WHERE a.account_id = @accountId AND a.activity_id = @activityId",
            new { accountId, activityId }))?.ToActivity();

    /// <summary>
    /// A page of those within a window, both ends inclusive, the newest first, and how many there are.
    /// </summary>
    public async Task<(long Total, IReadOnlyList<CompanyActivity> Page)> Between(
        int accountId, Guid companyId, DateTime from, DateTime to, long skip, int take)
    {
        await using var connection = await database.Open(accountId);
        var parameters = new { accountId, companyId, from, to, skip, take };
        var total = await connection.ExecuteScalarAsync<long>(
            """
            SELECT count(*) FROM company_activity
            WHERE account_id = @accountId AND company_id = @companyId AND activity_on BETWEEN @from AND @to
            """,
            parameters);
        var rows = await connection.QueryAsync<ActivityRow>(
            $"""
            SELECT {Columns} FROM {Source}
            WHERE a.account_id = @accountId AND a.company_id = @companyId AND a.activity_on BETWEEN @from AND @to
            ORDER BY a.activity_on DESC, a.activity_id DESC OFFSET @skip LIMIT @take
            """,
            parameters);
        return (total, [.. rows.Select(row => row.ToActivity())]);
    }

    /// <summary>Adds an activity; the company's last one is this, unless it has a later one.</summary>
    public Task Add(NpgsqlConnection connection, int accountId, CompanyActivity activity) => connection.ExecuteAsync(
        """
        INSERT INTO company_activity (account_id, activity_id, company_id, event_code, note, fields, activity_on,
            created_by, created_on, modified_by, modified_on)
        VALUES (@accountId, @Id, @CompanyId, @EventCode, @Note, @kept::jsonb, @ActivityOn, @CreatedBy, @CreatedOn,
            @ModifiedBy, @ModifiedOn);
        UPDATE company SET last_activity_on = greatest(last_activity_on, @ActivityOn)
        WHERE account_id = @accountId AND company_id = @CompanyId
        """,
        Parameters(accountId, activity));

    public Task Replace(NpgsqlConnection connection, int accountId, CompanyActivity activity) =>
        connection.ExecuteAsync(
            """
            UPDATE company_activity SET note = @Note, fields = @kept::jsonb, modified_by = @ModifiedBy,
                modified_on = @ModifiedOn
            WHERE account_id = @accountId AND activity_id = @Id
            """,
            Parameters(accountId, activity));

    private static object Parameters(int accountId, CompanyActivity activity) => new
    {
        accountId,
        activity.Id,
        activity.CompanyId,
        activity.EventCode,
        activity.Note,
        kept = JsonSerializer.Serialize(activity.Fields),
        activity.ActivityOn,
        activity.CreatedBy,
        activity.CreatedOn,
        activity.ModifiedBy,
        activity.ModifiedOn,
    };

    private sealed class ActivityRow
    {
        public Guid Id { get; init; }
        public Guid CompanyId { get; init; }
        public int EventCode { get; init; }
        public string TypeName { get; init; } = "";
        public string Note { get; init; } = "";
        public string Kept { get; init; } = "{}";
        public DateTime ActivityOn { get; init; }
        public Guid CreatedBy { get; init; }
        public DateTime CreatedOn { get; init; }
        public Guid ModifiedBy { get; init; }
        public DateTime ModifiedOn { get; init; }

        public CompanyActivity ToActivity() => new()
        {
            Id = Id,
            CompanyId = CompanyId,
            EventCode = EventCode,
            TypeName = TypeName,
            Note = Note,
            Fields = JsonSerializer.Deserialize<Dictionary<string, string>>(Kept)!,
            ActivityOn = ActivityOn,
            CreatedBy = CreatedBy,
            CreatedOn = CreatedOn,
            ModifiedBy = ModifiedBy,
            ModifiedOn = ModifiedOn,
        };
    }
}
