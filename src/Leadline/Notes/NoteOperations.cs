using Leadline.Accounts;
using Leadline.Events;
using Leadline.Files;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Notes;

/// <summary>
/// Notes of leads: written, changed, deleted and read. Whoever may see a lead may add to it and change notes of one's
/// own; others' notes are for those who may change the lead.
/// </summary>
internal sealed class NoteOperations(
    Database database,
    NoteStore store,
    FileOperations files,
    LeadReads leads,
    OpportunityReadOperations opportunities,
    TimeProvider clock)
{
    /// <summary>Most characters of a note.</summary>
    public const int LongestText = 100_000;

    private const int LongestName = 2_000;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "Note does not exist.");

    private static readonly Failure NoText = new(ErrorCode.MissingAttribute, "'Note' is mandatory.") { Field = "text" };

    public Task<Result<LeadNote>> Create(
        Caller caller, NpgsqlConnection? within, Guid leadId, string? text, NoteAttachment attachment,
        CancellationToken cancellation) =>
        Create(caller, within, (leadId, null), text, attachment, cancellation);

    /// <summary>Writes a note of an opportunity: its lead has it, too.</summary>
    public async Task<Result<LeadNote>> CreateOnOpportunity(
        Caller caller, NpgsqlConnection? within, Guid opportunityId, string? text, NoteAttachment attachment,
        CancellationToken cancellation) =>
        await opportunities.Find(caller, opportunityId, cancellation) is { } opportunity
            ? await Create(caller, within, (opportunity.LeadId, opportunityId), text, attachment, cancellation)
            : OpportunityRules.NoSuch;

    private async Task<Result<LeadNote>> Create(
        Caller caller, NpgsqlConnection? within, (Guid Lead, Guid? Opportunity) of, string? text,
        NoteAttachment attachment, CancellationToken cancellation)
    {
        if (RefuseText(text) is { } unfit)
            return unfit;
        var now = clock.Now();
        var attached = await Attach(
            new LeadNote
            {
                AccountId = caller.AccountId,
                NoteId = Ids.New(),
                LeadId = of.Lead,
                OpportunityId = of.Opportunity,
                Text = UnicodeText.Storable(text!),
                CreatedBy = caller.User.Id,
                CreatedOn = now,
                ModifiedBy = caller.User.Id,
                ModifiedOn = now,
            },
            caller,
            attachment,
            cancellation);
        if (attached.Failure is not null)
            return attached;
        var note = attached.Value;
        return await database.Transaction<Result<LeadNote>>(caller.AccountId, within, async connection =>
        {
            if (await Refuse(connection, caller, note, note.FileId) is { } refusal)
                return refusal;
            await NoteStore.Add(connection, note);
            await Tell(connection, caller, NoteEvents.Created, note);
            return note;
        }, cancellation);
    }

    public async Task<Result<LeadNote>> Find(Caller caller, Guid? noteId, CancellationToken cancellation) =>
        noteId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } note
        && await HasLead(caller, note.LeadId, cancellation)
            ? note
            : Unknown;

    /// <summary>A page of a lead's notes, and how many there are over all pages.</summary>
    public async Task<(long Total, IReadOnlyList<LeadNote> Notes)> Page(
        Caller caller, NoteQuery query, CancellationToken cancellation) =>
        await HasLead(caller, query.LeadId, cancellation) ? await store.Page(query, cancellation) : (0, []);

    /// <summary>Whether there is the lead, which may have no notes.</summary>
    public async Task<bool> HasLead(Caller caller, Guid leadId, CancellationToken cancellation) =>
        await leads.ById(caller, leadId, cancellation) is not null;

    /// <summary>Changes what is passed.</summary>
    public async Task<Result<LeadNote>> Update(
        Caller caller, NpgsqlConnection? within, Guid? noteId, NoteChange change, CancellationToken cancellation)
    {
        if (change.Text is not null && RefuseText(change.Text) is { } unfit)
            return unfit;
        var found = await FindToChange(caller, noteId, cancellation);
        if (found.Failure is not null)
            return found;
        var attached = change.Attachment is { } attachment
            ? await Attach(found.Value, caller, attachment, cancellation)
            : found.Value;
        if (attached.Failure is not null)
            return attached;
        return await database.Transaction<Result<LeadNote>>(caller.AccountId, within, async connection =>
        {
            // The lead first, as whoever deletes it.
            if (await Refuse(connection, caller, attached.Value, change.Attachment?.FileId) is { } refusal)
                return refusal;
            if (await NoteStore.Lock(connection, caller.AccountId, attached.Value.NoteId) is not { } note
                || (change.LeadId is { } leadId && leadId != note.LeadId))
                return Unknown;
            if (change.ExpectedVersion is { } expected && expected != note.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The note has changed: it is at version {note.Version}, not {expected}.");
            var changed = note with
            {
                Text = change.Text is { } text ? UnicodeText.Storable(text) : note.Text,
                AttachmentName = change.Attachment is null ? note.AttachmentName : attached.Value.AttachmentName,
                AttachmentUrl = change.Attachment is null ? note.AttachmentUrl : attached.Value.AttachmentUrl,
                FileId = change.Attachment is null ? note.FileId : attached.Value.FileId,
            };
            if (changed == note)
                return note;
            changed = changed with
            {
                Version = note.Version + 1,
                ModifiedBy = caller.User.Id,
                ModifiedOn = clock.Now(),
            };
            await NoteStore.Update(connection, changed);
            await Tell(connection, caller, NoteEvents.Updated, changed);
            return changed;
        }, cancellation);
    }

    /// <summary>Deletes a note, of this lead where one is named. Its file stays with the lead.</summary>
    public async Task<Failure?> Delete(Caller caller, Guid? noteId, Guid? leadId, CancellationToken cancellation)
    {
        var found = await FindToChange(caller, noteId, cancellation);
        if (found.Failure is { } failure)
            return failure;
        return await database.Transaction(caller.AccountId, async connection =>
        {
            if (await NoteStore.Lock(connection, caller.AccountId, found.Value.NoteId) is not { } note
                || (leadId is { } named && named != note.LeadId))
                return Unknown;
            await NoteStore.Delete(connection, caller.AccountId, note.NoteId);
            await Tell(connection, caller, NoteEvents.Deleted, note);
            return (Failure?)null;
        }, cancellation);
    }

    /// <summary>Deletes a lead's notes that were made within a window, as a part of a transaction.</summary>
    public async Task DeleteOfLead(
        Caller caller, NpgsqlConnection connection, Guid leadId, DateTime? from, DateTime? before)
    {
        var rows = new RowBuffer();
        foreach (var noteId in await NoteStore.DeleteOfLead(connection, caller.AccountId, leadId, from, before))
            rows.Add(EventStore.Append, Event.By(caller, NoteEvents.Deleted, leadId, noteId, clock.Now()));
        await rows.Write(connection);
    }

    /// <summary>The files of notes, by their ids.</summary>
    public Task<IReadOnlyDictionary<Guid, StoredFile>> Files(
        Caller caller, IEnumerable<LeadNote> notes, CancellationToken cancellation) => files.Find(
        caller, [.. notes.Select(note => note.FileId).OfType<Guid>().Distinct()], cancellation);

    private async Task<Result<LeadNote>> FindToChange(
        Caller caller, Guid? noteId, CancellationToken cancellation)
    {
        var found = await Find(caller, noteId, cancellation);
        if (found.Failure is not null || found.Value.CreatedBy == caller.User.Id)
            return found;
        var lead = await leads.ById(caller, found.Value.LeadId, cancellation);
        return lead is null ? Unknown
            : caller.Refuse(RecordKind.Lead, Deed.Update, lead.OwnerId, lead.Id) is { } notPermitted ? notPermitted
            : found;
    }

    private static Failure? RefuseText(string? text) =>
        text is null || UnicodeText.IsBlank(text) ? NoText
        : text.Length > LongestText
            ? new Failure(ErrorCode.TooLarge, $"A note has at most {LongestText} characters.") { Field = "text" }
            : null;

    private async Task<Result<LeadNote>> Attach(
        LeadNote note, Caller caller, NoteAttachment attachment, CancellationToken cancellation)
    {
        if (attachment.FileId is { } fileId)
        {
            var file = await files.Find(caller, fileId, cancellation);
            return file.Failure is { } unknown
                ? unknown with { Field = "fileId" }
                : note with
                {
                    AttachmentName = attachment.Name ?? file.Value.Name,
                    AttachmentUrl = file.Value.Url,
                    FileId = fileId,
                };
        }

        if (attachment.Name is { Length: > LongestName })
            return new Failure(ErrorCode.TooLarge, $"An attachment's name has at most {LongestName} characters.");
        return note with
        {
            AttachmentName = attachment.Name,
            AttachmentUrl = attachment.Name is { } name && FileRules.IsUrl(name) ? name : null,
            FileId = null,
        };
    }

    /// <summary>The note's lead stays until the commit, and a new file is kept for the lead; why not.</summary>
    private static async Task<Failure?> Refuse(
        NpgsqlConnection connection, Caller caller, LeadNote note, Guid? newFileId)
    {
        if (!(await LeadStore.Keep(connection, caller, note.LeadId)).Any())
            return LeadRules.Unknown;
        if (note.OpportunityId is { } opportunityId
            && !(await OpportunityReadOperations.LeadsOf(connection, note.AccountId, [opportunityId]))
                .Contains(new(opportunityId, note.LeadId)))
            return OpportunityRules.NoSuch;
        return newFileId is { } fileId
            && !await FileOperations.KeepFor(connection, note.AccountId, note.LeadId, fileId)
                ? new Failure(ErrorCode.Conflict, "The file belongs to another lead.") { Field = "fileId" }
                : null;
    }

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind, LeadNote note)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, note.LeadId, note.NoteId, clock.Now()));
        return rows.Write(connection);
    }
}
