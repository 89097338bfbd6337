using System.Text.Json;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>Doctor finds nothing wrong where nothing is, and what is wrong where something is.</summary>
public sealed class DoctorTests(EmbeddedCommandServer server) : IClassFixture<EmbeddedCommandServer>
{
    [Fact]
    public async Task Sees_a_healthy_server_and_then_a_lead_that_lost_its_identity()
    {
        using var caller = new Caller(server.Url, server.Credentials.AccessKey, server.Credentials.SecretKey);
        await caller.Capture("healthy@example.com");
        await caller.Capture("lost@example.com");
        await caller.Capture("moved@example.com");

        var (healthy, checks) = await Doctor("--full");
        Assert.Equal(0, healthy);
        Assert.DoesNotContain(checks, check => check.Status == "FAIL");
        foreach (var name in new[] { "server", "postgresql", "schema", "fsync", "synchronous_commit", "clock", "disk", "credentials file" })
            Assert.Equal("OK", checks.Single(check => check.Name == name).Status);
        Assert.Contains($"process {server.ProcessId})", checks.Single(check => check.Name == Address).Detail, StringComparison.Ordinal);
        Assert.Contains("nothing listens", checks.Single(check => check.Name == "http://127.0.0.1:1").Detail, StringComparison.Ordinal);
        // Those that the test makes, and the sample ticket's.
        Assert.Contains("4 leads", Detail(checks, "events"), StringComparison.Ordinal);
        Assert.Contains("4 leads, all of them, with 4 unique values", Detail(checks, "identity"), StringComparison.Ordinal);

        await StartFailureTests.Execute(
            server.ConnectionString,
            """
            DELETE FROM lead_identity WHERE value = 'lost@example.com';
            UPDATE lead_identity SET lead_id = gen_random_uuid() WHERE value = 'moved@example.com';
            INSERT INTO lead_identity SELECT account_id, field, 'stale@example.com', lead_id FROM lead_identity WHERE value = 'healthy@example.com';
            """);
        var (sick, found) = await Doctor("--full");
        Assert.Equal(1, sick);
        Assert.Contains("2 values do not lead to their lead, 1 lead to none, 1 to one", Detail(found, "identity"), StringComparison.Ordinal);
        Assert.Equal(1, (await Doctor()).ExitCode);
    }

    [Fact]
    public async Task Tells_an_unreachable_database_and_an_open_credentials_file()
    {
        var data = Directory.CreateTempSubdirectory("leadline-doctor-");
        await File.WriteAllTextAsync(Path.Combine(data.FullName, "credentials.json"), "{}", TestContext.Current.CancellationToken);
        var (exitCode, output, _) = await LeadlineProcess.Run(
            "doctor", "--data", data.FullName, "--database", "Host=127.0.0.1;Port=1;Username=x;Database=x");
        data.Delete(recursive: true);
        Assert.Equal(1, exitCode);
        Assert.Matches(@"FAIL +database +The database cannot be reached", output);
        Assert.Matches(@"WARN +credentials file +.*open to others", output);
    }

    private async Task<(int ExitCode, List<(string Name, string Status, string Detail)> Checks)> Doctor(params string[] options)
    {
        var (exitCode, output, errors) = await LeadlineProcess.Run(
            server.On(["doctor", "--json", "--urls", $"{Address};http://127.0.0.1:1", .. options]));
        Assert.Equal("", errors);
        return (exitCode, [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Select(check => (
            check.GetProperty("name").GetString()!, check.GetProperty("status").GetString()!, check.GetProperty("detail").GetString()!))]);
    }

    private string Address => server.Url.ToString().TrimEnd('/');

    private string Detail(List<(string Name, string Status, string Detail)> checks, string name) =>
        checks.Single(check => check.Name == $"account {server.Credentials.OrgId} {name}").Detail;
}
