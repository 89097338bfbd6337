using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Tests.Architecture;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Contracts;

/// <summary>docs/coverage.md says which documented operations the server answers, as its routes have it.</summary>
public sealed partial class CoverageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Introduction = """
        # What is covered

        The operations that the public documentation of each API names, and how many of them Leadline answers. The list is
        `tests/Leadline.Tests/Contracts/documented.txt`; a test writes this page from it and from the server's routes.


        """;

    private const string Notes = """

        ISPCRM's calls on invoices and payments answer as documented for a subscriber who has none: Leadline
        keeps none of them yet.

        """;

    [Fact]
    public async Task The_page_says_what_is_answered_and_what_is_not()
    {
        var answered = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
                (endpoint, method) => Key(method, endpoint.RoutePattern.RawText!))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lines = await File.ReadAllLinesAsync(
            Path.Combine(Snapshot.Folder, "documented.txt"), TestContext.Current.CancellationToken);
        var documented = from line in lines
                         let parts = line.Split(" | ")
                         let operation = parts[1].Split(' ')
                         select (Api: parts[0], Operation: parts[1], IsAnswered: answered.Contains(Key(operation[0], operation[1])));

        var page = new StringBuilder(Introduction);
        var missing = new StringBuilder();
        page.Append("| API | Documented | Answered |\n| --- | ---: | ---: |\n");
        foreach (var api in documented.GroupBy(operation => operation.Api))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {api.Key} | {api.Count()} | {api.Count(one => one.IsAnswered)} |\n");
            var absent = api.Where(one => !one.IsAnswered).Select(one => $"`{one.Operation}`").ToList();
            if (absent.Count > 0)
                missing.Append(CultureInfo.InvariantCulture, $"- {api.Key}: {string.Join(", ", absent)}\n");
        }

        if (missing.Length > 0)
            page.Append("\nNot answered yet:\n\n").Append(missing);
        page.Append(Notes);
        await Snapshot.Matches(Path.Combine(SourceTree.Root, "docs", "coverage.md"), page.ToString());
    }

    private static string Key(string method, string path) => $"{method} /{Parameter().Replace(path.TrimStart('/'), "{}")}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
