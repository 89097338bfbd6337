using System.Collections.Concurrent;
using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Accounts;

/// <summary>
/// Numbers that count up within an account. A node takes them in blocks, so that writers of one account do not queue for
/// a counter; a clean stop gives the rest of a block back, a crash leaves a gap.
/// </summary>
internal sealed class Counters(Database database) : IAsyncDisposable
{
    private const int BlockSize = 1000;

    private readonly ConcurrentDictionary<(int Account, string Name), Block> blocks = new();

    /// <summary>The first of <paramref name="count"/> consecutive numbers.</summary>
    public async ValueTask<long> Take(int accountId, string name, int count)
    {
        var block = blocks.GetOrAdd((accountId, name), _ => new Block());
        if (block.TryTake(count) is { } first)
            return first;
        await block.Gate.WaitAsync();
        try
        {
            if (block.TryTake(count) is { } afterWait)
                return afterWait;
            var size = Math.Max(count, BlockSize);
            block.Refill(await Reserve(accountId, name, size), size);
            return block.TryTake(count)!.Value;
        }
        finally
        {
            block.Gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ((accountId, name), block) in blocks)
            await GiveBack(accountId, name, block);
    }

    private async Task<long> Reserve(int accountId, string name, int count)
    {
        await using var connection = await database.Open();
        return await connection.ExecuteScalarAsync<long>(
            """
            INSERT INTO account_counter (account_id, name, next_value) VALUES (@accountId, @name, 1 + @count)
            ON CONFLICT (account_id, name) DO UPDATE SET next_value = account_counter.next_value + @count
            RETURNING next_value - @count
            """,
            new { accountId, name, count });
    }

    private async Task GiveBack(int accountId, string name, Block block)
    {
        var (next, end) = block.Empty();
        if (next == end)
            return;
        try
        {
            await using var connection = await database.Open();
            await connection.ExecuteAsync(
                """
                UPDATE account_counter SET next_value = @next
                WHERE account_id = @accountId AND name = @name AND next_value = @end
                """,
                new { accountId, name, next, end });
        }
        catch (NpgsqlException)
        {
            // The database went first: the numbers stay unused.
        }
    }

    private sealed class Block
    {
        private readonly Lock gate = new();
        private long next;
        private long end;

        public SemaphoreSlim Gate { get; } = new(1);

        public long? TryTake(int count)
        {
            lock (gate)
            {
                if (end - next < count)
                    return null;
                next += count;
                return next - count;
            }
        }

        public void Refill(long first, int count)
        {
            lock (gate)
                (next, end) = first == end ? (next, end + count) : (first, first + count);
        }

        public (long Next, long End) Empty()
        {
            lock (gate)
            {
                var rest = (next, end);
                next = end;
                return rest;
            }
        }
    }
}
