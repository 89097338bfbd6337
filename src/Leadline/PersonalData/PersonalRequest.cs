namespace Leadline.PersonalData;

/// <summary>What is wanted of somebody's data.</summary>
internal enum PersonalRequestKind
{
    Export = 1,
    Erase = 2,
}

/// <summary>How far a request is.</summary>
internal enum PersonalRequestState
{
    Waiting = 1,
    Running = 2,
    Finished = 3,
    Failed = 4,
}

/// <summary>Somebody's data is to be exported or erased; the record of it stays.</summary>
internal sealed record PersonalRequest
{
    public required int AccountId { get; init; }

    public required Guid RequestId { get; init; }

    public required PersonalRequestKind Kind { get; init; }

    public required Guid[] LeadIds { get; init; }

    public required string Reason { get; init; }

    /// <summary>Who asked for it: it is carried out under this name.</summary>
    public required Guid UserId { get; init; }

    public PersonalRequestState State { get; init; } = PersonalRequestState.Waiting;

    /// <summary>In percent.</summary>
    public short Progress { get; init; }

    /// <summary>How many records of each kind there were, as JSON; null before it has begun.</summary>
    public string? Held { get; init; }

    /// <summary>What is to be looked for, as JSON; null before an erasure has begun and once it has ended.</summary>
    public string? Traces { get; init; }

    public required DateTime CreatedOn { get; init; }

    public DateTime? FinishedOn { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>How large the file of an export is.</summary>
    public long? Bytes { get; init; }

    /// <summary>Until when the file can be fetched.</summary>
    public DateTime? FileUntil { get; init; }
}

/// <summary>A lead that an address or a number found, and how many records of each kind are held on it.</summary>
internal sealed record PersonalHolding(
    Guid LeadId, string Name, string? Email, string? Phone, IReadOnlyDictionary<string, long> Counts);

/// <summary>By what records of a person are known that no lead's id leads to.</summary>
/// <param name="Leads">The leads, and those that were merged into them.</param>
/// <param name="Emails">Their addresses, in each spelling and in lower case.</param>
/// <param name="Phones">Their numbers, in each spelling.</param>
internal sealed record PersonalTraces(
    IReadOnlyList<Guid> Leads, IReadOnlyList<string> Emails, IReadOnlyList<string> Phones)
{
    /// <summary>Their tickets, for what was mailed about them.</summary>
    public IReadOnlyList<Guid> Tickets { get; init; } = [];

    /// <summary>What drafts and notifications may be about: ids, and numbers of tickets.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>Subjects of mails that reminded users of tasks.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
