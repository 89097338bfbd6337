using System.Net;
using System.Text.RegularExpressions;
using Leadline.Platform.Http;
using Leadline.Tests.Support;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Surfaces;

public sealed partial class RequestIdTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v2/LeadManagement.svc/LeadsMetaData.Get", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/subscriber/leads", HttpStatusCode.NotFound)]
    [InlineData("/api/tenants/10001/nothing", HttpStatusCode.NotFound)]
    [InlineData("/leadline/v1/tickets", HttpStatusCode.Unauthorized)]
    [InlineData("/docs", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/v2/a?b=%00", HttpStatusCode.BadRequest)]
    public async Task Every_answer_has_an_id_of_its_own(string path, HttpStatusCode status)
    {
        var (first, id) = await Ask(path, traceParent: null);
        var (_, other) = await Ask(path, traceParent: null);

        Assert.Equal(status, first);
        Assert.Matches(Form(), id);
        Assert.NotEqual(id, other);
    }

    [Fact]
    public async Task The_callers_trace_is_taken_up()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";

        var (_, id) = await Ask("/health/live", $"00-{trace}-b7ad6b7169203331-01");
        var (_, other) = await Ask("/health/live", $"00-{trace}-b7ad6b7169203331-01");

        Assert.StartsWith($"{trace}-", id, StringComparison.Ordinal);
        Assert.StartsWith($"{trace}-", other, StringComparison.Ordinal);
        Assert.NotEqual(id, other);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    public async Task What_is_no_trace_is_not_taken_up(string traceParent)
    {
        var (status, id) = await Ask("/health/live", traceParent);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches(Form(), id);
        Assert.DoesNotContain(traceParent, id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_lines_of_a_request_have_its_id()
    {
        await using (var connection = new NpgsqlConnection(server.Database.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = new NpgsqlCommand("ALTER TABLE refused_call RENAME TO refused_call_away", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/leadline/v1/refused-calls");
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        using var answer = await server.Client.SendAsync(request, Cancellation);
        var id = answer.Headers.GetValues(RequestIds.Header).Single();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains(server.Log, line => line.Contains($"request {id}: ", StringComparison.Ordinal));
    }

    private async Task<(HttpStatusCode Status, string Id)> Ask(string path, string? traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        using var answer = await server.Client.SendAsync(request, Cancellation);
        return (answer.StatusCode, answer.Headers.GetValues(RequestIds.Header).Single());
    }

    [GeneratedRegex("^[0-9a-f]{32}-[0-9a-f]{16}$")]
    private static partial Regex Form();
}
