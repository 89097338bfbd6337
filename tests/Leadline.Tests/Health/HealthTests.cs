using System.Net;
using Dapper;
using Leadline.Storage;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace Leadline.Tests.Health;

public sealed class HealthTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live", """{"status":"live"}""")]
    [InlineData("/health/ready", """{"status":"ready"}""")]
    public async Task A_running_server_is_live_and_ready(string path, string body)
    {
        using var answer = await server.Client.GetAsync(path, Cancellation);
        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task Without_a_database_it_lives_but_is_not_ready() =>
        await AssertUnready("Host=/nowhere;Username=nobody;Timeout=2");

    [Fact]
    public async Task With_an_older_schema_it_lives_but_is_not_ready()
    {
        var connectionString = await TestPostgres.NewDatabase();
        await using (var database = new Database(connectionString))
        await using (var connection = await database.OpenAcrossAccounts(Cancellation))
            await connection.ExecuteAsync(
                "DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration)");

        await AssertUnready(connectionString);

        await TestPostgres.Drop(connectionString);
    }

    private static async Task AssertUnready(string connectionString)
    {
        await using var database = new Database(connectionString);
        await using var app = Server.Build(new ServerOptions { Urls = "http://127.0.0.1:0" }, database);
        await app.StartAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        using var live = await client.GetAsync("/health/live", Cancellation);
        using var ready = await client.GetAsync("/health/ready", Cancellation);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.NotNull(ready.Headers.RetryAfter);
        Assert.Equal("""{"status":"unready"}""", await ready.Content.ReadAsStringAsync(Cancellation));
    }
}
