using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Imports;

/// <summary>Rows of an import on their way through the lane.</summary>
/// <param name="Import">Whose rows they are.</param>
/// <param name="Lease">Under which they are written.</param>
/// <param name="From">How far the import has come before them.</param>
/// <param name="Batch">The rows.</param>
/// <param name="Commands">What made their commands.</param>
/// <param name="Apart">Carries them out under savepoints, so that a row at fault fails alone.</param>
internal sealed record ImportTurn(
    LeadImport Import, Guid Lease, ImportProgress From, ImportBatch Batch, ImportCommands Commands, bool Apart)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the turn is over.</summary>
    public Task Done => done.Task;

    /// <summary>
    /// How far the import has come; null when the turn failed, or the import is no longer this node's.
    /// </summary>
    public ImportProgress? Progress { get; set; }

    public Exception? Failure { get; set; }

    public void Finish() => done.SetResult();
}

/// <summary>
/// The thread and the connection that imports are written by, beside those of single calls: the rows of a turn, their
/// refusals and the import's progress commit together.
/// </summary>
internal sealed class ImportLane : IAsyncDisposable
{
    /// <summary>How long a node's word holds that it works on an import.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    private const int LongestReason = 1_000;

    private static readonly Failure Unwritable = new(
        ErrorCode.InvalidInput, "The row could not be written. The server's log says why.");

    private readonly LeadWriter leads;
    private readonly TimeProvider clock;
    private readonly LaneConnection main;
    private readonly LaneConnection aside;
    private readonly Lanes<ImportTurn> lanes;

    public ImportLane(Database database, LeadWriter leads, TimeProvider clock)
    {
        (this.leads, this.clock) = (leads, clock);
        main = new LaneConnection(database);
        aside = new LaneConnection(database, isAside: true);
        lanes = new Lanes<ImportTurn>(1, maxBatch: 1, (_, turns) => Run(turns[0]));
    }

    public Task Run(ImportTurn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lanes.Enter(turn, hash: 0);
        return turn.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await lanes.DisposeAsync();
        main.Dispose();
        aside.Dispose();
    }

    private void Run(ImportTurn turn)
    {
        WriteUnit? unit = null;
        try
        {
            unit = WriteUnit.On(main.OpenToWrite(), aside);
            Write(unit, turn);
        }
        catch (Exception exception)
        {
            (turn.Failure, turn.Progress) = (exception, null);
            unit?.Abandon();
        }
        finally
        {
            main.DropIfBroken();
            aside.DropIfBroken();
            turn.Finish();
        }
    }

    private void Write(WriteUnit unit, ImportTurn turn)
    {
        if (!IsOurs(unit, turn))
        {
            unit.Rollback();
            return;
        }

        ArraySegment<ImportRow> running = turn.Batch.Rows.Where(row => row.Command is not null).ToArray();
        if (turn.Apart)
            CarryOutApart(unit, running);
        else if (running.Count > 0)
            leads.CarryOut(unit, [.. running.Select(row => row.Command!)]);

        var now = clock.Now();
        var progress = Count(unit, turn);
        unit.Rows.Add(
            ImportProgressStore.Order,
            ImportProgressStore.Move(turn.Import, progress, turn.Batch.IsLast, now, now + Lease));
        unit.Commit();
        turn.Progress = progress;
    }

    private static bool IsOurs(WriteUnit unit, ImportTurn turn)
    {
        using var query = unit.Query();
        query.BatchCommands.Add(ImportProgressStore.Lock(turn.Import, turn.Lease, turn.From.ReadTo));
        using var reader = query.ExecuteReader();
        return reader.Read();
    }

    /// <summary>Halves what fails until the rows at fault are alone.</summary>
    private void CarryOutApart(WriteUnit unit, ArraySegment<ImportRow> rows)
    {
        if (rows.Count == 0)
            return;
        var part = unit.Part();
        try
        {
            leads.CarryOut(part, [.. rows.Select(row => row.Command!)]);
            part.Commit();
        }
        catch (Exception exception) when (!DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            part.Rollback();
            if (rows.Count == 1)
            {
                rows[0].Refusal = Unwritable;
                return;
            }

            CarryOutApart(unit, rows[..(rows.Count / 2)]);
            CarryOutApart(unit, rows[(rows.Count / 2)..]);
        }
    }

    private static ImportProgress Count(WriteUnit unit, ImportTurn turn)
    {
        var (created, refused) = (0, 0);
        foreach (var row in turn.Batch.Rows)
        {
            if (row.Failure is not { } failure)
            {
                created += row.Command!.Outcome.Value.IsCreated ? 1 : 0;
                continue;
            }

            refused++;
            unit.Add(
                ImportProgressStore.AddRefusal,
                new ImportRefusal(
                    turn.Import.AccountId,
                    turn.Import.ImportId,
                    row.Line,
                    row.At,
                    row.Length,
                    turn.Commands.FieldOf(failure),
                    Reason(failure)));
        }

        var (from, rows) = (turn.From, turn.Batch.Rows.Count);
        return new ImportProgress(
            turn.Batch.ReadTo,
            turn.Batch.Line,
            from.RowsRead + rows,
            from.Created + created,
            from.Updated + rows - created - refused,
            from.Refused + refused);
    }

    // A reason may quote the row, and the cut may halve a character.
    private static string Reason(Failure failure)
    {
        var reason = failure.Code == ErrorCode.UnknownLead ? "There is no such lead." : failure.Message;
        return UnicodeText.Storable(reason.Length > LongestReason ? reason[..LongestReason] : reason);
    }
}
