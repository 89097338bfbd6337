using System.Net.Sockets;
using System.Text.Json;
using Leadline.Bench.Load;
using Leadline.Bench.Measures;
using Leadline.Bench.Samples;
using Leadline.Bench.Scenarios;
using Npgsql;

namespace Leadline.Bench;

/// <summary>Runs what was asked for, one scenario after another, and prints each.</summary>
internal sealed class Session
{
    /// <summary>The one that starts servers of its own.</summary>
    public const string Faults = "faults";

    /// <summary>The one that starts a server of its own, and takes its mail.</summary>
    public const string Campaign = "campaign";

    /// <summary>The one that wants refusals.</summary>
    public const string Fuzz = "fuzz";

    /// <summary>The one that runs another on two builds.</summary>
    public const string Compare = "compare";

    private static readonly string[] Apart =
        [SearchBeside, Importing, Hooks, "list", Growing, Compare, "fill", "ticketfill", "accept", "accept-floor", "process", "steady", "backlog", Faults, Campaign, Fuzz, "all"];

    public static readonly string[] Scenarios =
    [
        "live", "capture", "createcustom", "byemail", "quicksearch", "leadsget", "createticket", "tickets", "floor", .. Apart,
    ];

    private const string SearchBeside = "search-beside-capture";
    private const string Importing = "import";
    private const string Hooks = "webhooks";
    private const string Growing = "growth";

    // Filling ends by count; this is only the bound on a server that hangs.
    private static readonly TimeSpan FillLimit = TimeSpan.FromHours(4);

    private readonly BenchOptions options;
    private readonly Target target;
    private readonly LeadPool leads;
    private readonly UsageProbe probe;

    private Session(BenchOptions options)
    {
        this.options = options;
        target = options.Target();
        probe = new UsageProbe(target.EndPoint.Port, options.ServerPid, options.PostgresPid);
        var existing = options.Leads
            ?? (options.Scenario is "live" or "floor" or "accept-floor" ? 0 : new LeadCount(target, options.Seed).Ask());
        leads = new LeadPool(options.Seed, existing, options.From ?? existing);
    }

    /// <summary>Returns the exit code: 0 when every answer was as it should be.</summary>
    public static int Run(BenchOptions options)
    {
        try
        {
            return new Session(options).Run().Any(result => result.IsFaulty) ? 1 : 0;
        }
        catch (Exception e) when (e is UsageException or IOException or UnauthorizedAccessException
            or InvalidDataException or JsonException or SocketException or NpgsqlException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>What each part of the scenario showed, printed as well.</summary>
    public static IReadOnlyList<RunResult> Measure(BenchOptions options) => new Session(options).Run();

    private List<RunResult> Run()
    {
        Console.WriteLine($"{target.EndPoint}, {options.Connections} connections; {probe.Subjects}");
        Console.WriteLine($"{leads.Known:N0} leads known, the next is {leads.Next:N0}");
        string[] names =
            options.Scenario == "all" ? [.. Scenarios.Except(Apart)] : [options.Scenario];
        if (options.Database is null && names.Length > 1)
        {
            names = [.. names.Except(["floor"])];
            Console.WriteLine("Without --database the floor is left out.");
        }

        var results = new List<RunResult>();
        foreach (var name in names)
        {
            var parts = RunParts(name);
            foreach (var part in parts) Report.Print(part);
            results.AddRange(parts);
        }

        if (results.Count > 1) Report.PrintTable(results);
        return results;
    }

    private IReadOnlyList<RunResult> RunHooks()
    {
        using var hooks = new Webhooks.WebhookScenario(target, leads, probe);
        return hooks.Run(options.Count, options.Connections);
    }

    private IReadOnlyList<RunResult> RunParts(string name) => name switch
    {
        SearchBeside => new SearchBesideCapture(target, leads, probe).Run(
            options.Searchers, options.Connections, TimeSpan.FromSeconds(options.Warmup), Measured),
        Importing => new Imports.ImportScenario(target, leads, probe).Run(
            options.Count, options.Connections, TimeSpan.FromSeconds(options.Warmup), Measured),
        Hooks => RunHooks(),
        Growing => new Growth.GrowthRun(target, leads, probe, RunOne).Run(
            options.Sizes,
            options.GrowthScenarios,
            TimeSpan.FromSeconds(options.Settle),
            options.Out ?? throw new UsageException("growth needs --out.")),
        _ => [RunOne(name)],
    };

    private RunResult RunOne(string name)
    {
        if (name == "floor") return RunFloor();
        if (name == "accept-floor") return new Intake.AcceptFloor(DatabaseOf(), options.Seed, options.AllowRemote, probe).Run(Measured);
        if (name == "process") return new Intake.ProcessRun(target, leads, probe).Run(options.Count, options.Connections);
        if (name == "steady") return new Intake.SteadyRun(target, leads, probe).Run(options.Rate, Measured);
        if (name == "backlog") return new Intake.BacklogRun(target, leads, probe).Run(options.Count, options.Connections, Measured);
        if (name is "byemail" or "quicksearch" or "list" or "createticket" or "ticketfill" && leads.Known == 0)
            throw new UsageException($"{name} reads leads that are there: run fill or capture first, or give --leads.");
        using var run = new LoadRun(target.EndPoint, options.Connections, Create(name), probe);
        return name == "fill" ? Fill(run)
            : name == "ticketfill" ? run.Run(TimeSpan.Zero, FillLimit, answered => Console.Error.WriteLine($"  {answered:N0} tickets"))
            : run.Run(TimeSpan.FromSeconds(options.Warmup), Measured);
    }

    private TimeSpan Measured => TimeSpan.FromSeconds(options.Seconds);

    private string DatabaseOf() => options.Database ?? throw new UsageException("The floor needs --database.");

    private RunResult Fill(LoadRun run)
    {
        var first = leads.Next;
        var result = run.Run(
            TimeSpan.Zero,
            FillLimit,
            answered => Console.Error.WriteLine($"  {answered * FillScenario.BatchSize:N0} leads"));
        return result with { Unit = $"leads, {FillScenario.BatchSize} a request,", Count = leads.Next - first };
    }

    private Scenario Create(string name) => name switch
    {
        "live" => new LiveScenario(target),
        "capture" => new CaptureScenario(target, leads),
        "createcustom" => new CreateCustomScenario(target, leads),
        "byemail" => new ByEmailScenario(target, leads),
        "quicksearch" => new QuickSearchScenario(target, leads),
        "leadsget" => new LeadsGetScenario(target),
        "list" => new ListScenario(target, leads),
        "accept" => new Intake.AcceptScenario(target, leads),
        "createticket" => new CreateTicketScenario(target, leads, options.Seed, count: null),
        "tickets" => new TicketsScenario(target),
        "ticketfill" => new CreateTicketScenario(target, leads, options.Seed, options.Count),
        "fill" => new FillScenario(target, leads, options.Count),
        _ => throw new UsageException($"There is no scenario {name}."),
    };

    private RunResult RunFloor() => new Floor(DatabaseOf(), options.Seed, options.AllowRemote, probe).Run(Measured);
}
