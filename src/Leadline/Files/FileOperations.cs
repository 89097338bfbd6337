using System.Buffers;
using System.IO.Pipelines;
using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Files;

/// <summary>
/// Files: taken in, looked at by the scanner, kept, read and removed. A lead's files are for whoever may see the lead;
/// others' are deleted by whoever may change it. What belongs to nobody yet is its uploader's, and everybody's who may
/// see all leads.
/// </summary>
internal sealed class FileOperations(
    Database database,
    FileStore store,
    FileScanner scanner,
    LeadReads leads,
    ActivityReadOperations activities,
    ActivityTypeOperations types,
    ServerOptions options,
    TimeProvider clock)
{
    private const string UploadFolder = "uploads";

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such file.");

    private static readonly Failure NoAttachments = new(
        ErrorCode.Conflict, "Attachments are not allowed for activities of this type.");

    private static readonly Failure Taken = new(
        ErrorCode.Conflict, "The file belongs to another lead or activity already.");

    /// <summary>The draft with whose the file is to be; a failure where that cannot be.</summary>
    public async Task<Result<FileDraft>> Check(Caller caller, FileDraft draft, CancellationToken cancellation)
    {
        if (FileRules.NameOf(draft.Name) is not { } name)
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (FileRules.Refuse(name, []) is { } refused)
            return refused;
        draft = draft with { Name = name };
        if (draft.ActivityId is { } activityId)
        {
            var lead = await LeadOf(caller, activityId, draft.IsOfOpportunity, cancellation);
            return lead.Failure is { } unfit ? unfit
                : draft.LeadId is { } leadId && leadId != lead.Value ? Taken
                : draft with { LeadId = lead.Value };
        }

        return draft.LeadId is { } id && await leads.ById(caller, id, cancellation) is null ? LeadRules.Unknown : draft;
    }

    /// <summary>Takes a content in, up to the largest that a file may have.</summary>
    public Task<Result<FileSpool>> Take(Stream content, CancellationToken cancellation) =>
        FileSpool.Take(Path.Combine(options.DataFolder, UploadFolder), content, cancellation);

    /// <summary>Why a file is not kept: its name, its content, or the scanner's word; null where it is.</summary>
    public async Task<Failure?> Refuse(FileDraft draft, FileSpool content, CancellationToken cancellation) =>
        FileRules.Refuse(draft.Name, content.Beginning) ?? await scanner.Refuse(content.Read(), cancellation);

    /// <summary>Keeps a file that was checked.</summary>
    public Task<Result<StoredFile>> Add(
        Caller caller, NpgsqlConnection? within, FileDraft draft, FileSpool content) => Add(
        caller,
        within,
        New(caller, draft) with
        {
            ContentType = FileRules.TypeOf(draft.ContentType),
            Bytes = content.Length,
            Sha256 = content.Sha256,
        },
        (connection, file) => AddParts(connection, file, content.Read()));

    /// <summary>Notes a file of an activity that lies elsewhere.</summary>
    public async Task<Result<StoredFile>> AddElsewhere(
        Caller caller, NpgsqlConnection? within, FileDraft draft, string url, CancellationToken cancellation)
    {
        var mended = await Check(caller, draft, cancellation);
        return mended.Failure is { } failure
            ? failure
            : await Add(caller, within, New(caller, mended.Value) with { Url = url }, (_, _) => Task.CompletedTask);
    }

    /// <summary>Gives a file that was uploaded before to an activity.</summary>
    public async Task<Result<StoredFile>> Attach(
        Caller caller, NpgsqlConnection? within, Guid fileId, Guid activityId, string? description,
        CancellationToken cancellation)
    {
        var file = await Find(caller, fileId, cancellation);
        if (file.Failure is { } unknown)
            return unknown;
        var lead = await LeadOf(caller, activityId, isOpportunity: false, cancellation);
        if (lead.Failure is { } unfit)
            return unfit;
        var attached = file.Value with
        {
            LeadId = lead.Value,
            ActivityId = activityId,
            Description = description ?? file.Value.Description,
        };
        return await database.Transaction<Result<StoredFile>>(caller.AccountId, within, async connection =>
        {
            if (await Missing(connection, caller, attached) is { } failure)
                return failure;
            if (!await FileStore.Attach(connection, attached))
                return Taken;
            await Tell(connection, caller, FileEvents.Added, attached);
            return attached;
        }, cancellation);
    }

    /// <summary>
    /// Keeps a file for a lead that refers to it, which is locked; false where there is none, or it is another's.
    /// </summary>
    public static Task<bool> KeepFor(NpgsqlConnection connection, int accountId, Guid leadId, Guid fileId) =>
        FileStore.Keep(connection, accountId, fileId, leadId);

    public async Task<Result<StoredFile>> Find(Caller caller, Guid? fileId, CancellationToken cancellation) =>
        fileId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } file
        && await IsSeen(caller, file, cancellation)
            ? file
            : Unknown;

    /// <summary>The file that a signed link names: whoever has the link may read it.</summary>
    public async Task<Result<StoredFile>> Linked(int accountId, Guid fileId, CancellationToken cancellation) =>
        await store.Find(accountId, fileId, cancellation) is { } file ? file : Unknown;

    /// <summary>The files of these ids that there are, by their ids.</summary>
    public async Task<IReadOnlyDictionary<Guid, StoredFile>> Find(
        Caller caller, IReadOnlyCollection<Guid> fileIds, CancellationToken cancellation) => fileIds.Count == 0
        ? new Dictionary<Guid, StoredFile>()
        : (await store.Find(caller.AccountId, fileIds, cancellation)).ToDictionary(file => file.FileId);

    /// <summary>Files of a lead, its activities' too, or of one activity; the newest first.</summary>
    public async Task<IReadOnlyList<StoredFile>> Of(
        Caller caller, Guid? leadId, Guid? activityId, Guid? before, int most, CancellationToken cancellation)
    {
        var isSeen = activityId is { } activity
            ? await activities.Find(caller, activity, cancellation) is not null
            : leadId is { } lead && await leads.ById(caller, lead, cancellation) is not null;
        return isSeen ? await store.Of(caller.AccountId, leadId, activityId, before, most, cancellation) : [];
    }

    /// <summary>Writes a file's content, a piece after the other.</summary>
    public async Task Send(StoredFile file, PipeWriter body, CancellationToken cancellation)
    {
        for (var at = 0L; at < file.Bytes; at += FileLimits.PieceBytes)
        {
            var content = await store.ReadPiece(file.AccountId, file.FileId, at, cancellation)
                ?? throw new EndOfStreamException("A piece of the file is gone.");
            await body.WriteAsync(content, cancellation);
        }
    }

    public async Task<Failure?> Delete(Caller caller, Guid? fileId, CancellationToken cancellation)
    {
        var found = await Find(caller, fileId, cancellation);
        if (found.Failure is { } unknown)
            return unknown;
        if (await RefuseDelete(caller, found.Value, cancellation) is { } notPermitted)
            return notPermitted;
        var isDone = await database.Transaction(caller.AccountId, async connection =>
        {
            if (!await FileStore.Hide(connection, caller.AccountId, found.Value.FileId))
                return false;
            await Tell(connection, caller, FileEvents.Deleted, found.Value);
            return true;
        }, cancellation);
        if (!isDone)
            return Unknown;
        await store.Remove(caller.AccountId, found.Value.FileId);
        return null;
    }

    /// <summary>
    /// Removes the content of deleted files, temporary files that nothing refers to, and what deleted leads and
    /// activities have left.
    /// </summary>
    public async Task RemoveOld(int accountId)
    {
        await store.HideOld(accountId, clock.Now() - FileLimits.Temporary);
        while (await store.Hidden(accountId) is { Count: > 0 } hidden)
            foreach (var fileId in hidden)
                await store.Remove(accountId, fileId);
    }

    private async Task<bool> IsSeen(Caller caller, StoredFile file, CancellationToken cancellation) =>
        file.LeadId is { } leadId ? await leads.ById(caller, leadId, cancellation) is not null
            && (file.ActivityId is not { } activityId
                || await activities.Find(caller, activityId, cancellation) is not null)
        : file.UploadedBy == caller.User.Id || caller.Scope(RecordKind.Lead, Deed.View).IsAll;

    private async Task<Failure?> RefuseDelete(Caller caller, StoredFile file, CancellationToken cancellation) =>
        file.UploadedBy != caller.User.Id && file.LeadId is { } leadId
        && await leads.ById(caller, leadId, cancellation) is { } lead
            ? caller.Refuse(RecordKind.Lead, Deed.Update, lead.OwnerId, lead.Id)
            : null;

    private StoredFile New(Caller caller, FileDraft draft) => new()
    {
        AccountId = caller.AccountId,
        FileId = Ids.New(),
        Name = draft.Name,
        Description = draft.Description ?? "",
        IsTemporary = draft.IsTemporary,
        LeadId = draft.LeadId,
        ActivityId = draft.ActivityId,
        UploadedBy = caller.User.Id,
        UploadedOn = clock.Now(),
    };

    private async Task<Result<StoredFile>> Add(
        Caller caller, NpgsqlConnection? within, StoredFile file,
        Func<NpgsqlConnection, StoredFile, Task> addContent) =>
        await database.Transaction<Result<StoredFile>>(caller.AccountId, within, async connection =>
        {
            if (await Missing(connection, caller, file) is { } failure)
                return failure;
            await FileStore.Add(connection, file);
            await addContent(connection, file);
            await Tell(connection, caller, FileEvents.Added, file);
            return file;
        });

    private static async Task AddParts(NpgsqlConnection connection, StoredFile file, Stream content)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FileLimits.PartBytes);
        try
        {
            var part = buffer.AsMemory(0, FileLimits.PartBytes);
            int read;
            for (var number = 0; (read = await content.ReadAtLeastAsync(part, part.Length, false)) > 0; number++)
                await FileStore.AddPart(connection, file, number, part[..read]);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whose the file is to be stays until the commit, or is missing by now.</summary>
    private static async Task<Failure?> Missing(NpgsqlConnection connection, Caller caller, StoredFile file)
    {
        if (file.LeadId is { } leadId && !(await LeadStore.Keep(connection, caller, leadId)).Any())
            return LeadRules.Unknown;
        return file.ActivityId is { } activityId
            && !await FileStore.KeepActivity(connection, file.AccountId, activityId)
                ? ActivityOperations.UnknownActivity
                : null;
    }

    /// <summary>The lead of an activity that takes attachments, or of an opportunity.</summary>
    private async Task<Result<Guid>> LeadOf(
        Caller caller, Guid activityId, bool isOpportunity, CancellationToken cancellation)
    {
        if (await activities.Find(caller, activityId, cancellation) is not { } activity
            || (isOpportunity && !ActivityType.IsOpportunityCode(activity.EventCode)))
            return isOpportunity
                ? new Failure(ErrorCode.UnknownRecord, "There is no such opportunity.")
                : ActivityOperations.UnknownActivity;
        return ActivityType.IsOpportunityCode(activity.EventCode)
            || (await types.Get(caller.AccountId)).Find(activity.EventCode) is { AllowAttachments: true }
                ? activity.LeadId
                : NoAttachments;
    }

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind, StoredFile file)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, file.LeadId, file.FileId, clock.Now()));
        return rows.Write(connection);
    }
}
