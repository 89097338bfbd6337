using System.Diagnostics;
using System.Runtime.ExceptionServices;
using CsvHelper;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Imports;

/// <summary>
/// Works on an import whose lease this node holds: reads rows and makes their commands while the rows before them are
/// written. It gives way to single calls, whose transactions its own must not hold up.
/// </summary>
internal sealed class ImportRun(
    ImportStore store, ImportLane lane, FieldOperations fields, LeadWriter leads, TimeProvider clock)
{
    private const int MaxAttempts = 20;
    private const int FewestRows = 500;
    private const int MostRows = 4_000;

    /// <summary>How long a transaction is to take, alone and beside single calls.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(90);
    private static readonly TimeSpan LongestBesideCalls = TimeSpan.FromMilliseconds(30);

    /// <summary>Goes on until the end, the time is over, or the import is no longer this node's.</summary>
    public async Task Go(LeadImport import, Guid lease, TimeSpan time, CancellationToken stop)
    {
        await using var reader = new ImportReader(store, import);
        var ahead = Prepare(reader, import, FewestRows);
        try
        {
            var worked = Stopwatch.StartNew();
            var (progress, size) = (import.Progress, FewestRows);
            for (var isOver = false; !isOver;)
            {
                var (batch, commands) = await ahead;
                if (commands is null)
                {
                    await Fail(import, lease, "The user who sent it may no longer import leads.");
                    return;
                }

                isOver = batch.IsLast || worked.Elapsed > time || stop.IsCancellationRequested;
                if (!isOver)
                    ahead = Prepare(reader, import, size);
                var begun = worked.Elapsed;
                if (await Write(import, lease, progress, batch, commands) is not { } moved)
                    return;
                progress = moved;
                if (!isOver)
                    size = await Pace(size, batch.Rows.Count, worked.Elapsed - begun, stop);
            }
        }
        catch (CsvFormatException)
        {
            await Fail(
                import,
                lease,
                $"A row is larger than {ImportLimits.MostRowBytes / 1024} KiB. Is a quotation mark not closed?");
        }
        finally
        {
            // The reader is still at work on rows that are not wanted any more.
            await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<(ImportBatch Batch, ImportCommands? Commands)> Prepare(
        ImportReader reader, LeadImport import, int most) => Task.Run(async () =>
    {
        var batch = await reader.Next(most, CancellationToken.None);
        return (batch, await Make(import, batch));
    });

    private Task Fail(LeadImport import, Guid lease, string reason) =>
        store.Fail(import.AccountId, import.ImportId, lease, reason, clock.Now());

    /// <summary>
    /// Makes the rows into commands of the account's present definitions. Before a row is refused, it is looked once
    /// whether another node has changed them.
    /// </summary>
    private async Task<ImportCommands?> Make(LeadImport import, ImportBatch batch)
    {
        var hasLooked = false;
        while (true)
        {
            var definitions = await fields.Definitions(import.AccountId);
            if (!definitions.Account.Users.TryGetValue(import.UserId, out var user)
                || user is not { IsActive: true, IsAdministrator: true })
                return null;
            var commands = new ImportCommands(import, new Caller(definitions.Account, user), definitions);
            commands.Make(batch.Rows);
            if (hasLooked || batch.Rows.All(row => row.Refusal is null) || !await fields.HaveChanged(definitions))
                return commands;
            hasLooked = true;
        }
    }

    /// <summary>How far the import has come; null when it is no longer this node's.</summary>
    private async Task<ImportProgress?> Write(
        LeadImport import, Guid lease, ImportProgress from, ImportBatch batch, ImportCommands? commands)
    {
        var apart = false;
        for (var attempt = 1; commands is not null; attempt++)
        {
            var turn = new ImportTurn(import, lease, from, batch, commands, apart);
            await lane.Run(turn, CancellationToken.None);
            if (turn.Failure is not { } failure)
                return turn.Progress;
            if (DatabaseErrors.IsUnavailable(failure) || attempt >= MaxAttempts)
                ExceptionDispatchInfo.Throw(failure);
            apart |= !DatabaseErrors.IsRace(failure);
            commands = await Make(import, batch);
        }

        return null;
    }

    /// <summary>Rests as long as the rows took while single calls come, and sizes the next rows by the time.</summary>
    private async Task<int> Pace(int size, int rows, TimeSpan took, CancellationToken stop)
    {
        var isBeside = leads.HasCallers;
        if (isBeside)
            await Task.Delay(took, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var aim = (isBeside ? LongestBesideCalls : Longest) / took;
        return rows < size ? size : Math.Clamp((int)(size * Math.Clamp(aim, 0.5, 1.5)), FewestRows, MostRows);
    }
}
