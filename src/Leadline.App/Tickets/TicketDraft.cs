using System.Globalization;
using Leadline.App.Platform;

namespace Leadline.App.Tickets;

/// <summary>A text that has not been sent.</summary>
/// <param name="Text">The text, as <see cref="RichText"/> has it.</param>
/// <param name="SavedOn">When it was written.</param>
public sealed record TicketDraft(string Text, DateTime SavedOn)
{
    /// <summary>The key under which sending it was tried; null before that, and after it has changed.</summary>
    public string? Once { get; init; }

    /// <summary>How many messages the ticket had when it was begun; null where that is not known.</summary>
    public long? Seen { get; init; }

    /// <summary>What was written on another device at the same time; null where nothing was.</summary>
    public string? Other { get; init; }

    /// <summary>The server's version that it goes on from; 0 for none.</summary>
    public int Version { get; init; }

    /// <summary>Whether there is something in it that the server does not have.</summary>
    public bool IsNew { get; init; }

    /// <summary>What the server keeps.</summary>
    public Dictionary<string, string?> Content => new()
    {
        ["html"] = Text,
        ["once"] = Once,
        ["seen"] = Seen?.ToString(CultureInfo.InvariantCulture),
        ["other"] = Other,
        ["savedOn"] = SavedOn.ToString("O"),
    };

    /// <summary>What the device keeps.</summary>
    public Dictionary<string, string?> Kept => new(Content)
    {
        ["version"] = Version.ToString(CultureInfo.InvariantCulture),
        ["isNew"] = IsNew ? "yes" : null,
    };

    /// <summary>Reads what was kept; null where it holds no text.</summary>
    public static TicketDraft? Read(IReadOnlyDictionary<string, string?> kept) =>
        TextOf(kept) is { Length: > 0 } text
            ? new(text, Moments.Read(kept.GetValueOrDefault("savedOn")) ?? DateTime.UtcNow)
            {
                Once = kept.GetValueOrDefault("once"),
                Seen = Whole(kept.GetValueOrDefault("seen")),
                Other = kept.GetValueOrDefault("other"),
                Version = (int)(Whole(kept.GetValueOrDefault("version")) ?? 0),

                // What was kept before the server kept drafts has no version.
                IsNew = kept.GetValueOrDefault("isNew") is not null || !kept.ContainsKey("version"),
            }
            : null;

    /// <summary>What comes of a text of this device and the one that the server has.</summary>
    /// <param name="here">On this device.</param>
    /// <param name="there">On the server, with its version.</param>
    public static TicketDraft? Settle(TicketDraft? here, TicketDraft? there)
    {
        if (here is null || there is null)
            return here is { IsNew: true } ? here with { Version = 0 } : there;
        if (!here.IsNew)
            return there;
        if (here.Version == there.Version)
            return here;
        if (Continues(there, here))
            return there;
        var both = here with { Version = there.Version };
        return Continues(here, there) ? both : both with { Other = there.Text };
    }

    // Before there was an editor, texts were plain.
    private static string? TextOf(IReadOnlyDictionary<string, string?> kept) =>
        kept.GetValueOrDefault("html")
        ?? (kept.GetValueOrDefault("text") is { Length: > 0 } plain ? RichText.Of(plain) : null);

    private static bool Continues(TicketDraft one, TicketDraft other) => RichText.Continues(one.Text, other.Text);

    private static long? Whole(string? text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}
