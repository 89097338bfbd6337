namespace Leadline.Protocol.LeadSquared;

/// <summary>What Lead.Capture did (core §2.16).</summary>
public sealed record CaptureAnswer
{
    /// <summary>The lead's id.</summary>
    public Guid Id { get; init; }

    /// <summary>The lead's id again, where other clients look for it.</summary>
    public Guid RelatedId { get; init; }

    /// <summary>False when an existing lead matched.</summary>
    public bool IsCreated { get; init; }
}

/// <summary>What Lead.CreateOrUpdate did (core §2.4).</summary>
public sealed record CreateOrUpdateAnswer
{
    /// <summary>The lead's id.</summary>
    public Guid Id { get; init; }

    /// <summary>Leads written, 1.</summary>
    public int AffectedRows { get; init; }
}

/// <summary>An activity type of the account (core §3.10).</summary>
public sealed record ActivityType
{
    /// <summary>The code by which activities name the type.</summary>
    public int ActivityEvent { get; init; }

    /// <summary>The type's name.</summary>
    public string? ActivityEventName { get; init; }

    /// <summary>What users see.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>A page of a lead's activities (core §3.7).</summary>
public sealed record ActivityPage
{
    /// <summary>Activities that match, whatever the page holds.</summary>
    public int RecordCount { get; init; }

    /// <summary>The page; empty past the end.</summary>
    public IReadOnlyList<Activity> ProspectActivities { get; init; } = [];
}

/// <summary>Something that a lead did (core §3.7, §3.11).</summary>
public sealed record Activity
{
    /// <summary>The activity's id.</summary>
    public Guid Id { get; init; }

    /// <summary>The code of its type.</summary>
    public int EventCode { get; init; }

    /// <summary>The name of its type.</summary>
    public string? EventName { get; init; }

    /// <summary>When it was recorded, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? CreatedOn { get; init; }

    /// <summary>Its details.</summary>
    public IReadOnlyList<ActivityDatum> Data { get; init; } = [];
}

/// <summary>A detail of an activity (core §3.7).</summary>
public sealed record ActivityDatum(string Key, string? Value);

/// <summary>Whom an access key belongs to (core §1.3).</summary>
public sealed record AccessKeyUser
{
    /// <summary>The user's id.</summary>
    public string? Id { get; init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; init; }

    /// <summary>The user's e-mail address, under the wire's name for it.</summary>
    public string? PassPhrase { get; init; }

    /// <summary>Administrator, Marketing_User, Sales_Manager or Sales_User.</summary>
    public string? Role { get; init; }

    /// <summary>The account's time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The account's number.</summary>
    public string? OrgId { get; init; }

    /// <summary>The account's name.</summary>
    public string? OrgDisplayName { get; init; }

    /// <summary>The country code that phone numbers without one are given.</summary>
    public string? DefaultCountryCode { get; init; }

    /// <summary>Host names of the account: api and app.</summary>
    public IReadOnlyDictionary<string, string?>? LSQCommonServiceURLs { get; init; }
}
