using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>An operator looks at the queue of a running server and takes a hand in it.</summary>
public sealed class IntakeCommandTests(CommandServer server) : IClassFixture<CommandServer>
{
    [Fact]
    public async Task Pause_status_resume_failures_replay()
    {
        var account = server.Credentials.OrgId;
        Assert.True((await Run("pause", "--account", account)).GetProperty("paused").GetBoolean());
        var id = await Submit("""[{"Attribute":"mx_Not_Yet_There","Value":"1"}]""");
        var standing = await Run("status", "--account", account);
        Assert.Equal(1, standing.GetProperty("pending").GetInt64());
        Assert.Equal(1, standing.GetProperty("calls").GetProperty("leadCapture").GetProperty("pending").GetInt64());

        Assert.False((await Run("resume", "--account", account)).GetProperty("paused").GetBoolean());
        var failure = await FirstFailure(account);
        Assert.Equal(id, failure.GetProperty("requestId").GetGuid());
        Assert.Contains("mx_Not_Yet_There", failure.GetProperty("reason").GetString(), StringComparison.Ordinal);

        Assert.Equal(1, (await Run("replay", "--account", account, id.ToString())).GetProperty("replayed").GetInt32());
        Assert.Equal(id, (await FirstFailure(account)).GetProperty("requestId").GetGuid());
        Assert.Equal(1, (await Run("replay", "--account", account)).GetProperty("replayed").GetInt32());
        await StartFailureTests.Refused(
            "There is no such request", server.On("intake", "replay", "--account", account, Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task A_connector_key_is_made()
    {
        var made = await LeadlineProcess.Json(
            server.On("key", "create", "--user", server.Credentials.AdminEmail, "--kind", "connector"));
        Assert.StartsWith($"r{server.Credentials.OrgId}-", made.GetProperty("token").GetString(), StringComparison.Ordinal);
    }

    private Task<JsonElement> Run(params string[] words) => LeadlineProcess.Json(server.On(["intake", .. words]));

    private async Task<JsonElement> FirstFailure(string account) => (await Eventually.Seen(
        () => Run("failures", "--account", account), failures => failures.GetArrayLength() > 0))[0];

    private async Task<Guid> Submit(string body)
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lead/capture")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("RequestID").GetGuid();
    }
}
