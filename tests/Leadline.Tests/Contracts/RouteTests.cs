using System.Text.Json.Nodes;
using Leadline.Docs;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Contracts;

/// <summary>No route comes, goes or opens up unseen.</summary>
public sealed class RouteTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string> Documents => [.. ApiDocument.All.Select(document => document.Name)];

    [Fact]
    public async Task Routes_are_those_of_the_list()
    {
        var routes =
            from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]
            let anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? "" : " (without credentials)"
            select $"{endpoint.RoutePattern.RawText} {method}{anonymous}\n";

        await Snapshot.Matches("routes.txt", string.Concat(routes.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Documents_are_as_kept(string name)
    {
        var document = JsonNode.Parse((await server.Get($"/openapi/{name}.json")).Body)!;

        await Snapshot.Matches(Path.Combine("OpenApi", $"{name}.json"), document);
    }
}
