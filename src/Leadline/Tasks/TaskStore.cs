using System.Data.Common;
using System.Text.Json;
using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Opportunities;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Tasks;

/// <summary>
/// The SQL of writing tasks. Whoever writes one locks its lead first and then the task, as those do who delete leads.
/// </summary>
internal static class TaskStore
{
    /// <summary>The tasks' numbers.</summary>
    public static readonly Counter NumberCounter = new("task");

    /// <summary>The numbers of calls of many tasks.</summary>
    public static readonly Counter CallCounter = new("task_call");

    /// <summary>The columns of a whole task, in the order that <see cref="Read"/> reads them.</summary>
    public const string Columns =
        """
        t.account_id, t.task_id, t.number, t.version, t.task_type_id, t.category, t.name, t.description, t.location,
        t.lead_id, t.opportunity_id, t.owner_id, t.due_on, t.end_on, t.remind_minutes, t.remind_days, t.remind_at,
        t.remind_by_mail, t.remind_on, t.completed_on, t.completed_by, t.created_on, t.created_by, t.modified_on,
        t.modified_by, t."values"
        """;

    private static readonly string Row = RowSource.WithAccount(
        "task_id", "number", "version", "task_type_id", "category", "name", "description", "location", "lead_id",
        "opportunity_id", "owner_id", "due_on", "end_on", "remind_minutes", "remind_days", "remind_at",
        "remind_by_mail", "remind_on", "completed_on", "completed_by", "created_on", "created_by", "modified_on",
        "modified_by", "values");

    public static readonly RowStatement<UserTask> Insert = Columned(
        order: 50,
        $"""
        INSERT INTO task (account_id, task_id, number, version, task_type_id, category, name, description, location,
            lead_id, opportunity_id, owner_id, due_on, end_on, remind_minutes, remind_days, remind_at, remind_by_mail,
            remind_on, completed_on, completed_by, created_on, created_by, modified_on, modified_by, "values")
        {Row}
        """);

    // The tasks are locked, so their places are those of their newest versions.
    public static readonly RowStatement<UserTask> Update = Columned(
        order: 51,
        $"""
        UPDATE task t SET version = u.version, task_type_id = u.task_type_id, name = u.name,
            description = u.description, location = u.location, lead_id = u.lead_id,
            opportunity_id = u.opportunity_id, owner_id = u.owner_id, due_on = u.due_on, end_on = u.end_on,
            remind_minutes = u.remind_minutes, remind_days = u.remind_days, remind_at = u.remind_at,
            remind_by_mail = u.remind_by_mail, remind_on = u.remind_on, completed_on = u.completed_on,
            completed_by = u.completed_by, modified_on = u.modified_on, modified_by = u.modified_by,
            "values" = u."values"
        FROM ({Row}) u
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM task x
            WHERE x.account_id = $1 AND {RowSource.Key("x.task_id", "u.task_id")}) at
        WHERE t.account_id + 0 = $1 AND t.ctid = at.place
        """);

