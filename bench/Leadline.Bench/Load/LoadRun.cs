using System.Diagnostics;
using System.Net;
using System.Text;
using Leadline.Bench.Measures;
using Leadline.Bench.Scenarios;

namespace Leadline.Bench.Load;

/// <summary>
/// Drives one scenario from one thread over keep-alive connections: as soon as a connection has its answer, it sends
/// the next request, or as soon as its pace allows. Ends when the time is over or the scenario has nothing left, and the last
/// answers are in.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private const int WakeMilliseconds = 100;
    private const int PaceMilliseconds = 1;
    private const int ErrorBodyLimit = 300;
    private static readonly long DrainLimit = 10 * Stopwatch.Frequency;
    private static readonly long ReopenAfter = Stopwatch.Frequency / 10;
    private static readonly long TicksPerMicrosecond = Stopwatch.Frequency / 1_000_000;

    private readonly IPEndPoint server;
    private readonly Scenario scenario;
    private readonly UsageProbe probe;
    private readonly Epoll epoll;
    private readonly Connection[] connections;
    private readonly Pace? pace;
    private readonly Queue<Connection> resting = new();
    private readonly Histogram latencies = new();
    private readonly SortedDictionary<int, Refusals> refusals = [];
    private long reconnects;
    private long reopenAt;
    private int busy;
    private bool stopping;
    private volatile bool isEnded;

    public LoadRun(IPEndPoint server, int connectionCount, Scenario scenario, UsageProbe probe, Pace? pace = null)
    {
        (this.server, this.scenario, this.probe, this.pace) = (server, scenario, probe, pace);
        epoll = new Epoll(connectionCount);
        connections = new Connection[connectionCount];
        for (var number = 0; number < connectionCount; number++)
            connections[number] = new Connection(server, epoll, number);
    }

    public RunResult Run(TimeSpan warmup, TimeSpan measured, Action<long>? progress = null)
    {
        if (!connections[0].TryOpen()) throw new UsageException($"Nothing answers at {server}.");
        foreach (var connection in connections) Start(connection);
        DriveUntil(Stopwatch.GetTimestamp() + Ticks(warmup), progress: null);

        Forget();
        var before = probe.Read();
        DriveUntil(before.Timestamp + Ticks(measured), progress);
        var result = Result(before, probe.Read());

        stopping = true;
        DriveUntil(Stopwatch.GetTimestamp() + DrainLimit, progress: null);
        return result with { Unanswered = busy, Memory = probe.Memory() };
    }

    /// <summary>Ends the measured time early. For another thread.</summary>
    public void End() => isEnded = true;

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
        epoll.Dispose();
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private void DriveUntil(long end, Action<long>? progress)
    {
        var reportAt = Stopwatch.GetTimestamp() + (5 * Stopwatch.Frequency);
        while (busy > 0 || (resting.Count > 0 && !stopping))
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= end || (isEnded && !stopping)) return;
            while (!stopping && pace is not null && pace.IsDue(now) && resting.TryDequeue(out var rested)) Start(rested);
            if (reopenAt != 0 && now >= reopenAt) Reopen();
            if (progress is not null && now >= reportAt)
            {
                progress(latencies.Count);
                reportAt += 5 * Stopwatch.Frequency;
            }

            var longest = resting.Count > 0 ? PaceMilliseconds : WakeMilliseconds;
            var ready = epoll.Wait((int)Math.Clamp((end - now) * 1000 / Stopwatch.Frequency, 1, longest));
            for (var position = 0; position < ready; position++) Serve(connections[epoll.Token(position)]);
        }
    }

    private void Serve(Connection connection)
    {
        switch (connection.Advance())
        {
            case Progress.Answered:
                busy--;
                Record(connection);
                if (!connection.IsReusable) Lose(connection);
                Start(connection);
                return;
            case Progress.Closed:
                Lose(connection);
                if (connection.IsBusy) Send(connection);
                return;
        }
    }

    private void Start(Connection connection)
    {
        if (stopping) return;
        if (pace is not null)
        {
            var now = Stopwatch.GetTimestamp();
            if (!pace.IsDue(now))
            {
                resting.Enqueue(connection);
                return;
            }

            pace.Take(now);
        }

        connection.Request.Clear();
        if (!scenario.Write(connection.Request)) return;
        busy++;
        connection.Begin(Stopwatch.GetTimestamp());
        Send(connection);
    }

    private void Send(Connection connection)
    {
        if (connection.IsOpen || connection.TryOpen()) connection.Send();
        else reopenAt = Stopwatch.GetTimestamp() + ReopenAfter;
    }

    /// <summary>Sends again what was under way on lost connections: their wait counts into the latency.</summary>
    private void Reopen()
    {
        reopenAt = 0;
        foreach (var connection in connections)
            if (connection.IsBusy && !connection.IsOpen) Send(connection);
    }

    private void Lose(Connection connection)
    {
        reconnects++;
        connection.Close();
    }

    private void Record(Connection connection)
    {
        if (!stopping) latencies.Add((Stopwatch.GetTimestamp() - connection.Begun) / TicksPerMicrosecond);
        var status = connection.Response.Status;
        var body = connection.Response.Body;
        if (status is >= 200 and < 300)
        {
            scenario.Inspect(body);
            return;
        }

        if (!refusals.TryGetValue(status, out var seen))
        {
            seen = new Refusals(Encoding.UTF8.GetString(body[..Math.Min(body.Length, ErrorBodyLimit)]));
            refusals.Add(status, seen);
        }

        seen.Count++;
    }

    private void Forget()
    {
        latencies.Clear();
        refusals.Clear();
        reconnects = 0;
        scenario.Forget();
    }

    private RunResult Result(Usage before, Usage after) => new(scenario.Name, before, after, latencies)
    {
        Refusals = refusals,
        Reconnects = reconnects,
        Remarks = scenario.Remarks,
        HasFailuresInside = scenario.IsFaulty,
    };
}
