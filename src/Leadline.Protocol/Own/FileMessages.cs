namespace Leadline.Protocol.Own;

/// <summary>A file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called.</param>
/// <param name="ContentType">What its sender said it is.</param>
/// <param name="Bytes">Its size; null for a file that lies elsewhere.</param>
/// <param name="Sha256">The SHA-256 of its content, in hexadecimal digits.</param>
/// <param name="Description">What it is, in words.</param>
/// <param name="LeadId">The lead that it belongs to, that of the activity too.</param>
/// <param name="ActivityId">The activity or the opportunity that it belongs to.</param>
/// <param name="Url">Where its content can be fetched without keys.</param>
/// <param name="UrlExpiresOn">Until when; null for a file that lies elsewhere.</param>
/// <param name="UploadedBy">The user who sent it.</param>
/// <param name="UploadedOn">When.</param>
public sealed record FileResponse(
    Guid Id, string Name, string ContentType, long? Bytes, string? Sha256, string Description, Guid? LeadId,
    Guid? ActivityId, string Url, DateTime? UrlExpiresOn, Guid UploadedBy, DateTime UploadedOn);

/// <summary>Files, the newest first.</summary>
/// <param name="Files">At most 200.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
public sealed record FilesResponse(IReadOnlyList<FileResponse> Files, Guid? Next);
