using System.Diagnostics;
using System.Globalization;

namespace Leadline.Tests.Support;

/// <summary>
/// How long a wait goes on while nothing is seen to change. It is used up by the time in which the machine had nothing to
/// do: what has not come by then will not come. On a busy machine what is awaited may merely be slow, and only
/// <see cref="Limit"/> ends the wait.
/// </summary>
/// <param name="idleTime">How long the machine has been idle since whenever; null for this machine's.</param>
internal sealed class Patience(Func<TimeSpan>? idleTime = null)
{
    /// <summary>The idle time that a wait outlasts.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    /// <summary>The last limit of a wait, however busy the machine is.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly Stopwatch waited = Stopwatch.StartNew();
    private TimeSpan begun = (idleTime ?? MachineIdle)();

    public bool IsOver => (idleTime ?? MachineIdle)() - begun > Idle || waited.Elapsed > Limit;

    /// <summary>Something has changed.</summary>
    public void Renew() => begun = (idleTime ?? MachineIdle)();

    /// <summary>The mean of all processors; elsewhere than on Linux, the clock.</summary>
    private static TimeSpan MachineIdle()
    {
        if (!OperatingSystem.IsLinux())
            return Stopwatch.GetElapsedTime(0);

        // Columns: cpu, then hundredths of seconds of user, nice, system, idle.
        var lines = File.ReadAllLines("/proc/stat");
        var processors = lines.Skip(1).Count(line => line.StartsWith("cpu", StringComparison.Ordinal));
        var idle = long.Parse(lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture);
        return TimeSpan.FromMilliseconds(10.0 * idle / processors);
    }
}
