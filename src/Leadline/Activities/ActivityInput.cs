using Leadline.Leads;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>An activity that somebody wants to post, and on which lead.</summary>
internal sealed record ActivityInput(ActivityBody Activity)
{
    /// <summary>The lead, which must exist; null where <see cref="Lead"/> finds or makes it.</summary>
    public Guid? LeadId { get; init; }

    /// <summary>What finds the lead, and what is set on it; one that nobody finds is made.</summary>
    public IReadOnlyList<LeadProperty> Lead { get; init; } = [];

    /// <summary>What happens to the values of a lead that is there.</summary>
    public LeadUpdateBehavior Behavior { get; init; }

    /// <summary>Values of dropdowns are taken as they come.</summary>
    public bool SkipOptions { get; init; }
}
