using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Timeline;
using Leadline.Storage;

namespace Leadline.Tasks;

/// <summary>What tasks are put in order by.</summary>
internal enum TaskOrder
{
    DueOn,
    CreatedOn,
    ModifiedOn,
}

/// <summary>Where a page ended: the next one begins behind it.</summary>
internal readonly record struct TaskCursor(DateTime On, Guid Id);

/// <summary>Which tasks to read, in which order, and which page of them. What is null is no matter.</summary>
internal sealed record TaskQuery
{
    public required int AccountId { get; init; }

    public Guid[]? OwnerIds { get; init; }

    public Guid? LeadId { get; init; }

    public Guid? OpportunityId { get; init; }

    public Guid? TypeId { get; init; }

    public TaskCategory? Category { get; init; }

    public bool? IsCompleted { get; init; }

    /// <summary>Due, or for appointments not over, from here on.</summary>
    public DateTime? From { get; init; }

    /// <summary>Due before this.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Appointments that have begun before <see cref="From"/> and end after it count, too.</summary>
    public bool ByOverlap { get; init; }

    public TaskOrder Order { get; init; }

    public bool Descending { get; init; }

    public TaskCursor? After { get; init; }

    public long Skip { get; init; }

    public int Take { get; init; }
}

/// <summary>A page of tasks, and how many there are over all pages.</summary>
internal sealed record TaskPage(long Total, IReadOnlyList<UserTask> Tasks);

/// <summary>The SQL of reading tasks.</summary>
internal sealed class TaskReadStore(Database database)
{
    /// <summary>Tasks on the timelines of the leads that they are about, from when they were made.</summary>
    public static readonly TimelineSource Timeline = new(
        "task",
        "task t WHERE t.account_id = @accountId AND t.lead_id = @leadId",
        "t.created_on",
        "t.task_id",
        "t.owner_id")
    {
        Seen = Seen,
        Title = "t.name",
        Text = "t.description",
        Status = "CASE WHEN t.completed_on IS NULL THEN 'open' ELSE 'completed' END",
        Number = "t.number",
        DueOn = "t.due_on",
        OpportunityId = "t.opportunity_id",
    };

    /// <summary>Tasks on the timelines of the opportunities that they are about.</summary>
    public static readonly TimelineSource TimelineOfOpportunity = Timeline with
    {
        Of = RecordKind.Opportunity,
        From = "task t WHERE t.account_id = @accountId AND t.opportunity_id = @opportunityId",
    };

    public async Task<UserTask?> Find(Caller caller, Guid taskId, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { caller.AccountId, taskId });
        await using var connection = await database.Open(caller.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT {TaskStore.Columns} FROM task t
            WHERE t.account_id = @AccountId AND t.task_id = @taskId{Seen(caller, parameters)}
            """,
            parameters,
            cancellationToken: cancellation));
        return (await TaskStore.ReadAll(reader, cancellation)).SingleOrDefault();
    }

    /// <summary>A page of tasks, and how many there are.</summary>
    public async Task<TaskPage> Search(Caller caller, TaskQuery query, CancellationToken cancellation)
    {
        var parameters = Parameters(query);
        var filter = Filter(query) + Seen(caller, parameters);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM task t WHERE t.account_id = @AccountId{filter};
            {Page(query, filter)}
            """,
            parameters,
            cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        var total = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        return new TaskPage(total, await TaskStore.ReadAll(reader, cancellation));
    }

    /// <summary>A page of tasks.</summary>
    public async Task<IReadOnlyList<UserTask>> List(
        Caller caller, TaskQuery query, CancellationToken cancellation)
    {
        var parameters = Parameters(query);
        var filter = Filter(query) + Seen(caller, parameters);
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            Page(query, filter), parameters, cancellationToken: cancellation));
        return await TaskStore.ReadAll(reader, cancellation);
    }

    /// <summary>
    /// The caller's own, and of others' those that permissions name, of leads that the caller may see.
    /// </summary>
    private static string Seen(Caller caller, DynamicParameters parameters)
    {
        var (tasks, leads) = (caller.Scope(RecordKind.Task, Deed.View), caller.Scope(RecordKind.Lead, Deed.View));
        if (tasks.IsAll && leads.IsAll)
            return "";
        parameters.Add("me", caller.User.Id);
        parameters.Add("ofTasks", tasks.OwnerIds);
        LeadStore.AddScope(parameters, leads);
        return $"""

             AND (t.owner_id = @me OR ((@ofTasks::uuid[] IS NULL OR t.owner_id = ANY(@ofTasks))
                AND (t.lead_id IS NULL OR (true{LeadStore.SeenBy(leads, "t")}))))
            """;
    }

    private static string Page(TaskQuery query, string filter)
    {
        var column = ColumnOf(query.Order);
        var direction = query.Descending ? "DESC" : "ASC";
        var after = query.After is null
            ? ""
            : $" AND ({column}, t.task_id) {(query.Descending ? "<" : ">")} (@AfterOn, @AfterId)";
        return $"""
            SELECT {TaskStore.Columns} FROM task t WHERE t.account_id = @AccountId{filter}{after}
            ORDER BY {column} {direction}, t.task_id {direction} LIMIT @Take OFFSET @Skip
            """;
    }

    private static string ColumnOf(TaskOrder order) => order switch
    {
        TaskOrder.CreatedOn => "t.created_on",
        TaskOrder.ModifiedOn => "t.modified_on",
        _ => "t.due_on",
    };

    private static string Filter(TaskQuery query)
    {
        var filter = "";
        if (query.OwnerIds is not null)
            filter += " AND t.owner_id = ANY(@OwnerIds)";
        if (query.LeadId is not null)
            filter += " AND t.lead_id = @LeadId";
        if (query.OpportunityId is not null)
            filter += " AND t.opportunity_id = @OpportunityId";
        if (query.TypeId is not null)
            filter += " AND t.task_type_id = @TypeId";
        if (query.Category is not null)
            filter += " AND t.category = @Category";
        if (query.IsCompleted is { } isCompleted)
            filter += $" AND t.completed_on IS {(isCompleted ? "NOT " : "")}NULL";
        if (query.From is not null)
            filter += query.ByOverlap ? " AND (t.due_on >= @From OR t.end_on > @From)" : " AND t.due_on >= @From";
        if (query.Before is not null)
            filter += " AND t.due_on < @Before";
        return filter;
    }

    private static DynamicParameters Parameters(TaskQuery query)
    {
        var parameters = new DynamicParameters(new
        {
            query.AccountId,
            query.OwnerIds,
            query.LeadId,
            query.OpportunityId,
            query.TypeId,
            Category = (short?)query.Category,
            query.From,
            query.Before,
            query.Skip,
            query.Take,
        });
        if (query.After is { } after)
        {
            parameters.Add("AfterOn", after.On);
            parameters.Add("AfterId", after.Id);
        }

        return parameters;
    }
}
