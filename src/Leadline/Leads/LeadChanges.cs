using System.Text;
using System.Text.Json;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>The data of a lead.updated event: each changed field with its value before and after.</summary>
internal static class LeadChanges
{
    public static string Describe(Lead lead, IReadOnlyDictionary<string, string?> changes, Guid owner)
    {
        var buffer = JsonBuffer.Rent();
        var json = buffer.Writer;
        json.WriteStartObject();
        foreach (var (name, after) in changes)
            Write(json, name, lead.Value(name), after);
        if (owner != lead.OwnerId)
            Write(json, LeadFieldNames.OwnerId, lead.OwnerId.ToString(), owner.ToString());
        json.WriteEndObject();
        var text = Encoding.UTF8.GetString(buffer.Written().Span);
        buffer.Return();
        return text;
    }

    private static void Write(Utf8JsonWriter json, string name, string? before, string? after)
    {
        json.WriteStartObject(name);
        json.WriteString("Before"u8, before);
        json.WriteString("After"u8, after);
        json.WriteEndObject();
    }
}
