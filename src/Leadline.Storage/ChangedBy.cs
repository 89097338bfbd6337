using System.Text.Json;

namespace Leadline.Storage;

/// <summary>
/// Who makes the changes of the call that is under way. It is told to PostgreSQL with each transaction, whose triggers
/// write the audit log; nothing else may ask for it: who may do what is decided by the caller that operations are
/// given.
/// </summary>
/// <param name="User">The user; null where nobody has signed in yet.</param>
/// <param name="Key">The public half of the key, or how else the change came in.</param>
/// <param name="Address">The network address.</param>
public sealed record ChangedBy(Guid? User, string? Key, string? Address)
{
    private static readonly AsyncLocal<ChangedBy?> OfCall = new();

    /// <summary>Whose call it is; null for what the server does by itself.</summary>
    public static ChangedBy? Current
    {
        get => OfCall.Value;
        set => OfCall.Value = value;
    }

    /// <summary>As triggers read it.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { user = User, key = Key, address = Address });
}
