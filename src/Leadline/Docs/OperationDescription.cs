namespace Leadline.Docs;

/// <summary>What an OpenAPI document says of a route beyond what the route itself tells.</summary>
/// <param name="Summary">One line, what the call does.</param>
/// <param name="Body">The type that the request body is read as; null when it takes none.</param>
/// <param name="Query">Names of query parameters.</param>
internal sealed record OperationDescription(string Summary, Type? Body, IReadOnlyList<string> Query);

/// <summary>Most items of a list that is a body.</summary>
internal sealed record MostItems(int Count);

/// <summary>The body is a file of one of these types.</summary>
internal sealed record BodyTypes(IReadOnlyList<string> MediaTypes);

internal static class OperationDescriptions
{
    public const string Json = "application/json";

    public const string AnyFile = "application/octet-stream";

    /// <summary>
    /// Makes the OpenAPI documents see the routes: the framework looks for a method's signature, which a bare delegate
    /// has none of.
    /// </summary>
    public static RouteGroupBuilder Documented(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("").WithMetadata(((RequestDelegate)Signature).Method);

    /// <summary>Describes the route in its OpenAPI document.</summary>
    public static IEndpointConventionBuilder Describe(
        this IEndpointConventionBuilder route, string summary, Type? body = null, params string[] query) =>
        route.WithMetadata(new OperationDescription(summary, body, query));

    /// <summary>Says how many items the list may have that is the body.</summary>
    public static IEndpointConventionBuilder TakesAtMost(this IEndpointConventionBuilder route, int items) =>
        route.WithMetadata(new MostItems(items));

    /// <summary>Says what the route answers with.</summary>
    public static IEndpointConventionBuilder Answers<T>(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [Json]));

    /// <summary>Says that the body is a file of one of these types.</summary>
    public static IEndpointConventionBuilder TakesFile(
        this IEndpointConventionBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new BodyTypes(mediaTypes));

    /// <summary>Says that the route takes something in to be done later, and what it answers with.</summary>
    public static IEndpointConventionBuilder Accepts<T>(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(T), [Json]));

    /// <summary>Says that the route answers with a file.</summary>
    public static IEndpointConventionBuilder AnswersFile(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(byte[]), [AnyFile]));

    private static Task Signature(HttpContext http) => Task.CompletedTask;
}
