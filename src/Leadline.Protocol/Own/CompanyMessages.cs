using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>
/// A company to make, <c>POST /leadline/v1/companies</c>, or what to change of one,
/// <c>PATCH /leadline/v1/companies/{company}</c>. What is absent stays.
/// </summary>
public sealed record CompanyRequest
{
    /// <summary>The name of its kind; mandatory for a new company.</summary>
    [Limit(200)]
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>Values by schema name, CompanyName among them; null clears.</summary>
    [Limit(LimitAttribute.Items, Each = LimitAttribute.Value)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }
}

/// <summary>A company that leads belong to.</summary>
/// <param name="Id">Its id: what leads have as RelatedCompanyId.</param>
/// <param name="Number">Counts up within the account.</param>
/// <param name="Type">The name of its kind.</param>
/// <param name="OwnerId">The user who looks after it.</param>
/// <param name="Fields">Its values by schema name.</param>
/// <param name="Leads">How many leads belong to it, 10,001 where they are more; absent in lists.</param>
/// <param name="Version">Grows with every change; also in the header ETag.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
/// <param name="LastActivityOn">When something happened with it last.</param>
public sealed record CompanyResponse(
    Guid Id,
    long Number,
    string Type,
    Guid OwnerId,
    IReadOnlyDictionary<string, string> Fields,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Leads,
    int Version,
    DateTime CreatedOn,
    DateTime ModifiedOn,
    DateTime? LastActivityOn);

/// <summary>A page of companies.</summary>
/// <param name="Companies">The companies, the oldest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record CompaniesResponse(IReadOnlyList<CompanyResponse> Companies, Guid? Next);

/// <summary>A kind of companies, or of company activities.</summary>
public sealed record CompanyTypeRequest
{
    /// <summary>The name.</summary>
    [Limit(200)]
    [JsonPropertyName("name")]
    public string? Name { get; init; }
}

/// <summary>A kind of companies.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedOn">When it was made.</param>
public sealed record CompanyTypeResponse(Guid Id, string Name, DateTime CreatedOn);

/// <summary>The kinds of companies.</summary>
/// <param name="Types">In the order of their names.</param>
public sealed record CompanyTypesResponse(IReadOnlyList<CompanyTypeResponse> Types);

/// <summary>The fields of companies.</summary>
/// <param name="CompanyFields">In their order.</param>
public sealed record CompanyFieldsResponse(IReadOnlyList<FieldResponse> CompanyFields);

/// <summary>A kind of company activities.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
public sealed record CompanyActivityTypeResponse(int Code, string Name);

/// <summary>The kinds of company activities.</summary>
/// <param name="Types">In the order of their codes.</param>
public sealed record CompanyActivityTypesResponse(IReadOnlyList<CompanyActivityTypeResponse> Types);

/// <summary>What happened with a company: <c>POST /leadline/v1/companies/{company}/activities</c>.</summary>
public sealed record CompanyActivityRequest
{
    /// <summary>The name or the code of its kind; mandatory.</summary>
    [Limit(200)]
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The note.</summary>
    [Limit(LimitAttribute.Value)]
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>When it happened, UTC unless it has an offset; now when absent.</summary>
    [JsonPropertyName("activityOn")]
    public string? ActivityOn { get; init; }

    /// <summary>Values by name: Status, Owner, mx_Custom_1 onwards.</summary>
    [Limit(200)]
    [JsonPropertyName("fields")]
    public Dictionary<string, string?>? Fields { get; init; }
}

/// <summary>Something that happened with a company.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CompanyId">The company.</param>
/// <param name="Code">The code of its kind.</param>
/// <param name="Type">The name of its kind.</param>
/// <param name="Note">The note.</param>
/// <param name="Fields">Further values by name.</param>
/// <param name="ActivityOn">When it happened.</param>
/// <param name="CreatedBy">Who noted it.</param>
/// <param name="CreatedOn">When it was noted.</param>
/// <param name="ModifiedOn">When it was changed last.</param>
public sealed record CompanyActivityResponse(
    Guid Id,
    Guid CompanyId,
    int Code,
    string Type,
    string Note,
    IReadOnlyDictionary<string, string> Fields,
    DateTime ActivityOn,
    Guid CreatedBy,
    DateTime CreatedOn,
    DateTime ModifiedOn);

/// <summary>A page of what happened with a company.</summary>
/// <param name="Activities">The newest first.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null after the last.</param>
public sealed record CompanyActivitiesResponse(IReadOnlyList<CompanyActivityResponse> Activities, long? Next);
