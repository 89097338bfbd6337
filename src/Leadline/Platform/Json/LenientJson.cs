using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Leadline.Platform.Json;

/// <summary>Newtonsoft.Json, for the bodies that System.Text.Json refuses.</summary>
internal static class LenientJson
{
    private const int LongestError = 500;

    private static readonly JsonSerializerSettings Settings = new()
    {
        MaxDepth = 64,
        DateParseHandling = DateParseHandling.None,

        // Not the defaults, but what System.Text.Json does: $ref and $id mean nothing, a member's last occurrence wins.
        MetadataPropertyHandling = MetadataPropertyHandling.Ignore,
        ObjectCreationHandling = ObjectCreationHandling.Replace,
        ContractResolver = new NullFreeLists(),
    };

    public static WireRead<T> Read<T>(ReadOnlySpan<byte> utf8)
        where T : class
    {
        try
        {
            return new(JsonConvert.DeserializeObject<T>(Encoding.UTF8.GetString(utf8), Settings), null);
        }
        catch (JsonException refusal)
        {
            return new(null, OneLine(refusal.Message));
        }
    }

    // The long middle line of a shape error advises the server's programmer, and would push the path out.
    private static string OneLine(string message)
    {
        var kept = message.Split('\n').Where(line => !line.StartsWith("To fix this error", StringComparison.Ordinal));
        var whole = string.Join(' ', kept);
        var line = new StringBuilder(TypeNames.InWireWords(whole[..Math.Min(whole.Length, 4 * LongestError)]));
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsControl(line[i]))
                line[i] = ' ';
        }

        if (line.Length > LongestError)
            line.Length = char.IsHighSurrogate(line[LongestError - 1]) ? LongestError - 1 : LongestError;
        return line.ToString();
    }

    private sealed class NullFreeLists : DefaultContractResolver
    {
        protected override JsonArrayContract CreateArrayContract(Type objectType)
        {
            var contract = base.CreateArrayContract(objectType);
            if (contract.CollectionItemType is { IsValueType: false } && !objectType.IsArray)
                contract.OnDeserializedCallbacks.Add((list, _) => WireJson.RemoveNulls(list));
            return contract;
        }
    }
}
