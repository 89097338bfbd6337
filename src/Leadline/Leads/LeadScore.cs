using System.Globalization;
using Leadline.Events;
using Leadline.Platform;
using Leadline.Storage.Batching;

namespace Leadline.Leads;

/// <summary>
/// What activities add to a lead: their type's points, to its score, which may also be set, and to its engagement
/// score, which is theirs alone. ModifiedOn stays: nobody edited the lead.
/// </summary>
internal static class LeadScore
{
    public const string Score = "Score";

    private const string Engagement = "EngagementScore";

    /// <summary>A score may be set to any number; from here on, points would be more than a number can hold.</summary>
    public const decimal Most = 1_000_000_000_000_000_000_000_000_000m;

    /// <summary>Adds points, negative ones too, and the event that tells of it.</summary>
    public static void Add(RowBuffer rows, Lead lead, decimal points, Guid user, DateTime now)
    {
        if (points == 0)
            return;
        var changes = new Dictionary<string, string?>
        {
            [Score] = Sum(lead, Score, points),
            [Engagement] = Sum(lead, Engagement, points),
        };
        rows.Add(
            EventStore.Append,
            new Event(
                lead.AccountId, Ids.New(), LeadEvents.Updated, lead.Id, RecordId: null, user, now,
                LeadChanges.Describe(lead, changes, lead.OwnerId)));
        foreach (var (name, value) in changes)
            lead.Values[name] = value!;
        lead.IsScored = true;
    }

    private static string Sum(Lead lead, string field, decimal points)
    {
        var before = decimal.TryParse(lead.Value(field), CultureInfo.InvariantCulture, out var number) ? number : 0;
        return (Math.Clamp(before, -Most, Most) + points).ToString("0.##########", CultureInfo.InvariantCulture);
    }
}
