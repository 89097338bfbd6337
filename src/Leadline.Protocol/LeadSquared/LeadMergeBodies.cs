namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of LeadManagement.svc/GetMergedChildLeadsByAuditId (core §2.13).</summary>
public sealed record MergedLeadsBody
{
    /// <summary>Which merge.</summary>
    public MergedLeadsParameter? Parameter { get; init; }
}

/// <summary>Which merge.</summary>
public sealed record MergedLeadsParameter
{
    /// <summary>The id of the activity of type 3003 that tells of it.</summary>
    public string? MergeAuditId { get; init; }
}

/// <summary>Body of LeadManagement.svc/Lead.Reset (core §2.11).</summary>
public sealed record LeadResetBody
{
    /// <summary>The lead's id.</summary>
    public string? ProspectId { get; init; }

    /// <summary>Ids of the types whose tasks go.</summary>
    public List<string>? TaskTypeList { get; init; }

    /// <summary>Codes of the types whose activities go; numbers are the text they were.</summary>
    public List<string>? ActivityEventList { get; init; }

    /// <summary>Whether the notes go.</summary>
    public bool? ShouldDeleteProspectNotes { get; init; }

    /// <summary>StageChange, OwnerChange or both.</summary>
    public List<string>? AuditActivityList { get; init; }

    /// <summary>Start of the window, UTC, inclusive; null for no start.</summary>
    public string? FromDate { get; init; }

    /// <summary>End of the window, UTC, inclusive; null for no end.</summary>
    public string? ToDate { get; init; }
}
