using System.Collections.Concurrent;

namespace Leadline.Accounts;

/// <summary>When keys were used here, until it is written down. It holds no call up.</summary>
internal sealed class KeyUses(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(int AccountId, string AccessKey), DateTime> uses = new();

    public void Saw(int accountId, string accessKey) => uses[(accountId, accessKey)] = clock.GetUtcNow().UtcDateTime;

    /// <summary>What was seen since it was last asked, by account.</summary>
    public ILookup<int, (string AccessKey, DateTime UsedOn)> Take()
    {
        var taken = new List<(int AccountId, string AccessKey, DateTime UsedOn)>();
        foreach (var key in uses.Keys)
            if (uses.TryRemove(key, out var usedOn))
                taken.Add((key.AccountId, key.AccessKey, usedOn));
        return taken.ToLookup(use => use.AccountId, use => (use.AccessKey, use.UsedOn));
    }
}
