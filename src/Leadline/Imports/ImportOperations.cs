using System.IO.Pipelines;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.Imports;

/// <summary>A file that was received and is kept, to be accepted.</summary>
internal sealed record ReceivedFile(Guid ImportId, long Bytes, byte[] Hash);

/// <summary>What administrators may do with imports.</summary>
internal sealed class ImportOperations(
    ImportStore store, FieldOperations fields, ServerOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestReceiving = TimeSpan.FromDays(1);

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such import.");

    /// <summary>
    /// Takes a file in as it comes and keeps it, part by part. What its first line shows to be wrong is told at once.
    /// </summary>
    public async Task<Result<ReceivedFile>> Receive(
        Caller caller, ImportOptions import, PipeReader body, CancellationToken cancellation)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        if (await store.CountUnfinished(caller.AccountId) >= ImportLimits.MostUnfinished)
            return new Failure(
                ErrorCode.BacklogFull, $"At most {ImportLimits.MostUnfinished} imports of an account may wait.")
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
        var id = Ids.New();
        var isKept = false;
        try
        {
            var received = await Receive(caller, import, id, body, cancellation);
            isKept = received.Failure is null;
            return received;
        }
        finally
        {
            if (!isKept)
                await store.Remove(caller.AccountId, id);
        }
    }

    /// <summary>Has a received file wait for its turn.</summary>
    public async Task<Result<LeadImport>> Accept(Caller caller, NpgsqlConnection? within, ReceivedFile file) =>
        await store.Accept(within, caller.AccountId, file.ImportId, file.Bytes) is { } import ? import : Unknown;

    /// <summary>Forgets a received file that is not to be accepted.</summary>
    public Task Drop(Caller caller, ReceivedFile file) => store.Remove(caller.AccountId, file.ImportId);

    public async Task<Result<LeadImport>> Find(Caller caller, Guid? importId)
    {
        if (Refuse(caller) is { } refusal)
            return refusal;
        return importId is { } id && await store.Find(caller.AccountId, id) is { } import ? import : Unknown;
    }

    /// <summary>Those before <paramref name="before"/>, the newest first; null begins with the last.</summary>
    public async Task<Result<IReadOnlyList<LeadImport>>> List(Caller caller, Guid? before, int most) =>
        Refuse(caller) is { } refusal
            ? refusal
            : Result<IReadOnlyList<LeadImport>>.Success(await store.List(caller.AccountId, before, most));

    /// <summary>Refused rows of an import behind a line.</summary>
    public Task<IReadOnlyList<RefusedRow>> Refused(LeadImport import, long after, int most, long mostBytes) =>
        store.Refused(import.AccountId, import.ImportId, after, most, mostBytes);

    /// <summary>Ends an import where it is: what it has done stays.</summary>
    public async Task<Result<LeadImport>> Cancel(Caller caller, Guid? importId)
    {
        var found = await Find(caller, importId);
        if (found.Failure is not null)
            return found;
        if (!await store.Cancel(caller.AccountId, found.Value.ImportId, clock.Now()))
            return new Failure(ErrorCode.Conflict, "The import has ended.");
        return await Find(caller, importId);
    }

    /// <summary>Forgets an import that has ended, and its file.</summary>
    public async Task<Failure?> Delete(Caller caller, Guid? importId)
    {
        var found = await Find(caller, importId);
        if (found.Failure is not null)
            return found.Failure;
        if (found.Value.State is ImportState.Waiting or ImportState.Running)
            return new Failure(ErrorCode.Conflict, "The import has not ended. Cancel it first.");
        await store.Remove(caller.AccountId, found.Value.ImportId);
        return null;
    }

    /// <summary>
    /// Forgets what ended longer ago than asynchronous requests are kept, and files that never came whole.
    /// </summary>
    public async Task RemoveOld(int accountId)
    {
        var now = clock.Now();
        var endedBefore = now - TimeSpan.FromDays(options.IntakeKeptDays);
        foreach (var importId in await store.Old(accountId, endedBefore, now - LongestReceiving))
            await store.Remove(accountId, importId);
    }

    private async Task<Result<ReceivedFile>> Receive(
        Caller caller, ImportOptions options, Guid id, PipeReader body, CancellationToken cancellation)
    {
        using var file = new ImportFile();
        for (var (part, isWhole) = (0, false); !isWhole; part++)
        {
            isWhole = await Fill(file, body, cancellation);
            if (file.Length > ImportLimits.MostBytes)
                return TooLarge;
            if (part > 0 && file.Part.IsEmpty)
                break;
            if (file.Check(isWhole) is { } unfit)
                return unfit;
            if (part == 0 && await Begin(caller, options, id, file.Part) is { } failure)
                return failure;
            await store.AddPart(caller.AccountId, id, part, file.Part);
            file.Next();
        }

        return new ReceivedFile(id, file.Length, file.Hash());
    }

    /// <summary>The file is larger than any may be.</summary>
    public static readonly Failure TooLarge = new(
        ErrorCode.TooLarge,
        $"A file has at most {ImportLimits.MostBytes / (1024 * 1024)} MiB. Send it in several, each with the header.");

    /// <summary>Reads a part of the body; true at its end.</summary>
    private static async Task<bool> Fill(ImportFile file, PipeReader body, CancellationToken cancellation)
    {
        while (!file.IsFull)
        {
            var read = await body.ReadAsync(cancellation);
            var taken = file.Take(read.Buffer);
            body.AdvanceTo(read.Buffer.GetPosition(taken));
            if (read.IsCompleted && taken == read.Buffer.Length)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Reads the first line against the account's fields, also those that another node has just made.
    /// </summary>
    private async Task<Failure?> Begin(Caller caller, ImportOptions options, Guid id, ReadOnlyMemory<byte> start)
    {
        var definitions = await fields.Definitions(caller.AccountId);
        var header = Read(definitions, options, start);
        if (header.Failure is not null && await fields.HaveChanged(definitions))
            header = Read(await fields.Definitions(caller.AccountId), options, start);
        if (header.Failure is { } failure)
            return failure;
        await store.Begin(new LeadImport
        {
            AccountId = caller.AccountId,
            ImportId = id,
            UserId = caller.User.Id,
            Format = options.Format,
            Mode = options.Mode,
            SearchBy = options.SearchBy,
            Source = options.Source,
            Columns = header.Value.Columns,
            Separator = header.Value.Separator,
            ReceivedOn = clock.Now(),
        });
        return null;
    }

    private static Result<ImportHeader> Read(Definitions definitions, ImportOptions options, ReadOnlyMemory<byte> start)
    {
        if (options.SearchBy is { } field
            && !LeadFieldNames.ProspectId.Equals(field, StringComparison.OrdinalIgnoreCase)
            && definitions.Lead.FindAnyCase(field) is not { Unique: not Uniqueness.None })
            return new Failure(ErrorCode.InvalidInput, $"'{field}' is no unique field of leads.")
            {
                Field = "searchBy",
            };
        return ImportHeader.Read(options.Format, start, definitions.Lead);
    }

    private static Failure? Refuse(Caller caller) => caller.RefuseUnlessAdministrator("import leads");
}
