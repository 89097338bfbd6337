using Leadline.Files;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

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

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<NoteRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (!Guid.TryParse(call.Route("lead"), out var leadId))
            return LeadRules.Unknown;
        var attachment = Attachment(body.Value);
        return attachment.Failure ?? await Answer(call, await notes.Create(
            call.Caller,
            call.Transaction,
            leadId,
            body.Value.Text,
            attachment.Value ?? NoteAttachment.None,
            call.Cancelled));
    }

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
            note.Text,
            note.AttachmentName is { } name ? new NoteAttachmentResponse(name, url, file?.FileId) : null,
            note.Version,
            note.CreatedBy,
            note.CreatedOn,
            note.ModifiedBy,
            note.ModifiedOn);
    }
}
