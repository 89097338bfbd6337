using Leadline.Protocol.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>States in the OpenAPI documents how much each list, map and text of a body may hold.</summary>
internal static class DocumentedLimits
{
    /// <summary>The limit that a member states itself.</summary>
    public static Task State(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken _)
    {
        var stated = context.JsonPropertyInfo?.AttributeProvider?
            .GetCustomAttributes(typeof(LimitAttribute), inherit: false);
        if (stated is not [LimitAttribute limit])
            return Task.CompletedTask;
        if (Is(schema, JsonSchemaType.Array))
        {
            schema.MaxItems = limit.Most;
            StateText(schema.Items, limit.Each);
        }
        else if (schema.AdditionalProperties is not null)
        {
            schema.MaxProperties = limit.Most;
            StateText(schema.AdditionalProperties, limit.Each);
        }
        else
        {
            schema.MaxLength = limit.Most;
        }

        return Task.CompletedTask;
    }

    /// <summary>The limits of all other members of what calls send.</summary>
    public static void StateOthers(OpenApiDocument document)
    {
        var seen = new HashSet<OpenApiSchema>(ReferenceEqualityComparer.Instance);
        var contents = document.Paths.Values
            .SelectMany(path => path.Operations ?? [])
            .Select(operation => operation.Value.RequestBody?.Content);
        foreach (var media in contents.SelectMany(content => content?.Values ?? []))
            Complete(media.Schema, seen);
    }

    private static void Complete(IOpenApiSchema? named, HashSet<OpenApiSchema> seen)
    {
        var schema = named is OpenApiSchemaReference reference ? reference.RecursiveTarget : named as OpenApiSchema;
        if (schema is null || !seen.Add(schema))
            return;
        if (Is(schema, JsonSchemaType.String) && schema.Format is null)
            schema.MaxLength ??= LimitAttribute.Text;
        if (Is(schema, JsonSchemaType.Array))
            schema.MaxItems ??= LimitAttribute.Items;
        if (schema.AdditionalProperties is not null)
            schema.MaxProperties ??= LimitAttribute.Items;
        IEnumerable<IOpenApiSchema?> parts =
        [
            schema.Items, schema.AdditionalProperties, .. schema.Properties?.Values ?? [], .. schema.OneOf ?? [],
            .. schema.AnyOf ?? [], .. schema.AllOf ?? [],
        ];
        foreach (var part in parts)
            Complete(part, seen);
    }

    private static void StateText(IOpenApiSchema? part, int most)
    {
        if (part is OpenApiSchema text && Is(text, JsonSchemaType.String))
            text.MaxLength = most;
    }

    private static bool Is(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;
}
