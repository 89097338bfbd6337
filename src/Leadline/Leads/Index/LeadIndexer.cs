using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform;

namespace Leadline.Leads.Index;

/// <summary>
/// Keeps the search index: makes segments of what has gathered, and large ones of small ones. What it has not come to
/// yet is found all the same (<see cref="AccountIndex"/>). One node keeps an account's index, until it has been silent
/// for <see cref="Lease"/>.
/// </summary>
internal sealed class LeadIndexer(
    Wakes wakes,
    IndexWriteStore store,
    IndexReadStore reads,
    LeadIndexes indexes,
    FieldOperations fields,
    TimeProvider clock,
    ILogger<LeadIndexer> logger)
    : DueWorker(wakes, clock, TimeSpan.FromMilliseconds(500), logger, Wake.Event, Wake.Account)
{
    private const int PartsAtATime = 256;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a search takes.</summary>
    private static readonly TimeSpan DeadStay = TimeSpan.FromMinutes(1);

    private readonly Guid node = Guid.NewGuid();

    protected override async Task<DateTime?> Look(CancellationToken cancellation)
    {
        var due = await store.Due(indexes.BlockSize, cancellation);
        foreach (var accountId in due)
            await Advance(accountId, cancellation);
        indexes.Trim();
        return due.Count > 0 ? Now : null;
    }

    /// <summary>Brings an account's index up to date, as far as it is to be.</summary>
    internal async Task Advance(int accountId, CancellationToken cancellation)
    {
        while (await Hold(accountId) is { } progress)
        {
            cancellation.ThrowIfCancellationRequested();
            if (progress.IsComplete)
                await Flush(accountId);
            else
                await Fill(accountId, progress);
            while (await Merge(accountId, cancellation))
                await store.DeleteDead(accountId, Now - DeadStay);
            if (progress.IsComplete)
                return;
        }
    }

    private DateTime Now => Clock.Now();

    private async Task<IndexProgress?> Hold(int accountId)
    {
        var definitions = await fields.Get(accountId);
        return await store.Hold(
            accountId,
            node,
            Now,
            Now + Lease,
            LeadTokens.Fingerprint(LeadColumns.For(definitions.Lead)),
            definitions.Version);
    }

    private async Task Fill(int accountId, IndexProgress progress)
    {
        List<StoredLead> leads;
        await using (var connection = await reads.Open(accountId, CancellationToken.None))
            leads = await IndexReadStore.Leads(connection, accountId, progress, indexes.BlockSize);
        var columns = LeadColumns.For((await fields.Get(accountId)).Lead);
        var block = new TailBlock(indexes.BlockSize);
        foreach (var lead in leads)
            block.Add(new IndexEntry(lead.Id, lead.ModifiedOn, 0), LeadTokens.From(columns, lead));
        await store.Fill(
            accountId,
            node,
            leads.Count > 0 ? SegmentContent.Of(block) : null,
            leads is [.., var last] ? last.ModifiedOn : progress.FilledOn,
            leads is [.., var latest] ? latest.Id : progress.FilledTo,
            isComplete: leads.Count < indexes.BlockSize);
    }

    private async Task Flush(int accountId)
    {
        var index = indexes.Of(accountId);
        await index.View();
        while (index.Full() is var (block, tx, version))
        {
            if (await store.Append(accountId, node, version, tx, SegmentContent.Of(block)) is not { } segment)
                return;
            index.Replace(block, segment);
        }
    }

    /// <summary>
    /// Merges some segments into one, while the tail goes on becoming segments; false when all is well.
    /// </summary>
    private async Task<bool> Merge(int accountId, CancellationToken cancellation)
    {
        IReadOnlyList<Segment> sources;
        await using (var connection = await reads.Open(accountId, cancellation))
            sources = [.. SegmentMerge.Next(
                await IndexReadStore.Segments(connection, accountId), indexes.BlockSize).Reverse()];
        if (sources.Count == 0)
            return false;
        var entries = new List<List<IndexEntry>>();
        foreach (var source in sources)
            entries.Add(await store.Entries(accountId, source.Number));
        var (merged, places) = SegmentMerge.Entries(entries);
        var parts = Segment.PartsFor(merged.Count);
        var number = await store.Announce(accountId, merged.Count, parts);
        var divisor = Math.Min(parts, sources.Min(source => source.Parts));
        foreach (var remainders in Enumerable.Range(0, divisor).Chunk(PartsAtATime))
        {
            cancellation.ThrowIfCancellationRequested();
            var lists = new List<(int, ReadOnlyMemory<byte>)>();
            foreach (var (place, source) in sources.Index())
                foreach (var part in await store.Parts(accountId, source, remainders, divisor))
                    lists.Add((place, part));
            await store.Write(accountId, number, SegmentMerge.Lists(lists, places, parts));
            if (await Hold(accountId) is not { } progress)
                return false;
            if (progress.IsComplete)
                await Flush(accountId);
        }

        return await store.Replace(
            accountId, node, number, merged, [.. sources.Select(source => source.Number)], Now);
    }
}
