using System.Text.Json.Nodes;

namespace Leadline.Bench.Fuzz;

/// <summary>One operation of the server's OpenAPI documents, with what it says that a caller sends.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">With the names of its parameters in braces.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="Body">An example of its body; null where it takes none.</param>
internal sealed record FuzzOperation(string Method, string Path, IReadOnlyList<string> Query, JsonNode? Body)
{
    private static readonly string[] Documents = ["leadsquared", "servicecrm", "ispcrm", "leadline"];

    // It would end the session that the calls after it need.
    private const string EndsTheSession = "/api/v1/subscriber/Logout";

    /// <summary>All operations that the server describes.</summary>
    public static async Task<IReadOnlyList<FuzzOperation>> ReadAll(HttpClient client)
    {
        var operations = new List<FuzzOperation>();
        foreach (var name in Documents)
        {
            var document = JsonNode.Parse(await client.GetStringAsync($"/openapi/{name}.json"))!;
            foreach (var (path, methods) in document["paths"]!.AsObject())
                foreach (var (method, operation) in methods!.AsObject())
                    if (path != EndsTheSession) operations.Add(Read(document, path, method, operation!));
        }

        return operations;
    }

    private static FuzzOperation Read(JsonNode document, string path, string method, JsonNode operation)
    {
        var query =
            from parameter in operation["parameters"]?.AsArray() ?? []
            where (string?)parameter!["in"] == "query"
            select (string)parameter!["name"]!;
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        return new FuzzOperation(method.ToUpperInvariant(), path, [.. query], schema is null ? null : Example(document, schema));
    }

    // A schema stands in place or under its name, and has its example in it.
    private static JsonNode? Example(JsonNode document, JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference)
            schema = document["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]!;
        return schema["example"]?.DeepClone() ?? new JsonObject();
    }
}
