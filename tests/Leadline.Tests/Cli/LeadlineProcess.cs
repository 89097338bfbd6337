using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Storage.Embedded;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Cli;

/// <summary>The real executable as a child process.</summary>
internal sealed partial class LeadlineProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process process;
    private readonly Task reading;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LeadlineProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(Read(process.StandardOutput, Output), Read(process.StandardError, Errors));
    }

    public ConcurrentQueue<string> Output { get; } = new();

    public ConcurrentQueue<string> Errors { get; } = new();

    public string Text => string.Join('\n', Output.Concat(Errors));

    public int Id => process.Id;

    /// <summary>A server on a free port, once it listens.</summary>
    public static async Task<(LeadlineProcess Server, Uri Url)> Serve(params string[] options)
    {
        var server = Start(["--urls", "http://127.0.0.1:0", .. options]);
        var first = await Eventually.Ends(Task.WhenAny(server.listening.Task, server.reading), () => server.Text, "a server that listens");
        Assert.True(first == server.listening.Task, server.Text);
        return (server, await server.listening.Task);
    }

    /// <summary>A command to its end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> Run(params string[] words) => Run(words, input: "");

    public static async Task<(int ExitCode, string Output, string Errors)> Run(string[] words, string input)
    {
        await using var command = Start(words);
        await command.process.StandardInput.WriteAsync(input);
        command.process.StandardInput.Close();
        var exitCode = await command.Ended();
        return (exitCode, string.Join('\n', command.Output), string.Join('\n', command.Errors));
    }

    /// <summary>A command that must succeed; what it printed, as JSON.</summary>
    public static async Task<JsonElement> Json(params string[] words)
    {
        var (exitCode, output, errors) = await Run(words);
        Assert.True(exitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    public static Credentials Credentials(string dataFolder) => JsonSerializer.Deserialize<Credentials>(
        File.ReadAllText(Path.Combine(dataFolder, Setup.CredentialsFile.Name)), JsonSerializerOptions.Web)!;

    /// <summary>Asks it to end, as systemd does, and returns its exit code.</summary>
    public Task<int> Stop()
    {
        Assert.True(Libc.Signal(process.Id, Terminate));
        return Ended();
    }

    public async Task<int> Ended()
    {
        await Eventually.Ends(process.WaitForExitAsync(), () => Text, "its end");
        await reading;
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Stop();
        process.Dispose();
    }

    private static LeadlineProcess Start(string[] words) => new(ChildProcess.Leadline(words));

    private async Task Read(StreamReader lines, ConcurrentQueue<string> into)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            into.Enqueue(line);
            if (line.Contains("described at", StringComparison.Ordinal))
                listening.TrySetResult(new Uri(Address().Match(line).Value));
        }
    }

    [GeneratedRegex(@"http://[\w.:]+")]
    private static partial Regex Address();
}
