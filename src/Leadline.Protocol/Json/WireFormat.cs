using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Protocol.Json;

/// <summary>How the wire's JSON is read and written with System.Text.Json (clients.md, rules 2 and 7).</summary>
public static class WireFormat
{
    /// <summary>
    /// Reads member names in any case, trailing commas, comments, numbers given as strings and strings given as
    /// numbers, to a depth of 64; leaves members that are null out of what it writes. Read-only.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            PropertyNameCaseInsensitive = true,
            NumberHandling = JsonNumberHandling.AllowReadingFromString,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            MaxDepth = 64,
            Converters = { new ScalarTextConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
