using System.Globalization;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Leadline.Surfaces;

namespace Leadline.Leads.Merging;

/// <summary>Which values a merge takes from whom: schema names, and the lead whose value counts.</summary>
internal sealed record MergeChoice(IReadOnlyDictionary<string, Guid> Values)
{
    /// <summary>The parent keeps its values (core §2.13).</summary>
    public static readonly MergeChoice Parents = new(new Dictionary<string, Guid>());

    /// <summary>When those of the leads that the caller has looked at last changed, as he saw them.</summary>
    public IReadOnlyDictionary<Guid, DateTime> SeenOn { get; init; } = new Dictionary<Guid, DateTime>();
}

/// <summary>What a lead is once others have become a part of it.</summary>
/// <param name="Changes">Its values that become others.</param>
/// <param name="OwnerId">Whose it is.</param>
internal sealed record MergedValues(IReadOnlyDictionary<string, string?> Changes, Guid OwnerId);

/// <summary>How the values of leads that are one person come together.</summary>
internal static class MergeRules
{
    public static readonly Failure Itself =
        new(ErrorCode.InvalidInput, "A lead cannot be merged into itself.") { Field = ChildrenField };

    public static readonly Failure NoChild = LeadRules.Unknown with { Field = ChildrenField };

    private const string ChildrenField = "children";

    // What is counted, of which each lead has its share; their activities come together, too.
    private static readonly string[] Sums = ["Score", "EngagementScore", "TotalVisits"];

    /// <summary>Refuses a choice that names no field, or one that the server keeps itself.</summary>
    public static Failure? Check(FieldCatalog catalog, MergeChoice choice)
    {
        foreach (var name in choice.Values.Keys)
        {
            if (catalog.Find(name) is not { } field)
                return new Failure(ErrorCode.UnknownAttribute, $"Attribute(s) does not exist - {name}")
                {
                    Field = name,
                };
            if (field.IsReadOnly || Sums.Contains(name))
                return new Failure(ErrorCode.InvalidInput, $"'{name}' cannot be chosen: the server keeps it.")
                {
                    Field = name,
                };
        }

        return null;
    }

    /// <summary>Refuses where one of the leads is no more what the caller saw.</summary>
    public static Failure? CheckSeen(IEnumerable<Lead> leads, MergeChoice choice) =>
        leads.FirstOrDefault(lead => choice.SeenOn.TryGetValue(lead.Id, out var seen) && seen != lead.ModifiedOn)
            is { } changed
            ? IfMatch.Refusal("lead", changed.ModifiedOn, changed.ModifiedBy) with { Field = $"versions.{changed.Id}" }
            : null;

    public static Result<MergedValues> Values(
        FieldCatalog catalog, Lead parent, IReadOnlyList<Lead> children, MergeChoice choice)
    {
        var changes = new Dictionary<string, string?>();
        var owner = parent.OwnerId;
        foreach (var (name, leadId) in choice.Values)
        {
            if (children.Append(parent).FirstOrDefault(lead => lead.Id == leadId) is not { } chosen)
                return new Failure(ErrorCode.InvalidInput, $"'{name}' is taken from a lead that is none of these.")
                {
                    Field = name,
                };
            if (name == LeadFieldNames.OwnerId)
            {
                owner = chosen.OwnerId;
                continue;
            }

            var value = chosen.Value(name);
            if (value is null && catalog.Find(name) is { IsMandatory: true })
                return new Failure(ErrorCode.MissingAttribute, $"'{name}' is mandatory") { Field = name };
            if (value != parent.Value(name))
                changes[name] = value;
        }

        foreach (var name in Sums)
            if (children.Any(child => Number(child, name) != 0))
                changes[name] = (Number(parent, name) + children.Sum(child => Number(child, name)))
                    .ToString("0.##########", CultureInfo.InvariantCulture);
        return new MergedValues(changes, owner);
    }

    /// <summary>Makes the parent what it is after the merge, but for its last activity.</summary>
    public static void Apply(Lead parent, IReadOnlyList<Lead> children, MergedValues merged, User user, DateTime now)
    {
        foreach (var (name, value) in merged.Changes)
            if (value is null)
                parent.Values.Remove(name);
            else
                parent.Values[name] = value;
        parent.OwnerId = merged.OwnerId;
        parent.ModifiedBy = user.Id;
        parent.ModifiedOn = parent.LastModifiedOn = now;
        foreach (var child in children)
        {
            if (child.LastActivityOn is { } last && child.LastActivityName is { } name)
                parent.RecordActivity(name, last, now);
            if (child.FirstActivityOn is { } first && !(first >= parent.FirstActivityOn))
                parent.FirstActivityOn = first;
        }

        parent.RecordActivity(LeadMilestone.MergeName, now, now);
    }

    private static decimal Number(Lead lead, string name) =>
        decimal.TryParse(lead.Value(name), CultureInfo.InvariantCulture, out var number)
            ? Math.Clamp(number, -LeadScore.Most / 100, LeadScore.Most / 100)
            : 0;
}
