using System.Text;
using Leadline.Tests.Contracts.Clients;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Contracts;

/// <summary>The wire is frozen: every file of Exchanges is sent to a new server, whose answers must be those of the file.</summary>
public sealed class ExchangeTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Snapshot.Folder, "Exchanges"), "*.http").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Answers_are_those_of_the_file(string file)
    {
        var path = Path.Combine("Exchanges", file);
        var exchanges = Exchange.ReadAll(await File.ReadAllTextAsync(Path.Combine(Snapshot.Folder, path), TestContext.Current.CancellationToken));
        Assert.NotEmpty(exchanges);
        await using var server = new TestServer();
        await server.InitializeAsync();

        var names = new Names(server.Url, server.Credentials);
        var text = new StringBuilder();
        foreach (var exchange in exchanges)
            text.Append(text.Length == 0 ? "" : "\n").Append(exchange.Print(await Send(server, exchange, names), names));

        await Snapshot.Matches(path, text.ToString());
    }

    private static Task<WireAnswer> Send(TestServer server, Exchange exchange, Names names) => Eventually.Seen(
        () => Wire.Send(
            server.Url,
            names.Fill(exchange.RequestLine),
            [.. exchange.Headers.Select(names.Fill)],
            exchange.BodyToSend(names)),
        answer => answer.Body.Contains(exchange.Until ?? "", StringComparison.Ordinal),
        $"{exchange.RequestLine} until {exchange.Until}");
}
