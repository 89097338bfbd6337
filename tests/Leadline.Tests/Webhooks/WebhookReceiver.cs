using System.Collections.Concurrent;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leadline.Tests.Webhooks;

/// <summary>Somebody's server that webhooks call.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedCall> calls = new();

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>What it answers a call with; 200 unless it is told otherwise.</summary>
    public Func<ReceivedCall, Task<int>> Answer { get; set; } = _ => Task.FromResult(200);

    public string Url => $"{app.Urls.First()}/hook";

    public IReadOnlyList<ReceivedCall> Calls => [.. calls];

    public static async Task<WebhookReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = builder.Build();
        var receiver = new WebhookReceiver(host);
        host.Run(receiver.Take);
        await host.StartAsync();
        return receiver;
    }

    public Task Received(int count) => Eventually.Reached(() => Task.FromResult(calls.Count), count);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var call = new ReceivedCall(
            http.Request.Path + http.Request.QueryString,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
        calls.Enqueue(call);
        http.Response.StatusCode = await Answer(call);
        if (http.Response.StatusCode is 302)
            http.Response.Headers.Location = "/elsewhere";
        await http.Response.WriteAsync("""{"Status":"Success","StatusReason":""}""");
    }
}

/// <summary>A call that came.</summary>
internal sealed record ReceivedCall(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
