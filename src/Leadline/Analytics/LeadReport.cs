namespace Leadline.Analytics;

/// <summary>How many leads users have.</summary>
internal sealed record LeadReport(IReadOnlyList<UserLeads> Users, IReadOnlyList<ValueLeads> Values)
{
    public long Total => Users.Sum(user => user.Count);
}

/// <summary>How many leads a user has.</summary>
internal sealed record UserLeads(Guid UserId, string? Name, string? Email, long Count);

/// <summary>How many leads have a value of a field; null is none.</summary>
internal sealed record ValueLeads(string? Value, long Count);
