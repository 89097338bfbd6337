using System.Security.Cryptography;
using System.Text;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Files;

/// <summary>
/// Files as LeadSquared's <c>File/Upload</c> and <c>ProspectActivity.svc</c> take them (extended §6.2).
/// </summary>
internal sealed class LeadSquaredFileEndpoints(FileOperations files, FileLinks links)
{
    private const string OfLead = "0";
    private const string Temporary = "1";

    private static readonly string[] FileTypes = ["0", "1", "3", "7"];

    /// <summary>
    /// Keeps the form's file. <c>Id</c> is a lead's where <c>Entity</c> is 0; where it is 1 it is a type's code, and
    /// the file belongs to nobody until something refers to it.
    /// </summary>
    public async Task<Result<ReceivedBody>> Upload(Call call, FileForm form)
    {
        if (form.Content is not { } content)
            return Failure.InvalidParameter("You have not passed uploadFiles.");
        if (form.Text("FileType") is { } fileType && !FileTypes.Contains(fileType))
            return Failure.InvalidParameter("FileType");
        Guid? leadId = null;
        if ((form.Text("Entity") ?? OfLead) == OfLead && form.Text("Id") is { } id)
            leadId = Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty;
        var draft = await files.Check(
            call.Caller,
            new FileDraft(form.FileName, form.ContentType)
            {
                LeadId = leadId,
                IsTemporary = form.Text("FileStorageType") == Temporary,
            },
            call.Cancelled);
        if (draft.Failure is { } unfit)
            return unfit;
        if (await files.Refuse(draft.Value, content, call.Cancelled) is { } refused)
            return refused;
        return new ReceivedBody(
            SHA256.HashData([.. content.Sha256, .. Encoding.UTF8.GetBytes($"{draft.Value}")]),
            async accepted => accepted.Answer(
                await files.Add(accepted.Caller, accepted.Transaction, draft.Value, content),
                file => new UploadedFileResponse(file.Reference),
                LeadSquaredJson.Default.UploadedFileResponse),
            () => Task.CompletedTask);
    }

    // The file may have been uploaded before, or lie elsewhere: then its address is kept, and nothing is fetched.
    public async Task<Failure?> Attach(Call call)
    {
        var body = call.Read<AttachmentBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var attachment = body.Value;
        if (string.IsNullOrEmpty(attachment.ProspectActivityId))
            return Failure.InvalidParameter("You have not passed ProspectActivityId.");
        if (string.IsNullOrWhiteSpace(attachment.AttachmentName))
            return Failure.InvalidParameter("You have not passed AttachmentName.");
        if (string.IsNullOrWhiteSpace(attachment.AttachmentFile))
            return Failure.InvalidParameter("You have not passed AttachmentFile.");
        var activityId = Guid.TryParse(attachment.ProspectActivityId, out var id) ? id : Guid.Empty;
        var file = links.FileOf(call.Caller.AccountId, attachment.AttachmentFile);
        if (file is null && !FileRules.IsUrl(attachment.AttachmentFile))
            return Failure.InvalidParameter("AttachmentFile");
        var added = file is { } fileId
            ? await files.Attach(
                call.Caller, call.Transaction, fileId, activityId, attachment.Description, call.Cancelled)
            : await files.AddElsewhere(
                call.Caller,
                call.Transaction,
                new FileDraft(attachment.AttachmentName, ContentType: null)
                {
                    Description = attachment.Description,
                    ActivityId = activityId,
                },
                attachment.AttachmentFile.Trim(),
                call.Cancelled);
        return call.Answer(
            added,
            done => new SuccessResponse<IdMessage>(new IdMessage(done.FileId.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }
}
