namespace Leadline.App.Settings;

/// <summary>What is wrong with each field of a form.</summary>
public sealed class FormErrors(IReadOnlyDictionary<string, IReadOnlyList<string>>? errors)
{
    /// <summary>Null where nothing is.</summary>
    public string? this[string field] =>
        errors is not null && errors.TryGetValue(field, out var why) ? string.Join(' ', why) : null;
}
