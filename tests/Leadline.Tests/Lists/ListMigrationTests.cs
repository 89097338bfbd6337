using Dapper;
using Leadline.Lists;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.Lists;

/// <summary>Accounts that are older than lists and files.</summary>
public sealed class ListMigrationTests
{
    [Fact]
    public async Task Older_accounts_get_the_lists_of_the_system_and_types_that_allow_attachments()
    {
        var connectionString = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(connectionString + ";Pooling=false"))
        {
            var migrations = Migration.In(typeof(Server).Assembly);
            await Migrator.Apply(
                database, [.. migrations.Where(migration => migration.Number < 210)], NullLogger.Instance, TestContext.Current.CancellationToken);
            await using var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older'), (2, 'Older as well');
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type)
                VALUES (1, 105, gen_random_uuid(), 'General Activity', 'General', 2), (1, 200, gen_random_uuid(), 'Own', 'Own', 2);
                """);

            await Migrator.Apply(database, migrations, NullLogger.Instance, TestContext.Current.CancellationToken);

            var lists = await connection.QueryAsync<(int, Guid, string, string, bool)>(
                "SELECT account_id, list_id, name, name_key, is_dynamic FROM lead_list WHERE is_system ORDER BY 1, 2");
            Assert.Equal(
                ((int[])[1, 2]).SelectMany(account => SystemLists.Of(account, default).Select(list =>
                    (account, list.ListId, list.Name, ListStore.Key(list.Name), list.IsDynamic))),
                lists);
            Assert.Equal(
                [true, false],
                await connection.QueryAsync<bool>("SELECT allow_attachments FROM activity_type WHERE account_id = 1 AND event_code IN (105, 200) ORDER BY event_code"));
        }

        await TestPostgres.Drop(connectionString);
    }
}
