using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using Npgsql;

namespace Leadline.Bench.Faults;

/// <summary>A PostgreSQL and two server nodes on it, all to be killed and started again. Everything lies in one new folder.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FaultCluster : IDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-faults-");
    private readonly string server;
    private readonly string postgresBin;
    private readonly Process?[] nodes = new Process?[2];
    private readonly Uri[] urls = [.. Enumerable.Range(0, 2).Select(_ => new Uri($"http://127.0.0.1:{FreePort()}"))];
    private Process? postgres;

    public FaultCluster(string server, string postgresBin)
    {
        (this.server, this.postgresBin) = (server, postgresBin);
        File.SetUnixFileMode(root.FullName, (UnixFileMode)0b111_111_111);
        Run($"{postgresBin}/initdb", "-D", Data, "-U", "leadline", "-E", "UTF8", "--locale=C", "--auth=trust").WaitForExit();
        StartPostgres();
        Execute("postgres", "CREATE DATABASE leadline");
        StartNode(0);
        StartNode(1);
        using var credentials = JsonDocument.Parse(File.ReadAllText(Path.Combine(root.FullName, "node0", "credentials.json")));
        Keys = [.. new[] { "accessKey", "secretKey", "asyncApiKey" }.Select(key => credentials.RootElement.GetProperty(key).GetString()!)];
    }

    /// <summary>Access key, secret key and x-api-key of the account.</summary>
    public IReadOnlyList<string> Keys { get; }

    public IReadOnlyList<Uri> Urls => urls;

    public string ConnectionString => $"Host={root.FullName};Username=leadline;Database=leadline;Pooling=false";

    private string Data => Path.Combine(root.FullName, "postgres");

    /// <summary>kill -9 of one of the three, which is then started again; what it was.</summary>
    public string Kill(int victim)
    {
        if (victim == 2)
        {
            End(postgres);
            StartPostgres();
            return "PostgreSQL";
        }

        End(nodes[victim]);
        StartNode(victim);
        return $"node {victim}";
    }

    public void Dispose()
    {
        foreach (var node in nodes) End(node);
        End(postgres);
        root.Delete(recursive: true);
    }

    private void StartPostgres()
    {
        var pid = Path.Combine(Data, "postmaster.pid");
        var waited = Stopwatch.StartNew();

        // Its backends end by themselves, moments after it; until then it refuses to start.
        do
        {
            if (postgres is null || postgres.HasExited)
                postgres = Run($"{postgresBin}/postgres", "-D", Data, "-k", root.FullName, "-c", "listen_addresses=", "-c", "max_connections=200");
            Thread.Sleep(100);
            if (waited.Elapsed > ReadyWithin) throw new UsageException("PostgreSQL did not start.");
        }
        while (!Answers());
    }

    private bool Answers()
    {
        try
        {
            Execute("postgres", "SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void StartNode(int number)
    {
        nodes[number] = Start(
            "dotnet",
            server,
            "serve",
            "--data",
            Path.Combine(root.FullName, $"node{number}"),
            "--database",
            $"Host={root.FullName};Username=leadline;Database=leadline",
            "--urls",
            urls[number].ToString().TrimEnd('/'),
            "--rate-limit",
            "off",
            "--log-level",
            "error");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); !IsReady(client, urls[number]); Thread.Sleep(50))
            if (waited.Elapsed > ReadyWithin || nodes[number]!.HasExited) throw new UsageException($"Node {number} did not become ready.");
    }

    private static bool IsReady(HttpClient client, Uri url)
    {
        try
        {
            return client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(url, "/health/ready"))).IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static void End(Process? process)
    {
        if (process is null or { HasExited: true }) return;
        process.Kill();
        process.WaitForExit();
    }

    private void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection($"Host={root.FullName};Username=leadline;Database={database};Pooling=false;Timeout=2");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>PostgreSQL refuses root: there it runs as nobody.</summary>
    private static Process Run(string program, params string[] words) => Environment.UserName == "root"
        ? Start("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", program, .. words])
        : Start(program, words);

    private static Process Start(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;

        // What they say of being killed is of no interest; it has to be read all the same.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
