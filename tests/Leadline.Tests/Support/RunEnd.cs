using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Leadline.Tests.Support;

/// <summary>
/// Ends the test process at once when it is interrupted, or when the <c>dotnet test</c> that it works for is gone without a
/// word to it. Nothing is tidied up: what the process has started ends with it (<see cref="ChildProcess"/>), and folders are
/// swept by the next run (<see cref="TestCluster"/>).
/// </summary>
internal sealed class RunEnd : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<PosixSignalRegistration> signals = [];
    private readonly CancellationTokenSource over = new();

    private RunEnd()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            signals.Add(PosixSignalRegistration.Create(signal, _ => Process.GetCurrentProcess().Kill()));
        if (OperatingSystem.IsLinux())
            _ = WatchCallers();
    }

    public static IDisposable Watch() => new RunEnd();

    public void Dispose()
    {
        over.Cancel();
        foreach (var signal in signals)
            signal.Dispose();
    }

    private async Task WatchCallers()
    {
        var callers = Callers().ToList();
        while (!over.IsCancellationRequested)
        {
            var gone = callers.FindIndex(caller => !IsThere(caller));
            if (gone >= 0)
                End(callers[..gone]);
            await Task.Delay(Interval);
        }
    }

    /// <summary>Ends the hosts between us and who is gone, which would wait for us for ever, and us.</summary>
    private static void End(List<Caller> between)
    {
        foreach (var host in between.Where(IsThere))
            Process.GetProcessById(host.Id).Kill();
        Process.GetCurrentProcess().Kill();
    }

    private static bool IsThere(Caller caller) =>
        Look(caller.Id) is { IsAlive: true } now && now.Started == caller.Started;

    /// <summary>The hosts of tests above us, up to the <c>dotnet</c> that a person or a script has typed.</summary>
    private static IEnumerable<Caller> Callers()
    {
        for (var caller = Look(Look(Environment.ProcessId)!.Parent); caller is not null; caller = Look(caller.Parent))
        {
            if (caller.Name is not ("dotnet" or "testhost" or "vstest.console"))
                yield break;
            yield return caller;
        }
    }

    private static Caller? Look(int id)
    {
        try
        {
            // Columns after the name in brackets: state, parent, ..., and as the 20th the time of its start.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var columns = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var parent = int.Parse(columns[1], CultureInfo.InvariantCulture);
            var program = Path.GetFileName(new FileInfo($"/proc/{id}/exe").LinkTarget ?? "");
            return new Caller(id, parent, program, columns[0] is not ("Z" or "X"), columns[19]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Caller(int Id, int Parent, string Name, bool IsAlive, string Started);
}
