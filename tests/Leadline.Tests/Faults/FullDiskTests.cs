using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Cli;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Faults;

/// <summary>A3: a disk of its own, filled to the last byte by somebody else.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FullDiskTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-disk-");
    private bool isMounted;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(root.FullName, "data");

    [Fact]
    public async Task A3_on_a_full_disk_reads_go_on_ready_tells_and_writes_are_503_until_there_is_room()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        isMounted = await Run("mount", "-t", "tmpfs", "-o", "size=320m", "tmpfs", root.FullName) == 0;
        Assert.SkipUnless(isMounted, "This machine does not let root mount a tmpfs.");

        var (server, url) = await LeadlineProcess.Serve("--data", Data, "--rate-limit", "off");
        await using (server)
        {
            var credentials = LeadlineProcess.Credentials(Data);
            using var client = new HttpClient { BaseAddress = url };
            client.DefaultRequestHeaders.Add("x-LSQ-AccessKey", credentials.AccessKey);
            client.DefaultRequestHeaders.Add("x-LSQ-SecretKey", credentials.SecretKey);
            client.DefaultRequestHeaders.Add("X-LSQ-ACCESS-KEY", credentials.AccessKey);
            client.DefaultRequestHeaders.Add("X-LSQ-SECRET-KEY", credentials.SecretKey);
            client.DefaultRequestHeaders.Add("x-api-key", credentials.AsyncApiKey);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credentials.IspcrmToken);
            using var captured = await Capture(client);
            var id = JsonDocument.Parse(await captured.Content.ReadAsStringAsync(Cancellation)).RootElement
                .GetProperty("Message").GetProperty("Id").GetString();
            await AssertReads(client, id!);

            Fill("first");
            await Eventually.Holds(async () => (await Status(client, "/health/ready")) == 503);
            Fill("second");
            for (var round = 0; round < 5; round++)
            {
                Assert.Equal("""{"status":"unready","reason":"diskFull"}""", await Text(client, "/health/ready"));
                await AssertWritesAreRefused(client, credentials);
                await AssertReads(client, id!);
            }

            File.Delete(Path.Combine(root.FullName, "first"));
            File.Delete(Path.Combine(root.FullName, "second"));
            await Eventually.Holds(async () => (await Status(client, "/health/ready")) == 200);
            using var after = await Capture(client);
            Assert.Equal(HttpStatusCode.OK, after.StatusCode);
            await Eventually.Holds(() => File.Exists(Path.Combine(Data, "reserve")));
            Assert.DoesNotContain("PANIC", server.Text, StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        if (isMounted)
            using (var unmount = Process.Start("umount", ["-l", root.FullName]))
                unmount.WaitForExit();
        root.Delete(recursive: true);
    }

    private static async Task AssertReads(HttpClient client, string id)
    {
        string[] reads =
        [
            $"/v2/LeadManagement.svc/Leads.GetById?id={id}",
            "/v2/LeadManagement.svc/Leads.GetByEmailaddress?emailaddress=full@example.com",
            "/v2/LeadManagement.svc/Leads.GetByQuickSearch?key=full",
            "/v2/ProspectActivity.svc/ActivityTypes.Get",
            "/leadline/v1/tickets",
        ];
        foreach (var read in reads)
            Assert.Equal((read, 200), (read, await Status(client, read)));
    }

    private static async Task AssertWritesAreRefused(HttpClient client, Credentials credentials)
    {
        (string Path, string Body, string Form)[] writes =
        [
            ("/v2/LeadManagement.svc/Lead.Capture", """[{"Attribute":"EmailAddress","Value":"x@example.com"}]""", "ExceptionType"),
            ("/lead/capture", """[{"Attribute":"EmailAddress","Value":"x@example.com"}]""", "ExceptionType"),
            ("/api/v1/subscriber/CreateLead", """{"name":"X","email":"x@example.com","phone":"9876543210"}""", "message"),
            (
                $"/api/tenants/{credentials.OrgId}/tickets",
                """{"TypeId":"1","Fields":[{"SchemaName":"Title","Value":"T"},{"SchemaName":"LeadDetail.EmailAddress","Value":"x@example.com"}]}""",
                "ReasonForFailure"),
            ("/leadline/v1/tickets", """{"lead":{"EmailAddress":"x@example.com"},"fields":{"Title":"T"}}""", "detail"),
            ("/leadline/v1/opportunity-types", """{"name":"Full"}""", "detail"),
        ];
        foreach (var (path, body, form) in writes)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(path, content, Cancellation);
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Equal((path, 503), (path, (int)answer.StatusCode));
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            Assert.True(JsonDocument.Parse(text).RootElement.TryGetProperty(form, out _), text);
        }
    }

    private static Task<HttpResponseMessage> Capture(HttpClient client) => client.PostAsync(
        "/v2/LeadManagement.svc/Lead.Capture",
        new StringContent("""[{"Attribute":"EmailAddress","Value":"full@example.com"}]""", Encoding.UTF8, "application/json"),
        Cancellation);

    private static async Task<int> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancellation);
        return (int)answer.StatusCode;
    }

    private static async Task<string> Text(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private void Fill(string name)
    {
        using var file = new FileStream(Path.Combine(root.FullName, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    private static async Task<int> Run(string program, params string[] words)
    {
        using var process = Process.Start(program, words);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }
}
