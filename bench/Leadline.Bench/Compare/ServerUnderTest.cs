using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Leadline.Bench.Compare;

/// <summary>A build of the server with a data folder of its own, started and stopped in turns.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);

    private readonly string build;
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("leadline-compare-");
    private readonly int port = FreePort();
    private Process? process;

    private readonly string[] settings;

    public ServerUnderTest(string folder, params string[] settings)
    {
        this.settings = settings;
        build = Path.Combine(folder, "leadline.dll");
        if (!File.Exists(build)) throw new UsageException($"There is no {build}.");
    }

    public FileInfo Credentials => new(Path.Combine(data.FullName, "credentials.json"));

    public string Url => $"http://127.0.0.1:{port}";

    public void Start()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [build, "serve", "--data", data.FullName, "--urls", Url, "--rate-limit", "off", "--log-level", "error", .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); !IsReady(client); Thread.Sleep(100))
            if (process.HasExited || waited.Elapsed > ReadyWithin)
                throw new UsageException($"{build} did not become ready.");
    }

    /// <summary>As an operator stops it, by SIGTERM.</summary>
    public void Stop()
    {
        if (process is null or { HasExited: true }) return;
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) kill.WaitForExit();
        if (!process.WaitForExit(ReadyWithin)) process.Kill(entireProcessTree: true);
    }

    /// <summary>kill -9; its PostgreSQL ends by itself, and the next start waits for that.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Stop();
        process?.Dispose();
        data.Delete(recursive: true);
    }

    private bool IsReady(HttpClient client)
    {
        try
        {
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, $"{Url}/health/ready"));
            return answer.IsSuccessStatusCode && Credentials.Exists;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
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
