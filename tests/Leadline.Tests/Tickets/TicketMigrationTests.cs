using Dapper;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.Tickets;

/// <summary>Accounts that are older than the service desk.</summary>
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
            await using var connection = await database.Open(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older'), (2, 'With a type of its own');
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type)
                VALUES (2, 200, gen_random_uuid(), 'TICKET created', 'Ticket', 2);
                """);

            await Migrator.Apply(database, migrations, NullLogger.Instance, TestContext.Current.CancellationToken);

            var types = await connection.QueryAsync<(int Account, int Code, Guid Id, string Name)>(
                "SELECT account_id, event_code, type_id, name FROM activity_type WHERE account_id > 0 AND event_code >= 3020 ORDER BY 1, 2");
            var known = Leadline.Activities.SystemActivityTypes.All.Where(type => type.EventCode >= 3020).ToList();
            Assert.Equal(
                known.Select(type => (1, type.EventCode, type.Id, type.Name)).Concat(known.Select(type => (
                    2, type.EventCode, type.Id, type.EventCode == 3020 ? "Ticket Created (service desk)" : type.Name))),
                types);
            Assert.Equal([2, 2], await connection.QueryAsync<long>("SELECT version FROM account WHERE account_id > 0"));
        }

        await TestPostgres.Drop(connectionString);
    }
}
