using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Subscribers;

/// <summary>The SQL of plans and who has them.</summary>
internal sealed class PlanStore(Database database)
{
    // Writers of an account's plans take turns, so that what one looked up stays true until its commit.
    private const int WritersLock = 236;

    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("subscriber_plan", "plan_number"),
        LeadStore.DeleteBelongings("subscriber_plan", "plan_number"));

    /// <summary>A customer has one plan: the parent's stays.</summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("subscriber_plan", "plan_number"),
        $"""
        WITH taken AS ({LeadStore.TakeBelongings("subscriber_plan", "plan_number", "d.plan_number, d.since")})
        INSERT INTO subscriber_plan (account_id, lead_id, plan_number, since)
        SELECT $1, t.parent_id, t.plan_number, t.since
        FROM (SELECT DISTINCT ON (t.parent_id) t.* FROM taken t ORDER BY t.parent_id, t.since DESC) t
        ON CONFLICT DO NOTHING
        """);

    public Task<T> Write<T>(int accountId, NpgsqlConnection? within, Func<NpgsqlConnection, Task<T>> write) =>
        database.Transaction(accountId, within, async connection =>
        {
            await connection.ExecuteAsync(
                "SELECT pg_advisory_xact_lock(@WritersLock, @accountId)", new { WritersLock, accountId });
            return await write(connection);
        });

    public async Task<IReadOnlyList<Plan>> All(int accountId)
    {
        await using var connection = await database.Open(accountId);
        return await All(connection, accountId);
    }

    /// <summary>In the order of their numbers.</summary>
    public async Task<IReadOnlyList<Plan>> All(NpgsqlConnection connection, int accountId) =>
    [
        .. await connection.QueryAsync<Plan>(
            """
            SELECT number AS Number, name AS Name, price AS Price, speed AS Speed, description AS Description,
                services AS Services, version AS Version, created_on AS CreatedOn
            FROM plan WHERE account_id = @accountId ORDER BY number
            """,
            new { accountId }),
    ];

    public Task Add(NpgsqlConnection connection, int accountId, Plan plan) => connection.ExecuteAsync(
        """
        INSERT INTO plan (account_id, number, name, price, speed, description, services, version, created_on)
        VALUES (@accountId, @Number, @Name, @Price, @Speed, @Description, @Services, @Version, @CreatedOn)
        """,
        Parameters(accountId, plan));

    public Task Replace(NpgsqlConnection connection, int accountId, Plan plan) => connection.ExecuteAsync(
        """
        UPDATE plan SET name = @Name, price = @Price, speed = @Speed, description = @Description,
            services = @Services, version = @Version
        WHERE account_id = @accountId AND number = @Number
        """,
        Parameters(accountId, plan));

    public Task Remove(NpgsqlConnection connection, int accountId, int number) => connection.ExecuteAsync(
        "DELETE FROM plan WHERE account_id = @accountId AND number = @number", new { accountId, number });

    public Task<bool> IsTaken(NpgsqlConnection connection, int accountId, int number) =>
        connection.ExecuteScalarAsync<bool>(
            """
            SELECT EXISTS (
                SELECT lead_id FROM subscriber_plan WHERE account_id = @accountId AND plan_number = @number)
            """,
            new { accountId, number });

    /// <summary>The number of the plan that the lead has; null where it has none.</summary>
    public async Task<int?> Of(int accountId, Guid leadId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.ExecuteScalarAsync<int?>(
            "SELECT plan_number FROM subscriber_plan WHERE account_id = @accountId AND lead_id = @leadId",
            new { accountId, leadId });
    }

    /// <summary>Gives a lead a plan in place of the one that it has.</summary>
    public Task Give(NpgsqlConnection connection, int accountId, Guid leadId, int number, DateTime now) =>
        connection.ExecuteAsync(
            """
            INSERT INTO subscriber_plan (account_id, lead_id, plan_number, since)
            VALUES (@accountId, @leadId, @number, @now)
            ON CONFLICT (account_id, lead_id) DO UPDATE
                SET plan_number = excluded.plan_number, since = excluded.since
            """,
            new { accountId, leadId, number, now });

    public Task Take(NpgsqlConnection connection, int accountId, Guid leadId, int number) => connection.ExecuteAsync(
        """
        DELETE FROM subscriber_plan
        WHERE account_id = @accountId AND lead_id = @leadId AND plan_number = @number
        """,
        new { accountId, leadId, number });

    private static object Parameters(int accountId, Plan plan) => new
    {
        accountId,
        plan.Number,
        plan.Name,
        plan.Price,
        plan.Speed,
        plan.Description,
        plan.Services,
        plan.Version,
        plan.CreatedOn,
    };
}
