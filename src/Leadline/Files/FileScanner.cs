using System.ComponentModel;
using System.Diagnostics;
using Leadline.Platform.Errors;

namespace Leadline.Files;

/// <summary>
/// The operator's virus scanner, if there is one: a command that reads a file from its standard input and ends with 0
/// where it is clean and with 1 where it is not. Anything else is a fault of the scanner, and the file is not taken.
/// </summary>
internal sealed partial class FileScanner(ServerOptions options, ILogger<FileScanner> logger) : IDisposable
{
    private const int Infected = 1;

    private static readonly Failure Faulty = new(
        ErrorCode.Unavailable, "The virus scanner cannot look at the file at the moment. Please try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    private readonly SemaphoreSlim turns = new(Math.Max(Environment.ProcessorCount, 2));

    /// <summary>Null where the file may be taken.</summary>
    public async Task<Failure?> Refuse(Stream content, CancellationToken cancellation)
    {
        if (options.FileScanner is not { } command)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.LongestScan);
        try
        {
            await turns.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Faulty;
        }

        try
        {
            return await Run(command, content, patience.Token) switch
            {
                0 => null,
                Infected => Tell(),
                var code => Fail($"it ended with {code}"),
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Fail($"it took longer than {options.LongestScan.TotalSeconds:0} s and was ended");
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return Fail("it cannot be started");
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private static async Task<int> Run(string command, Stream content, CancellationToken cancellation)
    {
        using var scanner = Process.Start(StartInfo(command))!;

        // A write to a scanner that reads nothing ends with the scanner alone.
        await using var end = cancellation.Register(() => End(scanner));
        try
        {
            try
            {
                await using var input = scanner.StandardInput.BaseStream;
                await content.CopyToAsync(input, cancellation);
            }
            catch (IOException)
            {
                // It has seen enough, and says by its exit code what of.
            }

            await scanner.WaitForExitAsync(cancellation);
            return scanner.ExitCode;
        }
        finally
        {
            End(scanner);
        }
    }

    private static void End(Process scanner)
    {
        try
        {
            if (!scanner.HasExited)
                scanner.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception
            is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    // What it prints may name the file's content, and is for nobody.
    private static ProcessStartInfo StartInfo(string command) => OperatingSystem.IsWindows()
        ? StartInfo("cmd.exe", "/d", "/c", $"{command} >NUL 2>&1")
        : StartInfo("/bin/sh", "-c", $"exec >/dev/null 2>&1\n{command}");

    private static ProcessStartInfo StartInfo(string program, params string[] words) =>
        new(program, words) { RedirectStandardInput = true, UseShellExecute = false };

    private Failure Tell()
    {
        Log.Found(logger);
        return FileRules.Infected;
    }

    private Failure Fail(string how)
    {
        Log.Failed(logger, how);
        return Faulty;
    }

    private static partial class Log
    {
        [LoggerMessage(120, LogLevel.Warning, "The virus scanner found something in a file, which was refused")]
        public static partial void Found(ILogger logger);

        [LoggerMessage(121, LogLevel.Error, "The virus scanner failed, so a file was refused: {How}")]
        public static partial void Failed(ILogger logger, string how);
    }
}
