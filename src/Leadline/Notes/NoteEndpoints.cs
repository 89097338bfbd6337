using Leadline.Accounts;
using Leadline.Files;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.Notes;

/// <summary>Notes of leads in Leadline's own API.</summary>
internal sealed class NoteEndpoints(NoteOperations notes, FileLinks links)
{
    private const int MostListed = 200;

    /// <summary><c>GET leads/{lead}/notes?after=&amp;limit=</c>: the newest first.</summary>
    public async Task<Failure?> List(Call call)
    {
        if (!Guid.TryParse(call.Route("lead"), out var leadId)
            || !await notes.HasLead(call.Caller, leadId, call.Cancelled))
            return LeadRules.Unknown;
        var query = new NoteQuery(call.Caller.AccountId, leadId, call.QueryLimit(MostListed))
        {
            Before = call.QueryId("after"),
        };
        var (_, found) = await notes.Page(call.Caller, query, call.Cancelled);
        var files = await notes.Files(call.Caller, found, call.Cancelled);
        return call.Answer(
            new NotesResponse(
                [.. found.Select(note => Response(call, note, files))],
                found.Count == query.Most ? found[^1].NoteId : null),
            OwnJson.Default.NotesResponse);
    }

    public Task<Failure?> Create(Call call) => Create(call, "lead", LeadRules.Unknown, notes.Create);

    /// <summary><c>POST opportunities/{opportunity}/notes</c></summary>
    public Task<Failure?> CreateOnOpportunity(Call call) =>
        Create(call, "opportunity", OpportunityRules.NoSuch, notes.CreateOnOpportunity);

    public async Task<Failure?> Get(Call call) =>
        await Answer(call, await notes.Find(call.Caller, Id(call), call.Cancelled));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<NoteRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var attachment = Attachment(body.Value);
        if (attachment.Failure is { } unfit)
            return unfit;
        var change = new NoteChange(body.Value.Text, attachment.Value) { ExpectedVersion = IfMatch.Version(call) };
        return await Answer(
            call, await notes.Update(call.Caller, call.Transaction, Id(call), change, call.Cancelled));
    }

    public async Task<Failure?> Delete(Call call) =>
        await notes.Delete(call.Caller, Id(call), leadId: null, call.Cancelled)
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    private async Task<Failure?> Create(
        Call call,
        string record,
        Failure unknown,
        Func<Caller, NpgsqlConnection?, Guid, string?, NoteAttachment, CancellationToken, Task<Result<LeadNote>>> write)
    {
        var body = call.Read<NoteRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (call.RouteId(record) is not { } id)
            return unknown;
        var attachment = Attachment(body.Value);
        if (attachment.Failure is { } unfit)
            return unfit;
        var written = await write(
            call.Caller,
            call.Transaction,
            id,
            body.Value.Text,
            attachment.Value ?? NoteAttachment.None,
            call.Cancelled);
        return written.Failure == unknown ? unknown : await Answer(call, written);
    }

    private static Guid? Id(Call call) => call.RouteId("note");

    /// <summary>Null where none is passed; an empty id takes away the one that is there.</summary>
    private static Result<NoteAttachment?> Attachment(NoteRequest request) => request.FileId switch
    {
        null => (NoteAttachment?)null,
        "" => NoteAttachment.None,
        var text when Guid.TryParse(text, out var fileId) => new NoteAttachment(Name: null, fileId),
        _ => new Failure(ErrorCode.InvalidInput, "'fileId' is the id of a file.") { Field = "fileId" },
    };

    private async Task<Failure?> Answer(Call call, Result<LeadNote> note)
    {
        if (note.Failure is { } failure)
            return failure.Code == ErrorCode.UnknownRecord && failure.Field is null
                ? failure with { Message = "There is no such note." }
                : failure;
        IfMatch.Tell(call, note.Value.Version);
        var files = await notes.Files(call.Caller, [note.Value], call.Cancelled);
        return call.Answer(Response(call, note.Value, files), OwnJson.Default.NoteResponse);
    }

    private NoteResponse Response(Call call, LeadNote note, IReadOnlyDictionary<Guid, StoredFile> files)
    {
        var file = note.FileId is { } fileId ? files.GetValueOrDefault(fileId) : null;
        var url = note.AttachmentUrl
            ?? (file is null ? null : links.New(call, file.FileId).Url);
        return new NoteResponse(
            note.NoteId,
            note.LeadId,
            note.OpportunityId,
            note.Text,
            note.AttachmentName is { } name ? new NoteAttachmentResponse(name, url, file?.FileId) : null,
            note.Version,
            note.CreatedBy,
            note.CreatedOn,
            note.ModifiedBy,
            note.ModifiedOn);
    }
}
