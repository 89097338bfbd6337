using Dapper;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tests.Support;
using Leadline.Tickets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Accounts that are older than the service desk, or than parts of it.</summary>
public sealed class TicketMigrationTests
{
    [Fact]
    public async Task Older_accounts_get_the_activity_types_of_tickets_whatever_they_have_made_themselves()
    {
        var connectionString = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(connectionString + ";Pooling=false"))
        {
            var migrations = Migration.In(typeof(Server).Assembly);
            await Migrator.Apply(database, [.. migrations.Where(migration => migration.Number < 80)], NullLogger.Instance, TestContext.Current.CancellationToken);
            await using var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older'), (2, 'With a type of its own');
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type)
                VALUES (2, 200, gen_random_uuid(), 'TICKET created', 'Ticket', 2);
                """);

            await Migrator.Apply(database, [.. migrations.Where(migration => migration.Number <= 80)], NullLogger.Instance, TestContext.Current.CancellationToken);

            var types = await connection.QueryAsync<(int Account, int Code, Guid Id, string Name)>(
                "SELECT account_id, event_code, type_id, name FROM activity_type WHERE account_id > 0 AND event_code >= 3020 ORDER BY 1, 2");
            var known = TicketActivityTypes.All.Select(type => type.Type).ToList();
            Assert.Equal(
                known.Select(type => (1, type.EventCode, type.Id, type.Name)).Concat(known.Select(type => (
                    2, type.EventCode, type.Id, type.EventCode == 3020 ? "Ticket Created (service desk)" : type.Name))),
                types);
            Assert.Equal([2, 2], await connection.QueryAsync<long>("SELECT version FROM account WHERE account_id > 0"));
        }

        await TestPostgres.Drop(connectionString);
    }

    [Fact]
    public async Task What_was_said_on_tickets_that_were_merged_long_ago_is_still_known_as_their_customers()
    {
        var connectionString = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(connectionString + ";Pooling=false"))
        {
            var migrations = Migration.In(typeof(Server).Assembly);
            await Migrator.Apply(database, [.. migrations.Where(migration => migration.Number < 90)], NullLogger.Instance, TestContext.Current.CancellationToken);
            await using var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
            var (kept, gone, lead, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older');
                INSERT INTO ticket (account_id, number, ticket_id, lead_id, version, merged_into, created_on, created_by, modified_on,
                    modified_by, watchers, "values", pauses, steps_done, awaits_agent, keys)
                SELECT 1, number, ticket_id, lead_id, 1, merged_into, now(), @lead, now(), @lead, '{}', '{}', '[]', '{}', false, '{}'
                FROM (VALUES (1, @kept, @lead, NULL), (2, @gone, @other, 1)) AS t (number, ticket_id, lead_id, merged_into);
                INSERT INTO ticket_conversation (account_id, number, ticket_id, kind, recipients, created_on, created_by)
                SELECT 1, number, @kept, 'PortalInbound', '{}', now(), @lead FROM generate_series(1, 2) AS number;
                INSERT INTO event (account_id, event_id, kind, lead_id, record_id, user_id, occurred_on, data)
                SELECT 1, gen_random_uuid(), 'ticket.conversation', lead_id, record_id, @lead, now(), jsonb_build_object('conversation', number)
                FROM (VALUES (1, @kept, @lead), (2, @gone, @other)) AS e (number, record_id, lead_id);
                """,
                new { kept, gone, lead, other });

            await Migrator.Apply(database, migrations, NullLogger.Instance, TestContext.Current.CancellationToken);

            Assert.Equal<Guid?>([null, other], await connection.QueryAsync<Guid?>(
                "SELECT merged_lead FROM ticket_conversation WHERE account_id = 1 ORDER BY number"));
        }

        await TestPostgres.Drop(connectionString);
    }
}
