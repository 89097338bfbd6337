using System.Text.Json;
using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>What has been typed and not sent, as the device keeps it.</summary>
public static class Draft
{
    public static string Write(Dictionary<string, string?> values) =>
        JsonSerializer.Serialize(values, OwnJson.Default.DictionaryStringString);

    public static Dictionary<string, string?> Read(string text) =>
        JsonSerializer.Deserialize(text, OwnJson.Default.DictionaryStringString) ?? [];
}
