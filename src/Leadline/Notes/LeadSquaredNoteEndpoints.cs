using Leadline.Files;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Notes;

/// <summary>Notes as LeadSquared's <c>LeadManagement.svc</c> has them (core §2.8, §2.18).</summary>
internal sealed class LeadSquaredNoteEndpoints(NoteOperations notes, FileLinks links)
{
    private const int UsualPage = 200;
    private const int LargestPage = 1_000;

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<NoteBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (LeadOf(body.Value.RelatedProspectId, out var leadId) is { } badLead)
            return badLead;
        return call.Answer(
            await notes.Create(
                call.Caller, call.Transaction, leadId, body.Value.Note, Attachment(call, body.Value), call.Cancelled),
            note => new SuccessResponse<IdMessage>(new IdMessage(note.NoteId.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> Retrieve(Call call)
    {
        var body = call.Read<RetrieveNoteBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        if (string.IsNullOrEmpty(parameter.RelatedId))
            return Failure.InvalidParameter("You have not passed RelatedId.");
        var page = LeadSquaredPaging.Read(
            new SearchBody { Paging = body.Value.Paging, Sorting = body.Value.Sorting }, UsualPage, LargestPage);
        var (total, found) = await notes.Page(
            call.Caller,
            new NoteQuery(
                call.Caller.AccountId,
                Guid.TryParse(parameter.RelatedId, out var leadId) ? leadId : Guid.Empty,
                page.Limit)
            {
                NoteId = string.IsNullOrEmpty(parameter.Id) ? null
                    : Guid.TryParse(parameter.Id, out var noteId) ? noteId : Guid.Empty,
                ByModification = "ModifiedOn".Equals(page.SortBy, StringComparison.OrdinalIgnoreCase),
                IsAscending = !page.Descending,
                Offset = page.Offset,
            },
            call.Cancelled);
        var files = await notes.Files(call.Caller, found, call.Cancelled);
        return call.Answer(
            new ListResponse(total, [.. found.Select(note => Row(call, note, files))]),
            LeadSquaredJson.Default.ListResponse);
    }

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<NoteBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (LeadOf(body.Value.RelatedProspectId, out var leadId) is { } badLead)
            return badLead;
        if (string.IsNullOrEmpty(body.Value.ProspectNoteId))
            return new Failure(ErrorCode.MissingAttribute, "'ProspectNoteId' is mandatory");
        if (body.Value is { Note: null, AttachmentName: null })
            return Failure.InvalidParameter("You have passed neither Note nor AttachmentName.");
        var changed = await notes.Update(
            call.Caller,
            call.Transaction,
            Guid.TryParse(body.Value.ProspectNoteId, out var noteId) ? noteId : null,
            new NoteChange(
                body.Value.Note, body.Value.AttachmentName is null ? null : Attachment(call, body.Value))
            {
                LeadId = leadId,
            },
            call.Cancelled);
        return changed.Failure ?? Done(call);
    }

    // By GET (core §2.18).
    public async Task<Failure?> Delete(Call call)
    {
        if (LeadOf(call.Query("prospectId"), out var leadId) is { } badLead)
            return badLead;
        return call.Query("noteId") is null
            ? new Failure(ErrorCode.MissingAttribute, "'noteId' is mandatory")
            : await notes.Delete(call.Caller, call.QueryId("noteId"), leadId, call.Cancelled) ?? Done(call);
    }

    private static Failure? Done(Call call) =>
        call.Answer(new StatusResponse(), LeadSquaredJson.Default.StatusResponse);

    private static Failure? LeadOf(string? text, out Guid leadId)
    {
        leadId = default;
        return string.IsNullOrEmpty(text)
            ? new Failure(ErrorCode.MissingAttribute, "'RelatedProspectId' is mandatory")
            : Guid.TryParse(text, out leadId) ? null : LeadRules.Unknown;
    }

    // An address, or what File/Upload called a file; a link of the server's own means its file as well.
    private NoteAttachment Attachment(Call call, NoteBody body)
    {
        if (body.AttachmentName is not { Length: > 0 } name)
            return NoteAttachment.None;
        return links.FileOf(call.Caller.AccountId, name) is { } fileId
            ? new NoteAttachment(FileRules.IsUrl(name) ? null : name, fileId)
            : new NoteAttachment(name, FileId: null);
    }

    private Dictionary<string, string?> Row(
        Call call, LeadNote note, IReadOnlyDictionary<Guid, StoredFile> files) => new()
        {
            ["ProspectNoteId"] = note.NoteId.ToString(),
            ["RelatedProspectId"] = note.LeadId.ToString(),
            ["Note"] = note.Text,
            ["AttachmentName"] = note.AttachmentName,
            ["AttachmentURL"] = note.AttachmentUrl
                ?? (note.FileId is { } fileId && files.ContainsKey(fileId)
                    ? links.New(call, fileId).Url
                    : null),
            ["CreatedBy"] = note.CreatedBy.ToString(),
            ["CreatedByName"] = call.Caller.Account.Users.GetValueOrDefault(note.CreatedBy)?.Name,
            ["CreatedOn"] = LeadSquaredDates.Text(note.CreatedOn),
            ["ModifiedBy"] = note.ModifiedBy.ToString(),
            ["ModifiedByName"] = call.Caller.Account.Users.GetValueOrDefault(note.ModifiedBy)?.Name,
            ["ModifiedOn"] = LeadSquaredDates.Text(note.ModifiedOn),
        };
}
