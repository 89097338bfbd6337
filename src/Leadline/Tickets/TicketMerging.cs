using Dapper;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.ServiceDesk;
using Leadline.Tickets.Sla;
using Npgsql;

namespace Leadline.Tickets;

/// <summary>Two tickets about one thing become one: what was said moves, and the merged ticket points at the one that goes on.</summary>
internal sealed class TicketMerging(Database database, TicketWriter writer)
{
    /// <summary>Merges <paramref name="number"/> into <paramref name="into"/>; gives back the ticket that goes on.</summary>
    public async Task<Result<Ticket>> Merge(Caller caller, long number, long into, CancellationToken cancellation)
    {
        if (number == into)
            return new Failure(ErrorCode.InvalidInput, "A ticket cannot be merged into itself.");
        if (caller.Transaction is { } outer)
            return await Within(outer, caller, number, into, cancellation);
        await using var connection = await database.Open(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var merged = await Within(connection, caller, number, into, cancellation);
        if (merged.Failure is null)
            await transaction.CommitAsync(cancellation);
        return merged;
    }

    private async Task<Result<Ticket>> Within(
        NpgsqlConnection connection, Caller caller, long number, long into, CancellationToken cancellation)
    {
        caller = caller with { Transaction = connection };

        // In the order of their numbers, as every batch locks them.
        await connection.ExecuteAsync(
            "SELECT number FROM ticket WHERE account_id = @AccountId AND number = ANY(@numbers) ORDER BY number FOR UPDATE",
            new { caller.AccountId, numbers = new[] { number, into } });
        var gone = await writer.Write(new TicketChange(caller, number, TicketRight.Work, scene => Merged(scene, into)), cancellation);
        if (gone.Failure is { } refused)
            return refused;
        var kept = await writer.Write(
            new TicketChange(
                caller, into, TicketRight.Work, scene => new TicketEdit(Joined(scene.Ticket, gone.Value)) { Kind = TicketEvents.Merged }),
            cancellation);
        if (kept.Failure is { } missing)
            return missing;
        var ids = new { caller.AccountId, from = gone.Value.Id, to = kept.Value.Id, lead = gone.Value.LeadId, number, into };
        await connection.ExecuteAsync(
            """
            UPDATE ticket_conversation SET ticket_id = @to, merged_lead = coalesce(merged_lead, @lead)
            WHERE account_id = @AccountId AND ticket_id = @from
            """,
            ids);
        await connection.ExecuteAsync(
            "UPDATE ticket_file SET ticket_id = @to WHERE account_id = @AccountId AND ticket_id = @from", ids);
        await connection.ExecuteAsync(
            "UPDATE ticket SET parent = @into WHERE account_id = @AccountId AND parent = @number AND number <> @into", ids);
        return kept;
    }

    private static Result<TicketEdit?> Merged(TicketScene scene, long into)
    {
        var closed = scene.Desk.Settings.DoneStatuses.Count > 0 ? scene.Desk.Settings.DoneStatuses[^1] : scene.Ticket.Status;
        var after = SlaRules.Follow(
            scene.Ticket,
            scene.Ticket.With(TicketFieldNames.Status, closed) with { MergedInto = into, AwaitsAgent = false },
            scene.Desk,
            scene.Now);
        return new TicketEdit(after) { Kind = TicketEvents.Merged };
    }

    // Whoever was told of the one is told of both.
    private static Ticket Joined(Ticket kept, Ticket gone)
    {
        var joined = kept.With(TicketFieldNames.Tags, TagList.Join(kept.Tags.Concat(gone.Tags)));
        return joined with
        {
            Watchers = [.. kept.Watchers.Concat(gone.Watchers).DistinctBy(EmailAddress.Key)],
            Parent = kept.Parent == gone.Number ? gone.Parent : kept.Parent,
        };
    }
}
