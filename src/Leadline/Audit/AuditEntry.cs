using System.Buffers.Binary;

namespace Leadline.Audit;

/// <summary>One change of what the account's users may do, of its keys or of its settings.</summary>
internal sealed record AuditEntry
{
    /// <summary>What failed sign-ins are called; all other actions are the triggers' words.</summary>
    public const string Refused = "refused";

    public const string Session = "session";

    public Guid EntryId { get; init; }

    public DateTime OccurredOn { get; init; }

    public Guid? UserId { get; init; }

    public string? AccessKey { get; init; }

    public string? Address { get; init; }

    /// <summary>created, changed, deleted or refused.</summary>
    public string Action { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>The id of what was changed.</summary>
    public string Record { get; init; } = "";

    public string? Name { get; init; }

    /// <summary>The members that were changed, as they were; JSON.</summary>
    public string? Before { get; init; }

    /// <summary>And as they are since.</summary>
    public string? After { get; init; }

    /// <summary>The id that all entries from a moment on are behind.</summary>
    public static Guid FirstId(DateTime moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = Math.Max(0, new DateTimeOffset(moment, TimeSpan.Zero).ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes, milliseconds << 16);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Which entries are asked for; null is any.</summary>
/// <param name="From">Not before.</param>
/// <param name="To">Before this.</param>
/// <param name="UserId">By this user.</param>
/// <param name="Action">created, changed, deleted or refused.</param>
/// <param name="Kind">Of this kind of record.</param>
/// <param name="Record">Of this record.</param>
internal sealed record AuditFilter(
    DateTime? From, DateTime? To, Guid? UserId, string? Action, string? Kind, string? Record);
