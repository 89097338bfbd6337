using Leadline.Platform.Errors;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>What all calls of a surface share: how a caller is known, and what an error looks like.</summary>
internal static class SurfaceSchemas
{
    /// <summary>The name of each document's error answer.</summary>
    public const string Error = "Error";

    public static void AddTo(OpenApiDocument document, Surface surface, IOpenApiSchema error)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        document.Components.Responses[Error] = ErrorOf(surface, error);
        document.Components.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [SurfaceGate.IdempotencyHeader] = IdempotencyKey(),
        };
        document.Components.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [SurfaceGate.ReplayedHeader] = Replayed(),
        };
        document.Components.SecuritySchemes = SchemesOf(surface);
        document.Security = Requirements(RequirementsOf(surface), document);
    }

    /// <summary>Any one line suffices; all schemes of the line are needed.</summary>
    public static List<OpenApiSecurityRequirement> Requirements(string[][] lines, OpenApiDocument? document) =>
    [
        .. lines.Select(names =>
        {
            var requirement = new OpenApiSecurityRequirement();
            foreach (var name in names)
                requirement.Add(new OpenApiSecuritySchemeReference(name, document), []);
            return requirement;
        }),
    ];

    private static Dictionary<string, IOpenApiSecurityScheme> SchemesOf(Surface surface) => surface switch
    {
        Surface.Ispcrm => new() { ["token"] = Http("bearer") },
        Surface.LeadSquared => new()
        {
            ["accessKey"] = Key("accessKey", ParameterLocation.Query),
            ["secretKey"] = Key("secretKey", ParameterLocation.Query),
            ["accessKeyHeader"] = Key("x-LSQ-AccessKey", ParameterLocation.Header),
            ["secretKeyHeader"] = Key("x-LSQ-SecretKey", ParameterLocation.Header),
            [SecurityRequirement.AsyncApiKey] = Key("x-api-key", ParameterLocation.Header),
            [SecurityRequirement.AuthKey] = Key("Authorization", ParameterLocation.Header),
            [SecurityRequirement.RegisterToken] = Key("x-lsq-registertoken", ParameterLocation.Header),
            [SecurityRequirement.PortalId] = Key("x-lsq-portalid", ParameterLocation.Header),
        },
        Surface.ServiceCrm => new()
        {
            ["accessKeyHeader"] = Key("X-LSQ-ACCESS-KEY", ParameterLocation.Header),
            ["secretKeyHeader"] = Key("X-LSQ-SECRET-KEY", ParameterLocation.Header),
        },
        _ => new()
        {
            ["keys"] = Http("basic"),
            ["accessKeyHeader"] = Key("x-LSQ-AccessKey", ParameterLocation.Header),
            ["secretKeyHeader"] = Key("x-LSQ-SecretKey", ParameterLocation.Header),
        },
    };

    private static string[][] RequirementsOf(Surface surface) => surface switch
    {
        Surface.Ispcrm => [["token"]],
        Surface.LeadSquared => [["accessKeyHeader", "secretKeyHeader"], ["accessKey", "secretKey"]],
        Surface.ServiceCrm => [["accessKeyHeader", "secretKeyHeader"]],
        _ => [["keys"], ["accessKeyHeader", "secretKeyHeader"]],
    };

    /// <summary>The record that a surface tells its errors with.</summary>
    public static Type ErrorType(Surface surface) => surface switch
    {
        Surface.LeadSquared => typeof(Protocol.LeadSquared.ErrorResponse),
        Surface.ServiceCrm => typeof(Protocol.ServiceCrm.ErrorResponse),
        Surface.Ispcrm => typeof(ResultResponse),
        _ => typeof(Problem),
    };

    private static OpenApiResponse ErrorOf(Surface surface, IOpenApiSchema schema) => new()
    {
        Description = "Why the call was refused.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [surface == Surface.Leadline ? "application/problem+json" : "application/json"] = new() { Schema = schema },
        },
    };

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = SurfaceGate.IdempotencyHeader,
        In = ParameterLocation.Header,
        Description = "Makes a retry safe: for 24 hours, the same call with the same key gets the first answer again "
            + "and does nothing twice; another call with the key is refused with 422. Use a random one, such as a "
            + "UUID.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = IdempotencyKeys.MaxLength },
    };

    private static OpenApiHeader Replayed() => new()
    {
        Description = "true where the answer was given before to the same call with the same Idempotency-Key.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiSecurityScheme Key(string name, ParameterLocation location) =>
        new() { Type = SecuritySchemeType.ApiKey, Name = name, In = location };

    private static OpenApiSecurityScheme Http(string scheme) =>
        new() { Type = SecuritySchemeType.Http, Scheme = scheme };
}
