using System.Collections.Concurrent;

namespace Leadline.Accounts;

/// <summary>
/// What a node remembers per account: definitions that are read on every call and change rarely. Loaded on first use
/// and dropped when the account changes, on this node or another. Nothing in it is state: it can be dropped at any
/// time.
/// </summary>
internal sealed class AccountCache<T>
    where T : class
{
    private readonly ConcurrentDictionary<int, Task<T?>> entries = new();
    private readonly Func<int, Task<T?>> load;

    public AccountCache(AccountChanges changes, Func<int, Task<T?>> load)
    {
        this.load = load;
        changes.Changed += Drop;
    }

    /// <summary>The account's value, or null when there is no such account.</summary>
    public ValueTask<T?> Get(int accountId) =>
        entries.TryGetValue(accountId, out var entry) && entry.IsCompletedSuccessfully
            ? new ValueTask<T?>(entry)
            : new ValueTask<T?>(Load(accountId));

    private async Task<T?> Load(int accountId)
    {
        var entry = entries.GetOrAdd(accountId, load);
        try
        {
            var value = await entry;
            if (value is null)
                entries.TryRemove(new(accountId, entry));
            return value;
        }
        catch
        {
            entries.TryRemove(new(accountId, entry));
            throw;
        }
    }

    private void Drop(int? accountId)
    {
        if (accountId is { } one)
            entries.TryRemove(one, out _);
        else
            entries.Clear();
    }
}
