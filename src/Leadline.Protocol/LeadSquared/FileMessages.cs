using System.Text.Json.Serialization;

namespace Leadline.Protocol.LeadSquared;

/// <summary>The parts of File/Upload's form (core §10), in any order.</summary>
public sealed record UploadForm
{
    /// <summary>The file.</summary>
    [JsonPropertyName("uploadFiles")]
    public byte[]? UploadFiles { get; init; }

    /// <summary>The access key, unless it comes as other calls have it.</summary>
    public string? AccessKey { get; init; }

    /// <summary>The secret key, unless it comes as other calls have it.</summary>
    public string? SecretKey { get; init; }

    /// <summary>0 for a document, 1 for an image, 3 for a lead's attachment, 7 for a document of a field set.</summary>
    public string? FileType { get; init; }

    /// <summary>0 for good, 1 for some days.</summary>
    public string? FileStorageType { get; init; }

    /// <summary>0 for a lead, 1 for an activity or an opportunity.</summary>
    public string? Entity { get; init; }

    /// <summary>The lead's id, or the code of the activity's type.</summary>
    public string? Id { get; init; }

    /// <summary>The field set.</summary>
    public string? EntitySchemaName { get; init; }

    /// <summary>The file field in it.</summary>
    public string? SchemaName { get; init; }

    /// <summary>Passed over.</summary>
    public string? EnableResize { get; init; }

    /// <summary>Passed over.</summary>
    public string? StorageVersion { get; init; }
}

/// <summary>The answer of File/Upload (core §10).</summary>
/// <param name="UploadedFile">The name to pass on in place of the file.</param>
public sealed record UploadedFileResponse([property: JsonPropertyName("uploadedFile")] string UploadedFile);

/// <summary>Body of ProspectActivity.svc/Attachment/Add (extended §6.2).</summary>
public sealed record AttachmentBody
{
    /// <summary>The activity's id; its type must allow attachments.</summary>
    public string? ProspectActivityId { get; init; }

    /// <summary>What the file is called.</summary>
    public string? AttachmentName { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>What File/Upload called it, or where it lies.</summary>
    public string? AttachmentFile { get; init; }
}
