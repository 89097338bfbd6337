namespace Leadline.Companies;

/// <summary>A company that leads belong to.</summary>
internal sealed record Company
{
    public required Guid Id { get; init; }

    /// <summary>Counts up within the account, from 1.</summary>
    public long Number { get; init; }

    public Guid TypeId { get; init; }

    public Guid OwnerId { get; init; }

    /// <summary>Canonical texts by schema name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public int Version { get; init; } = 1;

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    public DateTime ModifiedOn { get; init; }

    public DateTime? LastActivityOn { get; init; }

    public string? Value(string name) => Values.GetValueOrDefault(name);
}

/// <summary>A kind of company, such as Partners.</summary>
internal sealed record CompanyType(Guid Id, string Name, DateTime CreatedOn);

/// <summary>What was written of companies.</summary>
internal sealed record CompanyWritten(Guid Id, bool IsCreated, bool IsUpdated);

/// <summary>What a caller says of a company, in the account's fields.</summary>
/// <param name="OwnerId">Null leaves the owner.</param>
/// <param name="Values">By schema name; null clears.</param>
internal sealed record CompanyChanges(Guid? OwnerId, IReadOnlyDictionary<string, string?> Values);

/// <summary>What a bulk call does with a company that is there.</summary>
internal enum CompanyCollision
{
    OverwriteAllFields,
    FillMissingFields,
    IgnoreDuplicate,
}
