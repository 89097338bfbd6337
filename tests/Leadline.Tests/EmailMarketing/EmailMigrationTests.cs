using Dapper;
using Leadline.EmailMarketing;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Leadline.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Leadline.Tests.EmailMarketing;

/// <summary>Accounts that are older than mail to leads, and mail that waits through the upgrade.</summary>
public sealed class EmailMigrationTests
{
    [Fact]
    public async Task Older_accounts_get_the_activities_of_mail_and_what_waits_is_sent_as_before()
    {
        var connectionString = await TestPostgres.EmptyDatabase();
        await using (var database = new Database(connectionString + ";Pooling=false"))
        {
            var migrations = Migration.In(typeof(Server).Assembly);
            await Migrator.Apply(
                database, [.. migrations.Where(migration => migration.Number < 250)], NullLogger.Instance, TestContext.Current.CancellationToken);
            await using var connection = await database.OpenAcrossAccounts(TestContext.Current.CancellationToken);
            await connection.ExecuteAsync(
                """
                INSERT INTO account (account_id, name) VALUES (1, 'Older'), (2, 'With a type of its own');
                INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type)
                VALUES (2, 200, gen_random_uuid(), 'EMAIL sent', 'Email', 2);
                INSERT INTO mail (account_id, mail_id, recipient, subject) VALUES (1, gen_random_uuid(), 'a@example.com', 's');
                """);

            await Migrator.Apply(database, migrations, NullLogger.Instance, TestContext.Current.CancellationToken);

            var known = EmailActivityTypes.All.Select(type => (type.Type.EventCode, type.Type.Id, type.Type.Name, type.Type.Direction)).ToList();
            foreach (var (account, first) in new[] { (1, "Email Sent"), (2, "Email Sent (e-mail)") })
                Assert.Equal(
                    known.Select((type, index) => index == 0 ? type with { Name = first } : type),
                    await connection.QueryAsync<(int EventCode, Guid Id, string Name, int Direction)>(
                        """
                        SELECT event_code, type_id, name, direction FROM activity_type
                        WHERE account_id = @account AND event_code BETWEEN 3041 AND 3045 ORDER BY 1
                        """,
                        new { account }));
            Assert.Equal(
                (false, false),
                await connection.QuerySingleAsync<(bool, bool)>("SELECT is_bulk, is_followed FROM mail WHERE account_id = 1"));
        }

        await TestPostgres.Drop(connectionString);
    }
}
