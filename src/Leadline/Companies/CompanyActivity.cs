namespace Leadline.Companies;

/// <summary>Something that happened with a company.</summary>
internal sealed record CompanyActivity
{
    public required Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public int EventCode { get; init; }

    /// <summary>The name of its type.</summary>
    public string TypeName { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>By name: Status, Owner, mx_Custom_1 and so on.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    public DateTime ActivityOn { get; init; }

    public Guid CreatedBy { get; init; }

    public DateTime CreatedOn { get; init; }

    public Guid ModifiedBy { get; init; }

    public DateTime ModifiedOn { get; init; }
}

/// <summary>A kind of company activity.</summary>
internal sealed record CompanyActivityType(int Code, string Name);
