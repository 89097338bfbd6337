using System.Net;
using System.Text;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Files;

/// <summary>A scanner that says what the file tells it to: a real command, with the content on its standard input.</summary>
public sealed class FileScannerTests(FileScannerTests.ScannedServer server) : IClassFixture<FileScannerTests.ScannedServer>
{
    // Reads the first line and does as it says; what it does not read, it leaves in the pipe.
    private const string Scanner = "read -r word; case \"$word\" in clean) cat >/dev/null; exit 0;; virus) exit 1;; hang) sleep 1000;; *) exit 7;; esac";

    private readonly FileCalls files = new(server);

    [Fact]
    public async Task A_clean_file_is_kept()
    {
        var content = Encoding.ASCII.GetBytes($"clean\n{new string('x', 2 * 1024 * 1024)}");

        var kept = await files.Send(content, "name=a.txt");

        Assert.True(kept.Status == HttpStatusCode.OK, kept.Body);
        using var response = await files.Content(kept.Json.GetProperty("id").GetGuid());
        Assert.Equal(content, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("virus", HttpStatusCode.BadRequest, "invalidInput")]
    [InlineData("fault", HttpStatusCode.ServiceUnavailable, "unavailable")]
    [InlineData("hang", HttpStatusCode.ServiceUnavailable, "unavailable")]
    public async Task Any_other_is_refused_and_nothing_of_it_is_kept(string word, HttpStatusCode status, string code)
    {
        // More than a pipe holds, so that a scanner that does not read is waited for.
        var content = Encoding.ASCII.GetBytes($"{word}\n{new string('x', 1024 * 1024)}");

        var answer = await files.Send(content, $"name={word}.txt");

        Assert.Equal((status, code), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.Equal(0, await new LeadRows(server).One<long>(
            "SELECT count(*) FROM stored_file WHERE name = @name", new { name = $"{word}.txt" }));
        if (word == "hang")
            Assert.Contains(server.Log, line => line.Contains("took longer than", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LeadSquareds_clients_are_told_in_their_form()
    {
        var infected = await files.Upload("virus\n"u8.ToArray(), "v.txt", files.Keys);
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "MXInvalidInputException"),
            (infected.Status, infected.Json.GetProperty("ExceptionType").GetString()));

        // Without an MX type, since it passes.
        var faulty = await files.Upload("fault\n"u8.ToArray(), "f.txt", files.Keys);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "ServiceUnavailableException"),
            (faulty.Status, faulty.Json.GetProperty("ExceptionType").GetString()));
    }

    public sealed class ScannedServer : TestServer
    {
        internal override ServerOptions Options => base.Options with
        {
            FileScanner = Scanner,
            LongestScan = TimeSpan.FromSeconds(2),
        };
    }
}