    /// <summary>Removes the tasks of leads that are being deleted; each lead's own event tells of it.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("task", "due_on"),
        LeadStore.DeleteBelongings("task", "due_on"));

    public static readonly LeadMerging MovedWithLead = LeadMerging.OfAll("task", "due_on");

    /// <summary>Removes the tasks of opportunities that are being deleted.</summary>
    public static readonly OpportunityDeletion DeletedWithOpportunity =
        new(OpportunityStore.DeleteBelongings("task", "due_on"));

    /// <summary>
    /// Keeps the account's definitions as they are until the commit; their version.
    /// </summary>
    public static async Task<long> LockDefinitions(NpgsqlConnection connection, int accountId)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { LeadStore.LockDefinitions(accountId), LeadStore.ReadVersion(accountId) },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await reader.ReadAsync() ? reader.GetInt64(0) : 0;
    }

    /// <summary>The leads of those of these tasks that have one, as of now.</summary>
    public static Task<IEnumerable<Guid>> LeadsOf(NpgsqlConnection connection, int accountId, Guid[] taskIds) =>
        connection.QueryAsync<Guid>(
            """
            SELECT lead_id FROM task
            WHERE account_id = @accountId AND task_id = ANY(@taskIds) AND lead_id IS NOT NULL
            """,
            new { accountId, taskIds });

    /// <summary>Locks leads in the order of their ids, as all others do; those that exist.</summary>
    public static async Task<IReadOnlySet<Guid>> LockLeads(
        NpgsqlConnection connection, int accountId, IReadOnlyCollection<Guid> leadIds)
    {
        if (leadIds.Count == 0)
            return new HashSet<Guid>();
        var found = await connection.QueryAsync<Guid>(
            """
            SELECT lead_id FROM lead WHERE account_id = @accountId AND lead_id = ANY(@leadIds)
            ORDER BY lead_id FOR UPDATE
            """,
            new { accountId, leadIds = leadIds.ToArray() });
        return found.ToHashSet();
    }

    /// <summary>Finds and locks tasks.</summary>
    public static async Task<Dictionary<Guid, UserTask>> Lock(
        NpgsqlConnection connection, int accountId, Guid[] taskIds)
    {
        if (taskIds.Length == 0)
            return [];
        await using var reader = await connection.ExecuteReaderAsync(
            $"""
            SELECT {Columns} FROM task t WHERE t.account_id = @accountId AND t.task_id = ANY(@taskIds)
            ORDER BY t.task_id FOR UPDATE
            """,
            new { accountId, taskIds });
        return (await ReadAll(reader)).ToDictionary(task => task.Id);
    }

    /// <summary>A lead's tasks of these types that were made from a moment on and before another.</summary>
    public static Task<IEnumerable<Guid>> OfLead(
        NpgsqlConnection connection, int accountId, Guid leadId, Guid[] typeIds, DateTime? from, DateTime? before) =>
        connection.QueryAsync<Guid>(
            """
            SELECT task_id FROM task
            WHERE account_id = @accountId AND lead_id = @leadId AND task_type_id = ANY(@typeIds)
                AND created_on >= coalesce(@from::timestamptz, '-infinity')
                AND created_on < coalesce(@before::timestamptz, 'infinity')
            """,
            new { accountId, leadId, typeIds, from, before });

    /// <summary>Deletes tasks that are locked.</summary>
    public static Task Delete(NpgsqlConnection connection, int accountId, Guid[] taskIds) => connection.ExecuteAsync(
        "DELETE FROM task WHERE account_id = @accountId AND task_id = ANY(@taskIds)", new { accountId, taskIds });

    public static async Task<List<UserTask>> ReadAll(
        DbDataReader reader, CancellationToken cancellation = default)
    {
        var tasks = new List<UserTask>();
        while (await reader.ReadAsync(cancellation))
            tasks.Add(Read(reader));
        return tasks;
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static UserTask Read(DbDataReader reader)
    {
        return new UserTask
        {
            AccountId = reader.GetInt32(0),
            Id = reader.GetGuid(1),
            Number = reader.GetInt64(2),
            Version = reader.GetInt32(3),
            TypeId = reader.GetGuid(4),
            Category = (TaskCategory)reader.GetInt16(5),
            Name = reader.GetString(6),
            Description = reader.IsDBNull(7) ? null : reader.GetString(7),
            Location = reader.IsDBNull(8) ? null : reader.GetString(8),
            LeadId = Value<Guid>(9),
            OpportunityId = Value<Guid>(10),
            OwnerId = reader.GetGuid(11),
            DueOn = reader.GetDateTime(12),
            EndOn = Value<DateTime>(13),
            Reminder = new TaskReminder(
                Value<int>(14), Value<int>(15), Value<TimeOnly>(16), ByMail: reader.GetBoolean(17)),
            RemindOn = Value<DateTime>(18),
            CompletedOn = Value<DateTime>(19),
            CompletedBy = Value<Guid>(20),
            CreatedOn = reader.GetDateTime(21),
            CreatedBy = reader.GetGuid(22),
            ModifiedOn = reader.GetDateTime(23),
            ModifiedBy = reader.GetGuid(24),
            Values = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(25))!,
        };

        T? Value<T>(int column)
            where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
    }

    private static RowStatement<UserTask> Columned(int order, string sql) => new RowStatement<UserTask>(
            order, task => task.AccountId, sql)
        .With(NpgsqlDbType.Uuid, task => task.Id)
        .With(NpgsqlDbType.Bigint, task => task.Number)
        .With(NpgsqlDbType.Integer, task => task.Version)
        .With(NpgsqlDbType.Uuid, task => task.TypeId)
        .With(NpgsqlDbType.Smallint, task => (short)task.Category)
        .With(NpgsqlDbType.Text, task => task.Name)
        .With(NpgsqlDbType.Text, task => task.Description)
        .With(NpgsqlDbType.Text, task => task.Location)
        .With(NpgsqlDbType.Uuid, task => task.LeadId)
        .With(NpgsqlDbType.Uuid, task => task.OpportunityId)
        .With(NpgsqlDbType.Uuid, task => task.OwnerId)
        .With(NpgsqlDbType.TimestampTz, task => task.DueOn)
        .With(NpgsqlDbType.TimestampTz, task => task.EndOn)
        .With(NpgsqlDbType.Integer, task => task.Reminder.MinutesBefore)
        .With(NpgsqlDbType.Integer, task => task.Reminder.DaysBefore)
        .With(NpgsqlDbType.Time, task => task.Reminder.At)
        .With(NpgsqlDbType.Boolean, task => task.Reminder.ByMail)
        .With(NpgsqlDbType.TimestampTz, task => task.RemindOn)
        .With(NpgsqlDbType.TimestampTz, task => task.CompletedOn)
        .With(NpgsqlDbType.Uuid, task => task.CompletedBy)
        .With(NpgsqlDbType.TimestampTz, task => task.CreatedOn)
        .With(NpgsqlDbType.Uuid, task => task.CreatedBy)
        .With(NpgsqlDbType.TimestampTz, task => task.ModifiedOn)
        .With(NpgsqlDbType.Uuid, task => task.ModifiedBy)
        .With(NpgsqlDbType.Jsonb, task => JsonSerializer.SerializeToUtf8Bytes(task.Values));
}
