namespace Leadline.Protocol.LeadSquared;

/// <summary>An opportunity type (extended §2.8).</summary>
public sealed record OpportunityTypeResponse
{
    /// <summary>The code by which opportunities name the type.</summary>
    public required int EventCode { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What users see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What users see of several.</summary>
    public required string PluralName { get; init; }

    /// <summary>Whether opportunities may be deleted.</summary>
    public required bool CanDelete { get; init; }

    /// <summary>The user who last changed it.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>Null.</summary>
    public string? Fields { get; init; }
}

/// <summary>An opportunity type with its fields (extended §2.8).</summary>
public sealed record OpportunityTypeMetadataResponse
{
    /// <summary>Whether opportunities have files.</summary>
    public required bool AllowAttachments { get; init; }

    /// <summary>Whether opportunities may be deleted.</summary>
    public required bool CanDelete { get; init; }

    /// <summary>What it is for.</summary>
    public required string Description { get; init; }

    /// <summary>What users see.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its code.</summary>
    public required int EventCode { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<ActivityFieldResponse> Fields { get; init; }

    /// <summary>The user who last changed it.</summary>
    public string? ModifiedBy { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What users see of several.</summary>
    public required string PluralName { get; init; }
}

/// <summary>An opportunity with its fields (extended §2.3).</summary>
public sealed record OpportunityDetailsResponse
{
    /// <summary>Its id.</summary>
    public required Guid ID { get; init; }

    /// <summary>Its type's name.</summary>
    public required string Name { get; init; }

    /// <summary>What users see of its type.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Its fields.</summary>
    public required IReadOnlyList<ActivityFieldResponse> Fields { get; init; }

    /// <summary>The lead.</summary>
    public required Guid RelatedProspectId { get; init; }

    /// <summary>Its notes.</summary>
    public string? OpportunityNote { get; init; }

    /// <summary>When it was made: /Date(milliseconds since 1970+0000)/.</summary>
    public required string CreatedOn { get; init; }

    /// <summary>When it was last changed, in the same form.</summary>
    public required string ModifiedOn { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedByName { get; init; }

    /// <summary>Who last changed it.</summary>
    public string? ModifiedByName { get; init; }
}

/// <summary>Whether the account has opportunities (extended §2.8).</summary>
/// <param name="OpportunityManagement">Enabled or Disabled.</param>
public sealed record OpportunityEnabledResponse(string OpportunityManagement);

/// <summary>Opportunities of one type by their ids (extended §2.7).</summary>
/// <param name="EventCode">The type's code, as it was sent.</param>
/// <param name="RecordCount">How many were found.</param>
/// <param name="Opportunities">Those, each with the members that were asked for.</param>
public sealed record OpportunitiesOfTypeResponse(
    string EventCode, int RecordCount, IReadOnlyList<IReadOnlyDictionary<string, string?>> Opportunities);
