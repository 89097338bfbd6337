using Leadline.Accounts;

namespace Leadline.Leads;

/// <summary>A lead as it stands in the database, and what a write makes of it.</summary>
internal sealed class Lead : INumbered
{
    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    /// <summary>ProspectAutoId: counts up within the account.</summary>
    public long Number { get; set; }

    public required Guid OwnerId { get; set; }

    public required Guid CreatedBy { get; init; }

    public required Guid ModifiedBy { get; set; }

    public required DateTime CreatedOn { get; init; }

    public required DateTime ModifiedOn { get; set; }

    /// <summary>Moves with any change of the lead and with any activity on it.</summary>
    public required DateTime LastModifiedOn { get; set; }

    public DateTime? FirstActivityOn { get; set; }

    public DateTime? LastActivityOn { get; set; }

    public string? LastActivityName { get; set; }

    /// <summary>All field values that are set, by schema name, in canonical form.</summary>
    public required Dictionary<string, string> Values { get; init; }

    /// <summary>Whether this write's activity changed the score.</summary>
    public bool IsScored { get; set; }

    public string? Value(string schemaName) => Values.GetValueOrDefault(schemaName);

    /// <summary>First and last name; empty where it has neither.</summary>
    public string Name => $"{Value(LeadFieldNames.FirstName)} {Value(LeadFieldNames.LastName)}".Trim();

    /// <summary>Notes that something happened on the lead.</summary>
    public void RecordActivity(string name, DateTime on, DateTime now)
    {
        if (LastActivityOn is null || on >= LastActivityOn)
            (LastActivityOn, LastActivityName) = (on, name);
        if (FirstActivityOn is null || on < FirstActivityOn)
            FirstActivityOn = on;
        LastModifiedOn = now;
    }
}

/// <summary>A value that identifies a lead: the field's schema name and the value in normalised form.</summary>
internal readonly record struct IdentityKey(int AccountId, string Field, string Value);
