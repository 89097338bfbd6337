using Leadline.Platform.Errors;
using Leadline.Surfaces;
using Microsoft.OpenApi;

namespace Leadline.Docs;

/// <summary>What all calls of a surface share: how a caller is known, and what an error looks like.</summary>
internal static class SurfaceSchemas
{
    /// <summary>The name of each document's error answer.</summary>
    public const string Error = "Error";

    public static void AddTo(OpenApiDocument document, Surface surface)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        document.Components.Responses[Error] = ErrorOf(surface);
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
            [KnownBy.AsyncApiKey] = Key("x-api-key", ParameterLocation.Header),
            [KnownBy.AuthKey] = Key("Authorization", ParameterLocation.Header),
            [KnownBy.RegisterToken] = Key("x-lsq-registertoken", ParameterLocation.Header),
            [KnownBy.PortalId] = Key("x-lsq-portalid", ParameterLocation.Header),
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

    private static OpenApiResponse ErrorOf(Surface surface) => new()
    {
        Description = "Why the call was refused.",
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [surface == Surface.Leadline ? "application/problem+json" : "application/json"] = new()
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = ErrorMembers(surface) },
            },
        },
    };

    private static Dictionary<string, IOpenApiSchema> ErrorMembers(Surface surface) => surface switch
    {
        Surface.LeadSquared => Members(
            ("Status", JsonSchemaType.String), ("ExceptionType", JsonSchemaType.String), ("ExceptionMessage", JsonSchemaType.String)),
        Surface.ServiceCrm => Members(
            ("Id", JsonSchemaType.Null),
            ("Status", JsonSchemaType.String),
            ("Message", JsonSchemaType.String),
            ("ReasonForFailure", JsonSchemaType.String),
            ("ExceptionType", JsonSchemaType.String),
            ("ExceptionMessage", JsonSchemaType.String)),
        Surface.Ispcrm => Members(("success", JsonSchemaType.Boolean), ("message", JsonSchemaType.String)),
        _ => Members(
            ("type", JsonSchemaType.String),
            ("title", JsonSchemaType.String),
            ("status", JsonSchemaType.Integer),
            ("detail", JsonSchemaType.String)),
    };

    private static Dictionary<string, IOpenApiSchema> Members(params (string Name, JsonSchemaType Type)[] members) =>
        members.ToDictionary(member => member.Name, member => (IOpenApiSchema)new OpenApiSchema { Type = member.Type });

    private static OpenApiSecurityScheme Key(string name, ParameterLocation location) =>
        new() { Type = SecuritySchemeType.ApiKey, Name = name, In = location };

    private static OpenApiSecurityScheme Http(string scheme) => new() { Type = SecuritySchemeType.Http, Scheme = scheme };
}
