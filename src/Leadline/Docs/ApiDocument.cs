using Leadline.Platform.Errors;

namespace Leadline.Docs;

/// <summary>
/// One of the OpenAPI documents. A route belongs to the document of its path's surface, and so to exactly one.
/// </summary>
internal sealed record ApiDocument(string Name, Surface Surface, string Title, string Audience, string Description)
{
    public static IReadOnlyList<ApiDocument> All { get; } =
    [
        new(
            "leadsquared",
            Surface.LeadSquared,
            "LeadSquared API v2",
            "your integration speaks to LeadSquared today: change its host name.",
            "The calls of LeadSquared's API that Leadline answers. Operation and parameter names match in any "
            + "case; business "
                + "errors are HTTP 500 with an ExceptionType."),
        new(
            "ispcrm",
            Surface.Ispcrm,
            "ISPCRM API",
            "your integration speaks to ISPCRM today.",
            "The calls of ISPCRM's API that Leadline answers, with a bearer token."),
        new(
            "servicecrm",
            Surface.ServiceCrm,
            "LeadSquared Service CRM API",
            "your integration speaks to LeadSquared's service desk today.",
            "The calls of LeadSquared's Service CRM API that Leadline answers. An account has to enable it."),
        new(
            "leadline",
            Surface.Leadline,
            "Leadline API",
            "you begin anew: tickets, the service desk, portals, fields and the queue, in words of its own.",
            "Leadline's own calls. Errors are application/problem+json."),
    ];

    public string Url => $"/openapi/{Name}.json";

    /// <summary>Whether the route of this path, with or without its first slash, belongs to the document.</summary>
    public bool Holds(string? path) => SurfaceErrors.SurfaceOf($"/{path?.TrimStart('/')}") == Surface;
}
