using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Protocol.LeadSquared;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>
/// Makes an example of whatever a schema describes: by the member's name, else by its description, else by its type.
/// </summary>
internal static partial class ExampleValues
{
    private const int Deepest = 8;

    // Deeper lists are empty: a field's parts have parts.
    private const int DeepestList = 5;

    private const string SomeId = "019a3f5c-7d20-7c11-9a64-2f0b8e5d4c31";
    private const string SomeMoment = "2026-03-02T09:30:00Z";

    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Attribute"] = "FirstName",
        ["Code"] = "invalidInput",
        ["ContentType"] = "application/pdf",
        ["CreatedOn"] = "2026-03-02 09:30:00",
        ["Description"] = "The invoice of March shows the old address.",
        ["Detail"] = "'name' is mandatory.",
        ["DisplayName"] = "City",
        ["EmailAddress"] = "asha@example.com",
        ["Email"] = "asha@example.com",
        ["FirstName"] = "Asha",
        ["FromDate"] = "2026-03-01 00:00:00",
        ["Key"] = "#157",
        ["LastName"] = "Rao",
        ["Logo"] = "https://www.example.com/logo.svg",
        ["LookupName"] = "EmailAddress",
        ["LookupValue"] = "asha@example.com",
        ["Name"] = "Asha Rao",
        ["Phone"] = "+91-9876543210",
        ["Reason"] = ErrorTexts.UnknownLead,
        ["Reopened"] = "Open",
        ["ReopenedStatus"] = "Open",
        ["SchemaName"] = "mx_City",
        ["SearchBy"] = "EmailAddress",
        ["Status"] = "Success",
        ["Text"] = "Your invoice is on its way.",
        ["TimeZone"] = "Asia/Kolkata",
        ["Title"] = "Wrong address on an invoice",
        ["ToDate"] = "2026-03-31 23:59:59",
        ["Url"] = "https://crm.example.com/portal/support",
        ["Value"] = "Asha",
    };

    public static JsonNode? For(IOpenApiSchema schema, string name = "", int depth = 0)
    {
        var type = schema.Type ?? JsonSchemaType.Object;
        if (depth > Deepest || schema.Description is "Null.")
            return type.HasFlag(JsonSchemaType.Null) ? null : Empty(type);
        if (schema.OneOf?.Count > 0)
            return For(schema.OneOf.First(choice => choice.Type != JsonSchemaType.Null), name, depth + 1);
        if (type.HasFlag(JsonSchemaType.Array))
            return schema.Items is { } items && depth < DeepestList
                ? new JsonArray(For(items, name, depth + 1))
                : new JsonArray();
        if (type.HasFlag(JsonSchemaType.Object))
            return Object(schema, depth);
        if (type.HasFlag(JsonSchemaType.Boolean))
            return schema.Description is not "False.";
        if (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))
            return int.TryParse(schema.Description?.TrimEnd('.'), out var constant) ? constant : 1;
        return Text(schema, name);
    }

    private static JsonNode? Empty(JsonSchemaType type) =>
        type.HasFlag(JsonSchemaType.Array) ? new JsonArray()
        : type.HasFlag(JsonSchemaType.Object) ? new JsonObject()
        : "";

    private static JsonObject Object(IOpenApiSchema schema, int depth)
    {
        var example = new JsonObject();
        foreach (var (name, member) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            example[name] = For(member, name, depth + 1);
        if (schema.AdditionalProperties is { } values && example.Count == 0)
            example["FirstName"] = For(values, "FirstName", depth + 1);
        return example;
    }

    private static string Text(IOpenApiSchema schema, string name) => schema switch
    {
        { Format: "uuid" } => SomeId,
        { Format: "date-time" } => SomeMoment,
        { Format: "date" } => SomeMoment[..10],
        { Description: "Empty." } => "",
        { Description: { } words } when Constant().Match(words) is { Success: true } word => word.Groups[1].Value,
        _ when Known.TryGetValue(name, out var known) => known,
        _ when name.EndsWith("id", StringComparison.OrdinalIgnoreCase) => SomeId,
        _ when name.EndsWith("On", StringComparison.Ordinal) => "2026-03-02 09:30:00",
        _ => name.Length > 0 ? name : "text",
    };

    // "Success.", "none, roundRobin, load or skill.", "Enabled or Disabled."
    [GeneratedRegex(@"^([^\s,]+)(?:,| or |\.$)")]
    private static partial Regex Constant();
}
