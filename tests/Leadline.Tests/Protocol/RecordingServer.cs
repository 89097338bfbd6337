using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leadline.Tests.Protocol;

/// <summary>A real server on a free port that keeps the last request's bytes and gives the answer it was told.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly int status;
    private readonly string answer;

    private RecordingServer(int status, string answer)
    {
        (this.status, this.answer) = (status, answer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(Handle);
    }

    public Uri Address => new(app.Urls.First());

    public string Line { get; private set; } = "";

    public string Body { get; private set; } = "";

    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    public static async Task<RecordingServer> Start(string answer, int status = 200)
    {
        var server = new RecordingServer(status, answer);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Handle(HttpContext context)
    {
        var request = context.Request;
        Line = $"{request.Method} {request.Path}{request.QueryString}";
        Headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        using var reader = new StreamReader(request.Body);
        Body = await reader.ReadToEndAsync();
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }
}
