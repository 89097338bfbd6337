namespace Leadline.Protocol.Json;

/// <summary>
/// The most that a member of a body may hold: characters of a text, items of a list, entries of a map. A body that
/// holds more is refused. Members that state none have the limits that stand here.
/// </summary>
/// <param name="most">How many.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LimitAttribute(int most) : Attribute
{
    /// <summary>Most characters of a text whose member states no limit.</summary>
    public const int Text = 4_000;

    /// <summary>Most items of a list, and entries of a map, whose member states no limit.</summary>
    public const int Items = 1_000;

    /// <summary>Most characters of a field's value: the longest field of all, a ticket's description.</summary>
    public const int Value = 100_000;

    /// <summary>How many.</summary>
    public int Most => most;

    /// <summary>Most characters of each text in a list, or of each key and value of a map.</summary>
    public int Each { get; init; } = Text;

    /// <summary>The call itself refuses what is more, in words of its wire API.</summary>
    public bool IsCheckedByCall { get; init; }
}
