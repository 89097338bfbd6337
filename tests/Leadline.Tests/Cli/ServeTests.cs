using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>One command, from an empty folder to a server that stops in order and comes back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ServeTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-serve-");

    private string Data => Path.Combine(root.FullName, "data");

    [Fact]
    public async Task First_start_makes_an_account_and_later_starts_keep_it_silently()
    {
        var (server, url) = await LeadlineProcess.Serve("--data", Data);
        var credentials = LeadlineProcess.Credentials(Data);
        await using (server)
        {
            Assert.Equal(url.ToString().TrimEnd('/'), credentials.Url);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, "credentials.json")));
            Assert.Contains("credentials.json", server.Text, StringComparison.Ordinal);
            Assert.All(server.Output, line => Assert.Matches(LogTime(), line.Split(' ')[0]));

            // A8: root is told in one line, and nobody else.
            Assert.Equal(
                Environment.IsPrivilegedProcess ? 1 : 0,
                server.Output.Concat(server.Errors).Count(line => line.Contains("runs as root", StringComparison.Ordinal)));
            using var caller = new Caller(url, credentials.AccessKey, credentials.SecretKey);
            Assert.Equal(HttpStatusCode.OK, (await caller.Capture("first@example.com")).Status);
            Assert.Equal(0, await server.Stop());
        }

        var (again, newUrl) = await LeadlineProcess.Serve("--data", Data, "--log", "json");
        await using (again)
        {
            Assert.Equal(credentials, LeadlineProcess.Credentials(Data));
            Assert.DoesNotContain("credentials.json", again.Text, StringComparison.Ordinal);
            Assert.All(again.Output, line => Assert.Matches(
                LogTime(), JsonDocument.Parse(line).RootElement.GetProperty("Timestamp").GetString()!));
            using var caller = new Caller(newUrl, credentials.AccessKey, credentials.SecretKey);
            Assert.Contains("\"IsCreated\":false", (await caller.Capture("first@example.com")).Body, StringComparison.Ordinal);
            Assert.Equal(0, await again.Stop());
        }

        foreach (var secret in new[]
            { credentials.AdminPassword, credentials.AccessKey, credentials.SecretKey, credentials.AsyncApiKey, credentials.IspcrmToken })
            Assert.DoesNotContain(secret, server.Text + again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_it_within_10_seconds_and_PostgreSQL_with_it()
    {
        var (server, _) = await LeadlineProcess.Serve("--data", Data);
        await using (server)
        {
            var postmaster = Postmaster();
            var clock = Stopwatch.StartNew();
            Assert.Equal(0, await server.Stop());
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.False(Directory.Exists($"/proc/{postmaster.Id}"));
        }
    }

    [Fact]
    public async Task A_second_server_on_the_folder_is_refused_and_commands_are_not()
    {
        var (server, _) = await LeadlineProcess.Serve("--data", Data);
        await using (server)
        {
            var (exitCode, _, errors) = await LeadlineProcess.Run("--data", Data, "--urls", "http://127.0.0.1:0");
            Assert.Equal(1, exitCode);
            Assert.StartsWith("leadline: Another Leadline server already uses the data folder", errors, StringComparison.Ordinal);
            Assert.Single(errors.Split('\n'));

            Assert.Equal(1, (await LeadlineProcess.Json("account", "list", "--data", Data)).GetArrayLength());
        }
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_callers_get_503_and_nothing_acknowledged_is_lost()
    {
        var (server, url) = await LeadlineProcess.Serve("--data", Data, "--rate-limit", "off");
        await using (server)
        {
            var credentials = LeadlineProcess.Credentials(Data);
            using var caller = new Caller(url, credentials.AccessKey, credentials.SecretKey);
            Assert.Equal(HttpStatusCode.OK, (await caller.Capture("before@example.com")).Status);

            Postmaster().Kill();

            // Its processes outlive the postmaster by a moment, and answer.
            await Eventually.Holds(async () => !await IsServed());
            await Eventually.Holds(IsServed);

            Assert.Contains("\"IsCreated\":false", (await caller.Capture("before@example.com")).Body, StringComparison.Ordinal);

            async Task<bool> IsServed()
            {
                var (status, _, retryAfter) = await caller.Capture("after@example.com");
                if (status == HttpStatusCode.OK)
                    return true;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                Assert.NotNull(retryAfter);
                return false;
            }
        }
    }

    public void Dispose() => root.Delete(recursive: true);

    private Process Postmaster() =>
        Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(Data, "postgres", "postmaster.pid")).First()));

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex LogTime();
}
