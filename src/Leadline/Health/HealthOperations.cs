using Leadline.Accounts;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Npgsql;

namespace Leadline.Health;

/// <summary>What stands between the server and its work.</summary>
internal enum Readiness
{
    Ready,

    /// <summary>The database does not answer, or lacks the schema or an account.</summary>
    NoDatabase,

    /// <summary>Reads go on, writes are refused.</summary>
    DiskFull,
}

/// <summary>Whether the server can do its work.</summary>
internal sealed class HealthOperations(Database database, AccountOperations accounts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int newestMigration = Migration.In(typeof(HealthOperations).Assembly)[^1].Number;

    /// <summary>
    /// The database answers within 5 s, has this server's schema, or a newer one, an account, and room to write.
    /// </summary>
    public async Task<Readiness> Look()
    {
        try
        {
            // A new install listens a moment before its first account, whose credentials name the address.
            var isThere = await Migrator.Version(database).WaitAsync(Patience) >= newestMigration
                && await accounts.IsAnyThere().WaitAsync(Patience);
            return !isThere ? Readiness.NoDatabase
                : await database.HasSpace().WaitAsync(Patience) ? Readiness.Ready
                : Readiness.DiskFull;
        }
        catch (Exception exception) when (
            exception is NpgsqlException or TimeoutException || DatabaseErrors.IsUnavailable(exception))
        {
            return database.Space.IsFull ? Readiness.DiskFull : Readiness.NoDatabase;
        }
    }
}
