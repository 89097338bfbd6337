using Leadline.Protocol.LeadSquared;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>Makes the OpenAPI 3.1 documents out of the routes.</summary>
internal static class OpenApiDocuments
{
    public static void Add(IServiceCollection services)
    {
        // The bodies' own member names are the wire's: no policy may bend them.
        services.Configure<JsonOptions>(json => json.SerializerOptions.PropertyNamingPolicy = null);
        foreach (var document in ApiDocument.All)
            services.AddOpenApi(document.Name, options => Configure(options, document));
    }

    private static void Configure(OpenApiOptions options, ApiDocument document)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = route => document.Holds(route.RelativePath);
        options.AddSchemaTransformer(DescribeLeadProperties);
        options.AddOperationTransformer(OperationDocument.Describe);
        options.AddDocumentTransformer((openApi, _, _) =>
        {
            openApi.Info = new OpenApiInfo
            {
                Title = document.Title,
                Description = document.Description,
                Version = typeof(OpenApiDocuments).Assembly.GetName().Version!.ToString(3),
            };
            openApi.Tags = null;
            SurfaceSchemas.AddTo(openApi, document.Surface);
            return Task.CompletedTask;
        });
    }

    // Its converter reads it without reflection, so nothing can be told from its members.
    private static Task DescribeLeadProperties(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        if (context.JsonTypeInfo.Type == typeof(List<LeadProperty>))
            (schema.Type, schema.Items) = (JsonSchemaType.Array, LeadPropertySchema());
        return Task.CompletedTask;
    }

    private static OpenApiSchema LeadPropertySchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["Attribute"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The field's schema name." },
            ["Value"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
            ["Fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = "The parts of a custom field set.",
                Items = new OpenApiSchema { Type = JsonSchemaType.Object },
            },
        },
    };
}
