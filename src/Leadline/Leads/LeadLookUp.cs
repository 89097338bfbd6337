using Leadline.Leads.Merging;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Leads;

/// <summary>Finds and locks, in one round trip, the leads that the commands of a batch may be about.</summary>
internal static class LeadLookUp
{
    /// <summary>
    /// The leads, and the commands whose definitions have grown old; with any of those, no leads. The definitions that
    /// were found stay as they are until the commit.
    /// </summary>
    public static (LeadBatch Batch, HashSet<LeadCommand> Stale) Run(WriteUnit unit, IReadOnlyList<LeadCommand> commands)
    {
        var accounts = commands.GroupBy(command => command.AccountId).OrderBy(account => account.Key)
            .Select(account => new Asked(account.Key, [.. account])).ToList();
        var batch = new LeadBatch();
        var stale = new HashSet<LeadCommand>();
        using (var query = unit.Query())
        {
            foreach (var account in accounts)
                account.AddTo(query);
            using var reader = query.ExecuteReader();
            foreach (var account in accounts)
            {
                // An account's first result is its lock's; the reader begins at the first account's.
                if (!ReferenceEquals(account, accounts[0]))
                    reader.NextResult();
                account.Read(reader, batch, stale);
            }
        }

        if (stale.Count == 0)
            foreach (var account in accounts)
                account.FollowMerged(unit, batch);
        return (batch, stale);
    }

    /// <summary>What the commands of one account ask for.</summary>
    private sealed class Asked
    {
        private readonly int accountId;
        private readonly List<LeadCommand> commands;
        private readonly IdentityKey[] keys;
        private readonly Guid[] ids;

        public Asked(int accountId, List<LeadCommand> commands)
        {
            this.accountId = accountId;
            this.commands = commands;
            var asked = new HashSet<IdentityKey>();
            var named = new HashSet<Guid>();
            foreach (var target in commands.Select(command => command.Target))
            {
                asked.UnionWith(target.Input.Keys);
                if ((target.LeadId ?? target.Input.ProspectId) is { } id)
                    named.Add(id);
            }

            foreach (var command in commands)
                named.UnionWith(command.OtherLeads);

            keys = [.. asked];
            ids = [.. named];
        }

        public void AddTo(NpgsqlBatch query)
        {
            query.BatchCommands.Add(LeadStore.LockDefinitions(accountId));
            query.BatchCommands.Add(LeadStore.ReadVersion(accountId));
            if (keys.Length > 0)
                query.BatchCommands.Add(LeadStore.FindByKeys(accountId, keys));
            if (ids.Length > 0)
                query.BatchCommands.Add(LeadStore.FindByIds(accountId, ids));
        }

        public void Read(NpgsqlDataReader reader, LeadBatch batch, HashSet<LeadCommand> stale)
        {
            reader.NextResult();
            var version = reader.Read() ? reader.GetInt64(0) : 0;
            foreach (var command in commands)
                if (command.Version != version)
                    stale.Add(command);
            if (keys.Length > 0)
                ReadLeads(reader, batch, stale);
            if (ids.Length > 0)
                ReadLeads(reader, batch, stale);
        }

        /// <summary>
        /// Finds what ids mean that no lead has: a merge may have taken their leads up, a moment ago or long ago.
        /// </summary>
        public void FollowMerged(WriteUnit unit, LeadBatch batch)
        {
            Guid[] unknown = [.. ids.Where(id => batch.Itself(accountId, id) is null)];
            if (unknown.Length == 0)
                return;
            var parents = new HashSet<Guid>();
            using (var query = unit.Query())
            {
                query.BatchCommands.Add(MergedLeadStore.FindParents(accountId, unknown));
                using var reader = query.ExecuteReader();
                while (reader.Read())
                {
                    batch.Merged(accountId, reader.GetGuid(0), reader.GetGuid(1));
                    parents.Add(reader.GetGuid(1));
                }
            }

            Guid[] missing = [.. parents.Where(id => batch.Itself(accountId, id) is null)];
            if (missing.Length == 0)
                return;
            using var further = unit.Query();
            further.BatchCommands.Add(LeadStore.FindByIds(accountId, missing));
            using (var reader = further.ExecuteReader())
                Enter(reader, batch);

            // Merged or deleted in its turn while this one waited for its lock.
            if (missing.Any(id => batch.Itself(accountId, id) is null))
                throw new RaceLostException();
        }

        private void ReadLeads(NpgsqlDataReader reader, LeadBatch batch, HashSet<LeadCommand> stale)
        {
            reader.NextResult();
            if (stale.Count == 0)
                Enter(reader, batch);
        }

        private void Enter(NpgsqlDataReader reader, LeadBatch batch)
        {
            var definitions = commands[0].Definitions;
            while (reader.Read())
            {
                if (reader.IsDBNull(0))
                    throw new RaceLostException();
                var lead = StoredLead.Read(reader).Parse();
                var known = LeadInput.KeysOf(definitions.Account, definitions.Lead, lead);
                var found = LeadStore.FoundBy(reader, keys);
                var isAlias = reader.GetBoolean(14);

                // Found through a key that another transaction took from it while this one waited for the lead's lock.
                if (found is { } expected && !isAlias && !known.Contains(expected))
                    throw new RaceLostException();
                batch.Found(lead, known, isAlias ? found : null);
            }
        }
    }
}
