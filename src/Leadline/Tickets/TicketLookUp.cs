using Leadline.Leads;
using Leadline.Storage.Batching;

namespace Leadline.Tickets;

/// <summary>Finds and locks, in one round trip, the tickets that the commands of a batch change.</summary>
internal static class TicketLookUp
{
    /// <summary>
    /// The tickets, and the commands whose definitions have grown old. The definitions that were found stay as they are
    /// until the commit.
    /// </summary>
    public static (TicketBatch Batch, HashSet<TicketCommand> Stale) Run(
        WriteUnit unit, IReadOnlyList<TicketCommand> commands)
    {
        var accounts = commands.GroupBy(command => command.AccountId).OrderBy(account => account.Key).ToList();
        using var query = unit.Query();
        foreach (var account in accounts)
        {
            query.BatchCommands.Add(LeadStore.LockDefinitions(account.Key));
            query.BatchCommands.Add(LeadStore.ReadVersion(account.Key));
            query.BatchCommands.Add(TicketStore.FindByNumbers(
                account.Key, [.. account.SelectMany(command => command.Locked).Distinct()]));
        }

        var batch = new TicketBatch();
        var stale = new HashSet<TicketCommand>();
        using var reader = query.ExecuteReader();
        foreach (var account in accounts)
        {
            // An account's first result is its lock's; the reader begins at the first account's.
            if (!ReferenceEquals(account, accounts[0]))
                reader.NextResult();
            reader.NextResult();
            var version = reader.Read() ? reader.GetInt64(0) : 0;
            stale.UnionWith(account.Where(command => command.Definitions.Version != version));
            reader.NextResult();
            while (reader.Read())
                batch.Found(TicketStore.Read(reader));
        }

        return (batch, stale);
    }
}
