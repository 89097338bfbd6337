using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Docs;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Xunit;

namespace Leadline.Tests.Docs;

public sealed partial class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{

    public static TheoryData<string> Documents => [.. ApiDocument.All.Select(document => document.Url)];

    [Fact]
    public async Task Every_route_stands_in_exactly_one_document()
    {
        var routes =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where !IsPage(endpoint)
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            where method != HttpMethods.Options
            select $"{method} {endpoint.RoutePattern.RawText}";

        var documented = new List<string>();
        foreach (var document in ApiDocument.All)
            documented.AddRange((await Read(document.Url)).Operations.Select(operation => $"{operation.Method} {operation.Path}"));

        Assert.Equal(routes.Order(), documented.Order());
    }

    /// <summary>
    /// The application, the hosted portal, the links in mails, the way to a provider of sign-ins and the pages about the API are for people.
    /// </summary>
    private static bool IsPage(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText is "/" or "/openapi/{name}.json"
        || endpoint.RoutePattern.RawText!.StartsWith("/app/", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText!.StartsWith("/email/", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText!.StartsWith("/leadline/v1/sign-in/oidc/", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText!.StartsWith("/portal/{portalId}", StringComparison.Ordinal)
        || endpoint.RoutePattern.RawText.StartsWith("/docs", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Documents_are_valid_openapi(string url)
    {
        var text = (await server.Get(url)).Body;

        var read = OpenApiDocument.Parse(text, "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.StartsWith("3.1.", JsonDocument.Parse(text).RootElement.GetProperty("openapi").GetString());
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_operation_says_what_it_takes_and_answers(string url)
    {
        var (document, operations) = await Read(url);

        Assert.Equal(operations.Count, operations.Select(operation => operation.Json.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.NotEmpty(operation.Json.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Json.GetProperty("description").GetString()!);
            Assert.Single(operation.Json.GetProperty("tags").EnumerateArray());
            Assert.True(operation.Json.GetProperty("responses").TryGetProperty("default", out _));
            var parameters = operation.Json.TryGetProperty("parameters", out var declared)
                ? declared.EnumerateArray().Select(parameter => Resolve(document, parameter)).ToList()
                : [];
            Assert.Equal(
                PathParameter().Matches(operation.Path).Select(match => match.Groups[1].Value),
                parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path")
                    .Select(parameter => parameter.GetProperty("name").GetString()));

            // A POST that asks for no keys goes past the gate, which keeps the answers; a connector's key is its path.
            var isKept = operation.Method == "POST"
                && (operation.Path.Contains("{token}", StringComparison.Ordinal) || !(operation.Json.TryGetProperty("security", out var security) && security.GetArrayLength() == 0));
            Assert.Equal(isKept, parameters.Any(parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key"));
            Assert.Equal(
                isKept,
                Success(operation.Json).TryGetProperty("headers", out var headers)
                    && Resolve(document, headers.GetProperty("Idempotency-Replayed")).TryGetProperty("schema", out _));
        });
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_body_has_a_schema_that_says_something_and_an_example(string url)
    {
        var (document, operations) = await Read(url);

        foreach (var operation in operations)
        {
            var contents = new List<JsonElement> { Success(operation.Json).GetProperty("content") };
            if (operation.Json.TryGetProperty("requestBody", out var body))
                contents.Add(body.GetProperty("content"));
            contents.Add(Resolve(document, operation.Json.GetProperty("responses").GetProperty("default")).GetProperty("content"));
            foreach (var (type, media) in contents.SelectMany(content => content.EnumerateObject()).Select(content => (content.Name, content.Value)))
            {
                var schema = Resolve(document, media.GetProperty("schema"));
                Assert.True(schema.EnumerateObject().Any(), $"{operation.Method} {operation.Path}: empty schema");
                var needsExample = type != "application/octet-stream" && (schema.TryGetProperty("properties", out _) || schema.TryGetProperty("items", out _));
                Assert.True(!needsExample || media.TryGetProperty("example", out _), $"{operation.Method} {operation.Path}: no example");
            }
        }
    }

    // What is to be done later is answered 202.
    private static JsonElement Success(JsonElement operation) =>
        operation.GetProperty("responses") is var responses && responses.TryGetProperty("200", out var done)
            ? done
            : responses.GetProperty("202");

    [Fact]
    public async Task The_documented_body_is_what_the_wire_reads()
    {
        var (document, operations) = await Read("/openapi/ispcrm.json");
        var createLead = operations.Single(operation => operation.Path == "/api/v1/subscriber/CreateLead").Json;
        var login = operations.Single(operation => operation.Path == "/api/v1/subscriber/Login").Json;

        var schema = Resolve(document, createLead.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));

        Assert.Equal(["name", "email", "phone", "address", "remarks"], schema.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.Empty(login.GetProperty("security").EnumerateArray());
        Assert.False(createLead.TryGetProperty("security", out _));
        Assert.Equal("""[{"token":[]}]""", document.GetProperty("security").GetRawText().ReplaceLineEndings("").Replace(" ", ""));
    }

    [Fact]
    public async Task A_lead_is_a_list_of_attributes()
    {
        var (document, operations) = await Read("/openapi/leadsquared.json");
        var capture = operations.Single(operation => operation.Path == "/v2/LeadManagement.svc/Lead.Capture").Json;

        var schema = Resolve(document, capture.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        var property = Resolve(document, schema.GetProperty("items"));

        Assert.Equal(["Attribute", "Value", "Fields"], property.GetProperty("properties").EnumerateObject().Select(member => member.Name));
        Assert.Equal("LeadUpdateBehavior", capture.GetProperty("parameters")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Other_documents_do_not_exist() =>
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await server.Get("/openapi/other.json")).Status);

    private static JsonElement Resolve(JsonElement document, JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
            return schema;
        var element = document;
        foreach (var step in reference.GetString()!.Split('/').Skip(1))
            element = element.GetProperty(step);
        return element;
    }

    private async Task<(JsonElement Document, List<(string Method, string Path, JsonElement Json)> Operations)> Read(string url)
    {
        var document = (await server.Get(url)).Json;
        var operations =
            from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select (method.Name.ToUpperInvariant(), path.Name, method.Value);
        return (document, operations.ToList());
    }

    [GeneratedRegex("{([^}]+)}")]
    private static partial Regex PathParameter();
}
