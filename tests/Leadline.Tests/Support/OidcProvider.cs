using System.Diagnostics;
using System.Text.Json;
using Leadline.Tests.Architecture;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>A real OpenID provider of npm's in a process of its own; see oidc/provider.mjs for who signs in there.</summary>
public sealed class OidcProvider : IAsyncLifetime
{
    public const string ClientId = "leadline";
    public const string ClientSecret = "a secret of the tests";

    private readonly TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    public string Issuer { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.Combine(SourceTree.Root, "tests/Leadline.Tests/Support/oidc"),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("provider.mjs");
        process = ChildProcess.Start(start);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();

        // It warns of what only tests may do.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Issuer = $"http://127.0.0.1:{await Eventually.Ends(listening.Task)}";
    }

    /// <summary>Takes on its client, which is sent back to this address.</summary>
    public async Task TakeOn(string redirectUri)
    {
        await process!.StandardInput.WriteLineAsync(redirectUri);
        await process.StandardInput.FlushAsync();
        await Eventually.Ends(ready.Task);
    }

    /// <summary>Says who may sign in.</summary>
    public async Task Know(string subject, string email, bool isVerified)
    {
        using var client = new HttpClient { Timeout = Patience.Limit };
        using var said = await client.GetAsync(
            $"{Issuer}/people?sub={subject}&email={Uri.EscapeDataString(email)}&verified={(isVerified ? "true" : "false")}");
        said.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            listening.TrySetException(new InvalidOperationException("The provider ended. Were its packages fetched (npm ci)?"));
        else if (!line.StartsWith('{'))
            return; // It tells of what only tests may do.
        else if (JsonDocument.Parse(line).RootElement is var said && said.TryGetProperty("port", out var port))
            listening.TrySetResult(port.GetInt32());
        else
            ready.TrySetResult(0);
    }
}
