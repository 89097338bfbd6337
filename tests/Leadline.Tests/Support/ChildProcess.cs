using System.Collections.Concurrent;
using System.Diagnostics;

namespace Leadline.Tests.Support;

/// <summary>Programs that the tests start. However the test run ends, they end with it, where the system can do that (Linux).</summary>
internal static class ChildProcess
{
    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly BlockingCollection<Action> Starts = [];

    // The system ends them when the thread that started them ends: one that lasts as long as the process.
    static ChildProcess() => new Thread(Start) { IsBackground = true, Name = "Children" }.Start();

    public static Process Start(ProcessStartInfo program)
    {
        if (File.Exists(SetPriv))
        {
            foreach (var word in (string[])[program.FileName, "--", "--pdeathsig=KILL"])
                program.ArgumentList.Insert(0, word);
            program.FileName = SetPriv;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(program)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>The server's executable with its three streams redirected, and without settings from outside.</summary>
    public static Process Leadline(params string[] words)
    {
        var program = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, .. words])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in program.Environment.Keys.Where(name => name.StartsWith("LEADLINE_", StringComparison.Ordinal)).ToList())
            program.Environment.Remove(variable);

        // It lives too shortly for compiling anything twice: half of its processor time.
        program.Environment["DOTNET_TieredPGO"] = "0";
        program.Environment["DOTNET_TC_CallCountThreshold"] = "2000";
        return Start(program);
    }

    private static void Start()
    {
        foreach (var start in Starts.GetConsumingEnumerable())
            start();
    }
}
