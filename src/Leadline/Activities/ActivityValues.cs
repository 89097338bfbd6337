using System.Globalization;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Activities;

/// <summary>
/// What Leadline's own API sends of activities and opportunities, in the form that their commands read.
/// </summary>
internal static class ActivityValues
{
    /// <summary>The type's fields, and the members that every activity has, where they are passed.</summary>
    public static List<LeadProperty> Properties(
        IReadOnlyDictionary<string, string?>? values, Guid? ownerId, string? status = null)
    {
        var properties = (values ?? new Dictionary<string, string?>())
            .Select(value => new LeadProperty { Attribute = value.Key, Value = value.Value }).ToList();
        if (ownerId is { } owner)
            properties.Add(new LeadProperty { Attribute = ActivityFieldNames.Owner, Value = owner.ToString() });
        if (status is not null)
            properties.Add(new LeadProperty { Attribute = ActivityFieldNames.Status, Value = status });
        return properties;
    }

    /// <summary>A moment as bodies of commands have it.</summary>
    public static string? Moment(DateTimeOffset? on) => on?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
