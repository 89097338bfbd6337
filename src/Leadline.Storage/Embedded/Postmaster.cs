using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Leadline.Storage.Embedded;

/// <summary>One run of PostgreSQL's main process, from start to end.</summary>
internal sealed partial class Postmaster
{
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PostgresBinaries binaries;
    private readonly ILogger logger;
    private readonly Process process;
    private Task reading = Task.CompletedTask;
    private volatile bool accepting;

    private Postmaster(Process process, PostgresBinaries binaries, ILogger logger) =>
        (this.process, this.binaries, this.logger) = (process, binaries, logger);

    /// <summary>Ends when the process has.</summary>
    public Task Exited => exited.Task;

    public int ProcessId => process.Id;

    public int ExitCode => process.ExitCode;

    /// <summary>Why it could not start, in its own words.</summary>
    public string? LastFatal { get; private set; }

    public static Task<Postmaster> StartAsync(ProcessStartInfo command, PostgresBinaries binaries, ILogger logger)
    {
        var started = new TaskCompletionSource<Postmaster>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A thread of its own, which lives as long as the process: the system interrupts the process when it ends
        // (RunAs.Daemon).
        new Thread(() => Run(command, binaries, logger, started)) { IsBackground = true, Name = "PostgreSQL" }.Start();
        return started.Task;
    }

    /// <summary>From here on a FATAL line is news; before, it is what clients hear that come too early.</summary>
    public void Accepting() => accepting = true;

    /// <summary>Ends within 8 seconds: asks, then insists (the next start recovers), then kills.</summary>
    public async Task StopAsync()
    {
        accepting = false;
        if (
            await EndsAsync("INT", Libc.Interrupt, TimeSpan.FromSeconds(6))
            || await EndsAsync("QUIT", Libc.Quit, TimeSpan.FromSeconds(1)))
            return;
        process.Kill();
        await Exited;
    }

    /// <summary>Waits for the last words of a process that ended.</summary>
    public async Task<string> LastWordsAsync()
    {
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1)));
        return LastFatal ?? $"it ended with code {ExitCode}";
    }

    private static void Run(
        ProcessStartInfo command, PostgresBinaries binaries, ILogger logger, TaskCompletionSource<Postmaster> started)
    {
        try
        {
            var child = Process.Start(command)!;
            child.StandardInput.Close();
            var postmaster = new Postmaster(child, binaries, logger);
            postmaster.reading = Task.WhenAll(
                postmaster.ReadAsync(child.StandardError), postmaster.ReadAsync(child.StandardOutput));
            started.SetResult(postmaster);
            child.WaitForExit();
            postmaster.exited.SetResult();
        }
        catch (Exception failure)
        {
            started.TrySetException(failure);
        }
    }

    private async Task<bool> EndsAsync(string name, int signal, TimeSpan limit)
    {
        if (!Exited.IsCompleted)
        {
            if (OperatingSystem.IsWindows())
                await Command.RunAsync(
                    Command.StartInfo([binaries.Program("pg_ctl"), "kill", name, $"{ProcessId}"]),
                    CancellationToken.None);
            else
                Libc.Signal(ProcessId, signal);
        }
        await Task.WhenAny(Exited, Task.Delay(limit));
        return Exited.IsCompleted;
    }

    private async Task ReadAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
            Forward(line);
    }

    /// <summary>
    /// Passes on the first lines of LOG, FATAL and PANIC messages. Anything else (ERROR, DETAIL, STATEMENT, later lines
    /// of a message) could quote a value and is dropped, even though the settings already keep PostgreSQL from writing
    /// it.
    /// </summary>
    private void Forward(string line)
    {
        if (line.StartsWith("LOG:  ", StringComparison.Ordinal))
        {
            Log.Said(logger, line[6..]);
        }
        else if (
            line.StartsWith("PANIC:  ", StringComparison.Ordinal)
            || line.StartsWith("FATAL:  ", StringComparison.Ordinal))
        {
            if (!line.Contains("the database system is ", StringComparison.Ordinal))
                LastFatal = line[8..];
            if (accepting || line[0] == 'P')
                Log.Warned(logger, line);
            else
                Log.Said(logger, line);
        }
        else if (!accepting)
        {
            // What comes before PostgreSQL's own log: a library missing, a folder that is none of its own.
            LastFatal ??= line;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "PostgreSQL: {Line}")]
        public static partial void Said(ILogger logger, string line);

        [LoggerMessage(LogLevel.Warning, "PostgreSQL: {Line}")]
        public static partial void Warned(ILogger logger, string line);
    }
}
