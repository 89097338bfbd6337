using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Leadline.Tests.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(ToldTestFramework))]

namespace Leadline.Tests.Support;

/// <summary>xUnit's own, which tells how far the run is and ends with who started it.</summary>
public sealed class ToldTestFramework : XunitTestFramework
{
    protected override ITestFrameworkExecutor CreateExecutor(Assembly assembly) =>
        new Executor(new XunitTestAssembly(assembly, null, assembly.GetName().Version));

    private sealed class Executor(IXunitTestAssembly assembly) : XunitTestFrameworkExecutor(assembly)
    {
        public override async ValueTask RunTestCases(
            IReadOnlyCollection<IXunitTestCase> testCases,
            IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions,
            CancellationToken cancellationToken)
        {
            using var end = RunEnd.Watch();
            await using var progress = new RunProgress(testCases.Count, executionMessageSink);
            await base.RunTestCases(testCases, progress, executionOptions, cancellationToken);
        }
    }
}

/// <summary>Says every half minute how many tests are done, and which have been running longest.</summary>
internal sealed class RunProgress : IMessageSink, IAsyncDisposable
{
    private const int Named = 3;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly int total;
    private readonly IMessageSink sink;
    private readonly Stopwatch elapsed = Stopwatch.StartNew();

    // What each class is at. The tests of a class run one after the other.
    private readonly ConcurrentDictionary<string, (string Name, TimeSpan Begun)> running = new();
    private readonly CancellationTokenSource over = new();
    private readonly Task telling;
    private int done;
    private int failed;

    public RunProgress(int total, IMessageSink sink)
    {
        (this.total, this.sink) = (total, sink);
        telling = Tell();
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestClassStarting { TestClassUniqueID: { } ofClass } starting:
                running[ofClass] = (starting.TestClassName, elapsed.Elapsed);
                break;
            case ITestCaseStarting { TestClassUniqueID: { } ofClass } starting:
                running[ofClass] = (starting.TestCaseDisplayName, elapsed.Elapsed);
                break;
            case ITestClassFinished { TestClassUniqueID: { } ofClass }:
                running.TryRemove(ofClass, out _);
                break;
            case ITestCaseFinished finished:
                Interlocked.Increment(ref done);
                Interlocked.Add(ref failed, finished.TestsFailed);
                break;
        }

        return sink.OnMessage(message);
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await telling;
        over.Dispose();
    }

    private async Task Tell()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
                sink.OnMessage(new DiagnosticMessage(Line()));
        }
        catch (OperationCanceledException)
        {
            // All are done.
        }
    }

    private string Line()
    {
        var longest = running.Values.OrderBy(one => one.Begun).Take(Named)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{Short(one.Name)} ({(elapsed.Elapsed - one.Begun).TotalSeconds:0} s)"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{done} of {total} tests done, {failed} failed, after {elapsed.Elapsed:m\\:ss}; running longest: {string.Join(", ", longest)}");
    }

    private static string Short(string name)
    {
        name = name.Replace("Leadline.Tests.", "", StringComparison.Ordinal);
        return name.Length > 100 ? name[..100] + "..." : name;
    }
}
