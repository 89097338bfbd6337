using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.LeadSquared;

/// <summary>Body of OpportunityManagement.svc/Capture, and of its asynchronous twin: a lead and its opportunity (extended §2.1).</summary>
public sealed record CaptureOpportunityBody
{
    /// <summary>The lead's fields, with SearchBy among them.</summary>
    public List<LeadProperty>? LeadDetails { get; init; }

    /// <summary>The opportunity.</summary>
    public OpportunityBody? Opportunity { get; init; }
}

/// <summary>An opportunity to capture: a part of <see cref="CaptureOpportunityBody"/>, or a row of Bulk/Add/ByLeadField (extended §2.9).</summary>
public sealed record OpportunityBody
{
    /// <summary>The lead's value in the unique field that the call's SearchBy names; of bulk rows only.</summary>
    public string? SearchByValue { get; init; }

    /// <summary>The opportunity type's code, from 12000.</summary>
    public int? OpportunityEventCode { get; init; }

    /// <summary>Notes.</summary>
    public string? OpportunityNote { get; init; }

    /// <summary>When it happened, UTC, yyyy-MM-dd HH:mm:ss.</summary>
    public string? OpportunityDateTime { get; init; }

    /// <summary>E-mail address of the user who owns it.</summary>
    public string? OpportunityOwnerEmail { get; init; }

    /// <summary>Overwrites the sent fields of a duplicate.</summary>
    public bool? OverwriteFields { get; init; }

    /// <summary>Fills the sent fields that are blank on a duplicate.</summary>
    public bool? UpdateEmptyFields { get; init; }

    /// <summary>Leaves out the activity that records a duplicate.</summary>
    public bool? DoNotPostDuplicateActivity { get; init; }

    /// <summary>Leaves a duplicate with the owner that it has.</summary>
    public bool? DoNotChangeOwner { get; init; }

    /// <summary>Values of the type's fields, Status and Owner, by schema name.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}

/// <summary>Body of OpportunityManagement.svc/Update, and a row of Bulk/Update/ByOpportunityId (extended §2.2, §2.9).</summary>
public sealed record UpdateOpportunityBody
{
    /// <summary>The opportunity's id.</summary>
    public string? ProspectOpportunityId { get; init; }

    /// <summary>The opportunity type's code; may be absent.</summary>
    public int? OpportunityEventCode { get; init; }

    /// <summary>The new notes; null leaves the old ones.</summary>
    public string? OpportunityNote { get; init; }

    /// <summary>The fields to change.</summary>
    [JsonConverter(typeof(ActivityFieldsConverter))]
    public List<LeadProperty>? Fields { get; init; }
}
