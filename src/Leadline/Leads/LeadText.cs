using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Accounts;

namespace Leadline.Leads;

/// <summary>Writes one value that the server keeps: a JSON string, or null.</summary>
internal delegate void LeadPrint(LeadText text, StoredLead lead, LeadUsers users);

/// <summary>JSON in the making, as bytes: every value is a string or null (core §2.7).</summary>
internal sealed class LeadText(ArrayBufferWriter<byte> bytes)
{
    private const int GuidLength = 36;

    public void AddRaw(ReadOnlySpan<byte> json) => bytes.Write(json);

    public void AddNull() => bytes.Write("null"u8);

    public void Add(Guid id)
    {
        var span = bytes.GetSpan(GuidLength + 2);
        span[0] = span[GuidLength + 1] = (byte)'"';
        id.TryFormat(span[1..], out _);
        bytes.Advance(GuidLength + 2);
    }

    public void Add(long number)
    {
        var span = bytes.GetSpan(24);
        span[0] = (byte)'"';
        Utf8Formatter.TryFormat(number, span[1..], out var length);
        span[length + 1] = (byte)'"';
        bytes.Advance(length + 2);
    }

    /// <summary>Whole seconds with <c>.000</c>, whatever is stored (core §2.12).</summary>
    public void Add(DateTime moment)
    {
        var span = bytes.GetSpan(32);
        span[0] = (byte)'"';
        moment.TryFormat(span[1..], out var length, "u");
        ".000\""u8.CopyTo(span[length..]);
        bytes.Advance(length + 5);
    }

    public void Add(DateTime? moment)
    {
        if (moment is { } value)
            Add(value);
        else
            AddNull();
    }

    public void Add(string? text)
    {
        if (text is null)
        {
            AddNull();
            return;
        }

        bytes.Write("\""u8);
        bytes.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        bytes.Write("\""u8);
    }
}

/// <summary>The names of an account's users, as leads print them.</summary>
internal readonly struct LeadUsers(Account account)
{
    public string? NameOf(Guid userId) => account.Users.TryGetValue(userId, out var user) ? user.Name : null;

    public string? EmailOf(Guid userId) => account.Users.TryGetValue(userId, out var user) ? user.Email : null;
}
