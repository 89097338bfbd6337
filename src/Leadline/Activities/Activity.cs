using System.Text.Json;
using Leadline.Accounts;

namespace Leadline.Activities;

/// <summary>Something that a lead did, as it stands in the database or is about to.</summary>
internal sealed record Activity : INumbered
{
    public const string DefaultStatus = "Active";

    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public Guid LeadId { get; set; }

    public required int EventCode { get; init; }

    /// <summary>ProspectActivityAutoId: counts up within the account.</summary>
    public long Number { get; set; }

    public string? Note { get; set; }

    public string? Status { get; set; }

    public Guid? OwnerId { get; set; }

    /// <summary>When it happened: the wire's CreatedOn.</summary>
    public DateTime ActivityOn { get; set; }

    /// <summary>When it was recorded here.</summary>
    public DateTime CreatedOn { get; set; }

    public required Guid CreatedBy { get; init; }

    public DateTime ModifiedOn { get; set; }

    public required Guid ModifiedBy { get; init; }

    /// <summary>The opportunity that it was posted on, or whose capture it records.</summary>
    public Guid? OpportunityId { get; init; }

    /// <summary>Can be neither changed nor deleted any more.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The values of the type's own fields that are set, by schema name, in canonical form.</summary>
    public required Dictionary<string, string> Values { get; init; }

    public string? Value(string schemaName) => Values.GetValueOrDefault(schemaName);

    /// <summary>The values as the JSON object that the database keeps.</summary>
    public byte[] ValuesJson() => JsonSerializer.SerializeToUtf8Bytes(Values);
}

/// <summary>Members of an activity that its Fields may name beside those of its type.</summary>
internal static class ActivityFieldNames
{
    public const string Status = "Status";
    public const string Owner = "Owner";
    public const string Note = "ActivityEvent_Note";
}
