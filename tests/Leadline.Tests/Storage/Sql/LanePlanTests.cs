using Dapper;
using Leadline.Leads;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Storage.Sql;

/// <summary>
/// Lanes keep the plans of their statements, made when there were few rows and no statistics. What a look-up costs must not
/// grow with the account, least of all in the first minutes of a new server.
/// </summary>
public sealed class LanePlanTests : IAsyncLifetime
{
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await TestPostgres.NewDatabase());

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await TestPostgres.Drop(database.ConnectionString);
    }

    [Fact]
    public void A_look_up_reads_by_the_whole_key_before_there_are_statistics()
    {
        using var held = new LaneConnection(database);
        var connection = held.Open();
        AddLeads(connection, 3000);

        Prepare(connection, "by_key (integer, text[], text[])", LeadStore.FindByKeys(1, []).CommandText);
        Prepare(connection, "by_id (integer, uuid[])", LeadStore.FindByIds(1, []).CommandText);

        var byKey = Plan(connection, "by_key(1, '{}', '{}')");
        Assert.Matches(@"lead_identity_pkey on lead_identity i .*Index Cond: \(\(account_id = \$1\) AND \(field = .*value = ", byKey);
        Assert.Matches(@"lead_pkey on lead l .*Index Cond: \(\(account_id = \$1\) AND \(lead_id = ", byKey);
        Assert.Matches(@"lead_pkey on lead l .*Index Cond: \(\(account_id = \$1\) AND \(lead_id = ", Plan(connection, "by_id(1, '{}')"));
    }

    [Fact]
    public async Task Plans_follow_the_tables_as_they_grow()
    {
        using var held = new LaneConnection(database);
        Prepare(held.Open(), "of_account (integer)", "SELECT lead_id FROM lead WHERE account_id = $1");
        var before = Plan(held.Open(), "of_account(1)");
        AddLeads(held.Open(), 50_000);

        await Eventually.Holds(() => Plan(held.Open(), "of_account(1)") != before);
    }

    private static void Prepare(NpgsqlConnection connection, string head, string sql) =>
        connection.Execute($"PREPARE {head} AS {sql}");

    private static string Plan(NpgsqlConnection connection, string execute) =>
        string.Join(' ', connection.Query<string>($"EXPLAIN EXECUTE {execute}"));

    private static void AddLeads(NpgsqlConnection connection, int count)
    {
        connection.Execute(
            """
            INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
                last_modified_on, "values")
            SELECT 1, gen_random_uuid(), n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now(), now(), now(), '{}'
            FROM generate_series(1, @count) n;
            INSERT INTO lead_identity (account_id, field, value, lead_id)
            SELECT account_id, 'EmailAddress', number || '@example.com', lead_id FROM lead WHERE account_id = 1
            """,
            new { count });
    }
}
