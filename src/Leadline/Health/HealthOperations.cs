using Leadline.Accounts;
using Leadline.Storage;
using Leadline.Storage.Migrations;
using Npgsql;

namespace Leadline.Health;

/// <summary>Whether the server can do its work.</summary>
internal sealed class HealthOperations(Database database, AccountOperations accounts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly int newestMigration = Migration.In(typeof(HealthOperations).Assembly)[^1].Number;

    /// <summary>The database answers within 5 s, has this server's schema, or a newer one, and an account.</summary>
    public async Task<bool> IsReady()
    {
        try
        {
            // A new install listens a moment before its first account, whose credentials name the address.
            return await Migrator.Version(database).WaitAsync(Patience) >= newestMigration
                && await accounts.IsAnyThere().WaitAsync(Patience);
        }
        catch (Exception exception) when (
            exception is NpgsqlException or TimeoutException || DatabaseErrors.IsUnavailable(exception))
        {
            return false;
        }
    }
}
