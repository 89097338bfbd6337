namespace Leadline.Files;

/// <summary>A file that is kept, or one that lies elsewhere and has a URL in place of content.</summary>
internal sealed record StoredFile
{
    public required int AccountId { get; init; }

    public required Guid FileId { get; init; }

    public required string Name { get; init; }

    public string ContentType { get; init; } = FileLimits.AnyType;

    public long Bytes { get; init; }

    public byte[]? Sha256 { get; init; }

    /// <summary>Where it lies, when not here.</summary>
    public string? Url { get; init; }

    public string Description { get; init; } = "";

    /// <summary>It is removed after some days, unless something refers to it by then.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The lead that it belongs to, that of the activity too.</summary>
    public Guid? LeadId { get; init; }

    /// <summary>The activity or the opportunity that it belongs to.</summary>
    public Guid? ActivityId { get; init; }

    public Guid UploadedBy { get; init; }

    public DateTime UploadedOn { get; init; }

    /// <summary>
    /// What LeadSquared's clients pass on in place of the file. Values that name several have commas between them, so
    /// there is none in it.
    /// </summary>
    public string Reference => $"{FileId:N}_{Name.Replace(',', '_')}";

    /// <summary>The file's id in a <see cref="Reference"/>; null in other texts.</summary>
    public static Guid? IdOf(string reference)
    {
        const int idLength = 32;
        return reference.Length > idLength && reference[idLength] == '_'
            && Guid.TryParseExact(reference.AsSpan(0, idLength), "N", out var id)
                ? id
                : null;
    }
}

/// <summary>What a file is to be: its name, and whose it is.</summary>
internal sealed record FileDraft(string Name, string? ContentType)
{
    public string? Description { get; init; }

    public bool IsTemporary { get; init; }

    public Guid? LeadId { get; init; }

    public Guid? ActivityId { get; init; }

    /// <summary>The activity has to be an opportunity.</summary>
    public bool IsOfOpportunity { get; init; }
}

/// <summary>What happens to files, as the event log names it. An event's record is the file.</summary>
internal static class FileEvents
{
    public const string Added = "file.added";
    public const string Deleted = "file.deleted";
}
