using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Leadline.Setup;

namespace Leadline.Tests.Support;

/// <summary>The real server as a process of its own with its own PostgreSQL: to be killed and started again.</summary>
internal sealed class ServerProcess(string dataFolder, params string[] settings) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lastWords = new();
    private Process? process;
    private int lines;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

    public Credentials Credentials { get; private set; } = null!;

    private int PostmasterPid => int.Parse(File.ReadLines(Path.Combine(dataFolder, "postgres", "postmaster.pid")).First());

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task Start()
    {
        process = ChildProcess.Leadline(
            ["serve", "--data", dataFolder, "--urls", Url.ToString().TrimEnd('/'), "--rate-limit", "off", .. settings]);
        lastWords.Clear();
        lines = 0;
        process.OutputDataReceived += (_, _) => lines++;
        process.ErrorDataReceived += (_, line) => lastWords.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        await Eventually.Seen(
            async () => (IsReady: await IsReady() && File.Exists(CredentialsFile), Said: lines), seen => seen.IsReady, "a server that is ready");
        Credentials = JsonSerializer.Deserialize<Credentials>(
            await File.ReadAllTextAsync(CredentialsFile), JsonSerializerOptions.Web)!;
    }

    /// <summary>kill -9 of the server, of its PostgreSQL first, or of both at once.</summary>
    public async Task Kill(bool server, bool postgres)
    {
        if (postgres)
            Process.GetProcessById(PostmasterPid).Kill();
        if (!server)
            return;
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>A server that ends by itself is a fault, whatever the senders make of it.</summary>
    public void ThrowIfEnded()
    {
        if (process!.HasExited)
            throw new InvalidOperationException($"The server ended with code {process.ExitCode}: {string.Join('\n', lastWords)}");
    }

    /// <summary>Kills it, and waits until its PostgreSQL, which then shuts down by itself, writes no more into the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            using var postgres = RunningPostgres();
            process.Kill();
            await process.WaitForExitAsync();
            if (postgres is not null)
                await Eventually.Ends(postgres.WaitForExitAsync());
        }

        process?.Dispose();
    }

    private Process? RunningPostgres()
    {
        try
        {
            return Process.GetProcessById(PostmasterPid);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            return null;
        }
    }

    private string CredentialsFile => Path.Combine(dataFolder, Setup.CredentialsFile.Name);

    private async Task<bool> IsReady()
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            return (await client.GetAsync(new Uri(Url, "/health/ready"))).IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            ThrowIfEnded();
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
