namespace Leadline.App.Leads;

/// <summary>A lead as the API tells it: a text or nothing under each field's schema name.</summary>
public sealed class LeadRow(IReadOnlyDictionary<string, string?> values)
{
    /// <summary>A field's value; null where there is none.</summary>
    public string? this[string field] => values.GetValueOrDefault(field) is { Length: > 0 } value ? value : null;

    public string Id => this["ProspectID"] ?? "";

    /// <summary>What the lead is called: by name, else by e-mail address, phone or number.</summary>
    public string Name =>
        $"{this["FirstName"]} {this["LastName"]}".Trim() is { Length: > 0 } name
            ? name
            : this["EmailAddress"] ?? this["Phone"] ?? $"#{this["ProspectAutoId"]}";
}
