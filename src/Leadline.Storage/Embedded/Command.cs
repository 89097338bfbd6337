using System.Diagnostics;

namespace Leadline.Storage.Embedded;

/// <summary>
/// Runs a program to its end. Programs see nothing of our environment but PATH: it may hold passwords.
/// </summary>
internal static class Command
{
    public static ProcessStartInfo StartInfo(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo
        {
            FileName = words.First(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        if (!OperatingSystem.IsWindows())
        {
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["LC_ALL"] = "C";
        }
        return start;
    }

    /// <summary>Output is what was written to both streams, errors last. Cancellation kills the program.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output + await errors);
    }
}
