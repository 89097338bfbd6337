namespace Leadline.Surfaces;

/// <summary>
/// Marks a route whose callers are known otherwise than the rest of its surface: names of schemes of the OpenAPI
/// document. All schemes of a line are needed, any one line suffices.
/// </summary>
internal sealed record SecurityRequirement(params string[][] Lines)
{
    public const string AsyncApiKey = "asyncApiKey";
    public const string AuthKey = "authKey";
    public const string RegisterToken = "registerToken";
    public const string PortalId = "portalId";
}
