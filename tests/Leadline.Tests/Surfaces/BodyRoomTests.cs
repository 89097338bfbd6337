using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Leadline.Platform.Http;
using Leadline.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Leadline.Tests.Surfaces;

/// <summary>A6: the bodies of all calls under way have so much memory together.</summary>
public sealed class BodyRoomTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Capture = "/v2/LeadManagement.svc/Lead.Capture";
    private const int Large = 10 * 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A6_a_body_without_room_waits_a_moment_then_is_503_in_its_surfaces_form_and_small_ones_go_on()
    {
        var bodies = server.Services.GetRequiredService<RequestBody>();
        using var first = await Hold();
        using var second = await Hold();
        using var third = await Hold();
        await Eventually.Holds(() => bodies.FreeRoom < Large);

        var text = $$"""[{"Attribute":"Notes","Value":"{{new string('x', Large - 100)}}"}]""";
        Task<HttpResponseMessage>[] refused =
        [
            Send(Capture, text),
            Send("/lead/capture", text),
            Send("/api/v1/subscriber/CreateLead", text),
            Send("/leadline/v1/tickets", text),
            Send(Capture, text, isChunked: true),
        ];
        using var small = await Send(Capture, """[{"Attribute":"EmailAddress","Value":"room@example.com"}]""");
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);

        string[] members = ["ExceptionMessage", "ExceptionMessage", "message", "detail", "ExceptionMessage"];
        foreach (var (call, member) in refused.Zip(members))
        {
            using var answer = await call;
            var body = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, body);
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
            Assert.Equal(
                "The server is busy with other large requests. Please try again.",
                JsonDocument.Parse(body).RootElement.GetProperty(member).GetString());
        }

        first.Dispose();
        await Eventually.Holds(() => bodies.FreeRoom >= Large);
        using var after = await Send(Capture, text);
        Assert.Equal(HttpStatusCode.BadRequest, after.StatusCode);
    }

    [Fact]
    public async Task A6_forty_large_bodies_at_once_are_all_answered()
    {
        var text = $$"""[{"Attribute":"Notes","Value":"{{new string('x', Large - 100)}}"}]""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Send(Capture, text)));

        Assert.All(answers, answer => Assert.True(
            answer.StatusCode is HttpStatusCode.BadRequest
            || (answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null)));
        Assert.Contains(answers, answer => answer.StatusCode is HttpStatusCode.BadRequest);
        await Eventually.Holds(() => server.Services.GetRequiredService<RequestBody>().FreeRoom == RequestBody.Room);
    }

    // A caller that has announced a large body, and is slow to send it.
    private async Task<TcpClient> Hold()
    {
        var caller = new TcpClient();
        await caller.ConnectAsync(server.Url.Host, server.Url.Port, Cancellation);
        var head = $"POST {Capture} HTTP/1.1\r\nHost: x\r\nx-LSQ-AccessKey: {server.Credentials.AccessKey}\r\n"
            + $"x-LSQ-SecretKey: {server.Credentials.SecretKey}\r\nContent-Length: {Large}\r\n\r\n";
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string(' ', 60_000)), Cancellation);
        return caller;
    }

    private async Task<HttpResponseMessage> Send(string path, string body, bool isChunked = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        request.Headers.Add("x-LSQ-AccessKey", server.Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", server.Credentials.SecretKey);
        request.Headers.Add("x-api-key", server.Credentials.AsyncApiKey);
        request.Headers.ExpectContinue = body.Length > 100_000;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Credentials.IspcrmToken);
        return await server.Client.SendAsync(request, Cancellation);
    }
}
