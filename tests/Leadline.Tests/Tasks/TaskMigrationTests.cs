using Dapper;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tasks;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.Tasks;

/// <summary>Accounts that are older than tasks.</summary>
public sealed class TaskMigrationTests
{
    [Fact]
    public async Task Older_accounts_get_the_standard_types_and_the_activity_of_completion()
    {
        var connectionString = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(connectionString + ";Pooling=false"))
        {
            var migrations = Migration.In(typeof(Server).Assembly);
            await Migrator.Apply(database, [.. migrations.Where(migration => migration.Number < 200)], NullLogger.Instance, TestContext.Current.CancellationToken);
            await using var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older'), (2, 'With a type of its own');
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type)
                VALUES (2, 200, gen_random_uuid(), 'TASK completed', 'Task', 2);
                """);

            await Migrator.Apply(database, migrations, NullLogger.Instance, TestContext.Current.CancellationToken);

            for (var account = 1; account <= 2; account++)
            {
                var types = (await TaskTypeStore.Load(connection, account))!.Types;
                Assert.Equal(
                    StandardTaskTypes.All.OrderBy(type => type.Name.ToLowerInvariant(), StringComparer.Ordinal)
                        .Select(type => (type.Id, type.Name, type.Category, type.Color, type.Minutes, type.IsStandard)),
                    types.OrderBy(type => type.Name.ToLowerInvariant(), StringComparer.Ordinal)
                        .Select(type => (type.Id, type.Name, type.Category, type.Color, type.Minutes, type.IsStandard)));
            }

            var known = TaskActivityTypes.Completed.Type;
            Assert.Equal(
                [(1, known.Id, known.Name), (2, known.Id, "Task Completed (tasks)")],
                await connection.QueryAsync<(int Account, Guid Id, string Name)>(
                    "SELECT account_id, type_id, name FROM activity_type WHERE account_id > 0 AND event_code = 3030 ORDER BY 1"));
        }

        await TestPostgres.Drop(connectionString);
    }
}
