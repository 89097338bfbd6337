using System.Globalization;
using System.Text.RegularExpressions;
using Leadline.Surfaces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>What a document says of one route: from its <see cref="OperationDescription"/>, else from its path.</summary>
internal static partial class OperationDocument
{
    private const string Json = "application/json";

    private static readonly string[] Prefixes = ["api", "leadline", "v1", "v2", "1"];

    public static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var route = context.Description;
        var metadata = route.ActionDescriptor.EndpointMetadata;
        var description = metadata.OfType<OperationDescription>().LastOrDefault();
        var segments = route.RelativePath!.Split('/');

        operation.OperationId = $"{route.HttpMethod}-{string.Join('-', segments)}";
        operation.Summary = description?.Summary ?? SummaryOf(segments);
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf(segments), context.Document) };
        if (description?.Query.Count > 0)
            operation.Parameters = [.. operation.Parameters ?? [], .. description.Query.Select(QueryParameter)];
        if (description?.Body is { } type)
            operation.RequestBody = Body(await context.GetOrCreateSchemaAsync(type, null, cancellation), required: true);
        else if (description is null && HttpMethods.IsPost(route.HttpMethod!))
            operation.RequestBody = Body(new OpenApiSchema(), required: false);
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = "Done.", Content = Content(new OpenApiSchema()) },
            ["default"] = new OpenApiResponseReference(SurfaceSchemas.Error, context.Document),
        };

        // An empty list takes back what the document asks of every call.
        if (metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
        else if (metadata.OfType<KnownBy>().LastOrDefault() is { } known)
            operation.Security = SurfaceSchemas.Requirements(known.Lines, context.Document);
    }

    /// <summary>Lead.CreateOrUpdate: "Lead create or update". getCustomerDetails: "Get customer details".</summary>
    internal static string SummaryOf(string[] segments)
    {
        var name = segments.LastOrDefault(segment => !segment.StartsWith('{')) ?? "";
        var words = WordEnd().Replace(name, " ").ToLowerInvariant();
        return words.Length == 0 ? words : char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }

    private static string TagOf(string[] segments) =>
        segments.FirstOrDefault(segment => !Prefixes.Contains(segment, StringComparer.OrdinalIgnoreCase)) ?? segments[0];

    private static OpenApiParameter QueryParameter(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiRequestBody Body(IOpenApiSchema schema, bool required) =>
        new() { Content = Content(schema), Required = required };

    private static Dictionary<string, OpenApiMediaType> Content(IOpenApiSchema schema) =>
        new() { [Json] = new OpenApiMediaType { Schema = schema } };

    [GeneratedRegex("[.-]|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordEnd();
}
