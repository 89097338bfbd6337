using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.Json;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Protocol.ServiceCrm;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>Makes the OpenAPI 3.1 documents out of the routes and the records of Protocol.</summary>
internal static class OpenApiDocuments
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IApiDescriptionProvider, DescribedBodies>();
        services.Configure<JsonOptions>(json => NameMembers(json.SerializerOptions));
        foreach (var document in ApiDocument.All)
            services.AddOpenApi(document.Name, options => Configure(options, document));
    }

    // Members are named as each surface's JSON names them.
    private static void NameMembers(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = null;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(type =>
        {
            var policy = type.Type.Namespace == typeof(OwnJson).Namespace ? JsonNamingPolicy.CamelCase
                : type.Type.Namespace == typeof(IspcrmJson).Namespace ? JsonNamingPolicy.SnakeCaseLower
                : null;
            foreach (var member in type.Properties)
                if (policy is not null && !IsNamed(member))
                    member.Name = policy.ConvertName(member.Name);
        });
    }

    private static bool IsNamed(JsonPropertyInfo member) =>
        member.AttributeProvider?.IsDefined(typeof(JsonPropertyNameAttribute), inherit: false) == true;

    private static void Configure(OpenApiOptions options, ApiDocument document)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = route => document.Holds(route.RelativePath);
        options.AddSchemaTransformer(DescribeConverted);
        options.AddSchemaTransformer(FillLines);
        options.AddSchemaTransformer(DocumentedLimits.State);
        options.AddOperationTransformer(OperationDocument.Describe);
        options.AddDocumentTransformer(async (openApi, context, cancellation) =>
        {
            openApi.Info = new OpenApiInfo
            {
                Title = document.Title,
                Description = document.Description,
                License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
                Version = typeof(OpenApiDocuments).Assembly.GetName().Version!.ToString(3),
            };
            openApi.Servers = [new OpenApiServer { Url = "/", Description = "This server." }];
            openApi.Tags = null;
            var error = await context.GetOrCreateSchemaAsync(
                SurfaceSchemas.ErrorType(document.Surface), null, cancellation);
            SurfaceSchemas.AddTo(openApi, document.Surface, error);
            DocumentedLimits.StateOthers(openApi);
            AddExamples(openApi);
        });
    }

    // What a converter reads and writes without reflection: nothing can be told from its members.
    private static Task DescribeConverted(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        if (context.JsonPropertyInfo is { Name: nameof(TrashResponse.FailedIds) })
            (schema.Type, schema.Items) = (JsonSchemaType.Array, NumberOrText());
        else if (context.JsonTypeInfo.Type == typeof(LeadProperty))
            (schema.Type, schema.Properties) = (JsonSchemaType.Object, LeadPropertyMembers());
        else if (context.JsonTypeInfo.Type == typeof(List<LeadProperty>))
            (schema.Type, schema.Items) = (JsonSchemaType.Array, LeadPropertySchema());
        return Task.CompletedTask;
    }

    // Where a comment's lines end is a matter of the source alone.
    private static Task FillLines(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        schema.Description = schema.Description?.ReplaceLineEndings(" ");
        return Task.CompletedTask;
    }

    private static OpenApiSchema NumberOrText() => new() { Type = JsonSchemaType.Integer | JsonSchemaType.String };

    private static OpenApiSchema LeadPropertySchema() =>
        new() { Type = JsonSchemaType.Object, Properties = LeadPropertyMembers() };

    private static Dictionary<string, IOpenApiSchema> LeadPropertyMembers() =>
        new()
        {
            ["Attribute"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                MaxLength = LimitAttribute.Text,
                Description = "The field's schema name.",
            },
            ["Value"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String | JsonSchemaType.Null,
                MaxLength = LimitAttribute.Value,
                Description = "Its value.",
            },
            ["Fields"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array | JsonSchemaType.Null,
                Description = "The parts of a custom field set.",
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["Attribute"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["Value"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.String | JsonSchemaType.Null,
                            MaxLength = LimitAttribute.Value,
                        },
                    },
                },
            },
        };

    private static void AddExamples(OpenApiDocument document)
    {
        var contents = document.Paths.Values
            .SelectMany(path => path.Operations ?? [])
            .Select(operation => operation.Value)
            .SelectMany(operation => (operation.Responses ?? []).Values.OfType<OpenApiResponse>()
                .Select(response => response.Content)
                .Append(operation.RequestBody?.Content))
            .Concat(document.Components!.Responses!.Values.Select(response => response.Content));
        foreach (var media in contents.SelectMany(content => content?.Values ?? []).OfType<OpenApiMediaType>())
            if (media is { Schema: { } schema } && schema.Format is not "byte" and not "binary")
                media.Example = ExampleValues.For(schema);
    }
}
