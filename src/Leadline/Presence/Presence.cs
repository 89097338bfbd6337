using Leadline.Live;

namespace Leadline.Presence;

/// <summary>What somebody does with a record; of two windows, others see the greater one.</summary>
internal enum PresenceState
{
    Gone,
    Reading,
    Writing,
}

/// <summary>That somebody looks at a record in one window, as nodes tell each other.</summary>
internal sealed record PresenceSign(
    int AccountId, RecordName Record, long? Number, Guid UserId, string Name, string Tab, PresenceState State,
    DateTime At)
{
    /// <summary>The node that was told.</summary>
    public Guid Node { get; init; }
}

/// <summary>Somebody who looks at a record, all windows taken together.</summary>
internal sealed record Onlooker(Guid UserId, string Name, PresenceState State, DateTime Since, DateTime Until);

/// <summary>The words of the own API.</summary>
internal static class PresenceStates
{
    private static readonly Dictionary<string, PresenceState> States = new()
    {
        ["gone"] = PresenceState.Gone,
        ["reading"] = PresenceState.Reading,
        ["writing"] = PresenceState.Writing,
    };

    public static string Words => string.Join(", ", States.Keys);

    public static PresenceState? Read(string? word) =>
        word is not null && States.TryGetValue(word, out var state) ? state : null;

    public static string Word(PresenceState state) => States.First(pair => pair.Value == state).Key;
}
