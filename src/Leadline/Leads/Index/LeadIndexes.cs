using System.Collections.Concurrent;
using Leadline.Fields;
using Microsoft.Extensions.Caching.Memory;

namespace Leadline.Leads.Index;

/// <summary>
/// The search index, for those who search. It finds candidates, never answers: whoever asks holds each candidate
/// against the lead itself.
/// </summary>
/// <param name="store">The index's SQL.</param>
/// <param name="fields">What quick search looks into.</param>
/// <param name="blockSize">How many changes of leads become a segment together.</param>
internal sealed class LeadIndexes(
    IndexReadStore store, FieldOperations fields, int blockSize = LeadIndexes.UsualBlockSize) : IDisposable
{
    private const int UsualBlockSize = 16_384;

    // About a kilobyte each.
    private const int MostKept = 150_000;

    // Bytes: the lists that searches ask for again and again.
    private const long CacheSize = 128 << 20;

    private readonly ConcurrentDictionary<int, AccountIndex> indexes = new();
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = CacheSize });

    public int BlockSize => blockSize;

    /// <summary>
    /// The account's index with all that was committed before the call; null while it is being made, when leads have to
    /// be read in order.
    /// </summary>
    public Task<IndexView?> View(int accountId, CancellationToken cancellation) =>
        Of(accountId).View().WaitAsync(cancellation);

    /// <summary>The leads that may meet the expression, those changed last first.</summary>
    public LeadCandidates Find(int accountId, IndexView view, TokenExpression expression) =>
        new(view, expression, Rows(accountId, [expression]));

    /// <summary>What several questions of one search read of segments, each row once.</summary>
    public SegmentRows Rows(int accountId, IEnumerable<TokenExpression> expressions) =>
        new(store, cache, accountId, expressions);

    public void Dispose() => cache.Dispose();

    internal AccountIndex Of(int accountId) =>
        indexes.GetOrAdd(accountId, id => new AccountIndex(id, blockSize, store, fields));

    /// <summary>Forgets the accounts that were not asked for the longest, where too much is kept.</summary>
    internal void Trim()
    {
        var kept = 0;
        foreach (var (accountId, index) in indexes.OrderByDescending(entry => entry.Value.LastAsked))
            if ((kept += index.Kept) > MostKept && kept > index.Kept)
                indexes.TryRemove(accountId, out _);
    }
}
