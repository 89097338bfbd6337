using System.CommandLine;
using System.Text.Json;

namespace Leadline.Bench;

/// <summary>The command line: its words, its defaults, its help.</summary>
internal static class BenchCommand
{
    private static readonly Argument<string> Scenario = new("scenario")
    {
        Description = "What to send; all is everything but fill and ticketfill, in one run",
    };

    private static readonly Option<FileInfo?> Credentials = new("--credentials")
    {
        Description = "The credentials.json of the server's data folder",
    };

    private static readonly Option<string?> Url = new("--url") { Description = "Where the server listens" };
    private static readonly Option<string?> AccessKey = new("--access-key");
    private static readonly Option<string?> SecretKey = new("--secret-key");
    private static readonly Option<string?> AsyncApiKey = new("--async-api-key");
    private static readonly Option<bool> AllowRemote = new("--allow-remote")
    {
        Description = "Send load to another machine",
    };

    private static readonly Option<int> Connections = new("--connections") { DefaultValueFactory = _ => 64 };
    private static readonly Option<int> Seconds = new("--seconds")
    {
        Description = "Measured time of each scenario",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<int> Warmup = new("--warmup")
    {
        Description = "Seconds of load before",
        DefaultValueFactory = _ => 5,
    };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "One database, one seed",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<long?> Leads = new("--leads")
    {
        Description = "How many sample leads the server has [default: asks the server]",
    };

    private static readonly Option<long?> From = new("--from")
    {
        Description = "Index of the first new lead [default: the number of leads]",
    };

    private static readonly Option<long> Count = new("--count")
    {
        Description = "How many leads fill and import load and campaign mails, tickets ticketfill, requests process, backlog "
            + "and fuzz",
        DefaultValueFactory = _ => 10_000,
    };

    private static readonly Option<int> Rate = new("--rate")
    {
        Description = "Requests a second of steady",
        DefaultValueFactory = _ => 1_000,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "Kills of faults and campaign, turns of compare",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<string> Searchers = new("--searchers")
    {
        Description = "How many search at once in search-beside-capture",
        DefaultValueFactory = _ => "8,64",
    };

    private static readonly Option<string> Sizes = new("--sizes")
    {
        Description = "Numbers of leads of growth",
        DefaultValueFactory = _ => "10000,100000,1000000",
    };

    private static readonly Option<string> GrowthScenarios = new("--scenarios")
    {
        Description = "What growth measures",
        DefaultValueFactory = _ => "capture,byemail,quicksearch,leadsget,list",
    };

    private static readonly Option<DirectoryInfo?> Out = new("--out")
    {
        Description = "The folder that growth writes its table and its plot into",
    };

    private static readonly Option<int> Settle = new("--settle")
    {
        Description = "Seconds that growth waits after it has made leads",
        DefaultValueFactory = _ => 60,
    };

    private static readonly Option<string?> Before = new("--before")
    {
        Description = "The folder of a build for compare",
    };

    private static readonly Option<string?> After = new("--after") { Description = "The folder of the other build" };
    private static readonly Option<string> Compared = new("--scenario")
    {
        Description = "What compare runs",
        DefaultValueFactory = _ => "capture",
    };

    private static readonly Option<FileInfo?> Server = new("--server")
    {
        Description = "leadline.dll for faults and campaign, which start servers of their own",
    };

    private static readonly Option<string> PostgresBin = new("--postgres-bin")
    {
        Description = "PostgreSQL's programs for faults",
        DefaultValueFactory = _ => "/usr/lib/postgresql/15/bin",
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "Connection string for the floor",
    };

    private static readonly Option<int?> ServerPid = new("--server-pid")
    {
        Description = "[default: who listens on the port]",
    };

    private static readonly Option<int?> PostgresPid = new("--postgres-pid")
    {
        Description = "[default: the server's child, or any postgres]",
    };


    public static int Run(string[] args)
    {
        Scenario.AcceptOnlyFromAmong(Session.Scenarios);
        AtLeast(1, Connections);
        AtLeast(1, Seconds);
        AtLeast(0, Warmup);
        AtLeast(1L, Count);
        AtLeast(1, Rate);
        AtLeast(1, Rounds);
        AtLeast(0, Settle);
        AtLeast<long?>(0, Leads);
        AtLeast<long?>(0, From);
        var command = new RootCommand("Drives a running Leadline server and prints what it did.")
        {
            Scenario, Credentials, Url, AccessKey, SecretKey, AsyncApiKey, AllowRemote, Connections, Seconds, Warmup, Seed, Leads,
            From, Count, Rate, Rounds, Searchers, Sizes, GrowthScenarios, Out, Settle, Before, After, Compared, Server, PostgresBin, Database, ServerPid, PostgresPid,
        };
        command.SetAction((parsed, _) => parsed.GetRequiredValue(Scenario) switch
        {
            Session.Faults => Task.FromResult(RunFaults(parsed)),
            Session.Campaign => Task.FromResult(
                Campaigns.CampaignRun.Run(ServerFile(parsed), parsed.GetValue(Count), parsed.GetValue(Rounds))),
            Session.Fuzz => RunFuzz(parsed),
            Session.Compare => Task.FromResult(RunCompare(parsed)),
            _ => Task.FromResult(Session.Run(Options(parsed))),
        });
        return command.Parse(args).Invoke();
    }

    private static int RunFaults(ParseResult parsed)
    {
        if (OperatingSystem.IsWindows()) throw new UsageException("faults needs signals.");
        return Faults.FaultRun.Run(ServerFile(parsed), parsed.GetRequiredValue(PostgresBin), parsed.GetValue(Rounds), (int)parsed.GetValue(Seed));
    }

    private static string ServerFile(ParseResult parsed) => parsed.GetValue(Server) is { Exists: true } file
        ? file.FullName
        : throw new UsageException("This needs --server leadline.dll.");

    private static int RunCompare(ParseResult parsed)
    {
        if (parsed.GetValue(Before) is not { } before || parsed.GetValue(After) is not { } after)
            throw new UsageException("compare needs --before and --after.");
        var options = Options(parsed) with { Scenario = parsed.GetRequiredValue(Compared) };
        return Compare.CompareRun.Run(before, after, parsed.GetValue(Rounds), options);
    }

    private static List<T> Numbers<T>(string list)
        where T : IParsable<T> =>
        [
            .. list.Split(',').Select(number => T.TryParse(number, null, out var parsed)
                ? parsed
                : throw new UsageException($"{number} is no number.")),
        ];

    private static async Task<int> RunFuzz(ParseResult parsed)
    {
        var file = parsed.GetValue(Credentials) ?? throw new UsageException("fuzz needs --credentials.");
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(file.FullName));
        return await new Fuzz.FuzzRun(Options(parsed).Target().Url, credentials.RootElement, parsed.GetValue(Seed))
            .Run(parsed.GetValue(Count));
    }

    private static void AtLeast<T>(T least, Option<T> option) =>
        option.Validators.Add(given =>
        {
            if (Comparer<T>.Default.Compare(given.GetValueOrDefault<T>(), least) < 0)
                given.AddError($"{option.Name} is at least {least}.");
        });

    private static BenchOptions Options(ParseResult parsed) => new()
    {
        Scenario = parsed.GetRequiredValue(Scenario),
        Credentials = parsed.GetValue(Credentials),
        Url = parsed.GetValue(Url),
        AccessKey = parsed.GetValue(AccessKey),
        SecretKey = parsed.GetValue(SecretKey),
        AsyncApiKey = parsed.GetValue(AsyncApiKey),
        AllowRemote = parsed.GetValue(AllowRemote),
        Connections = parsed.GetValue(Connections),
        Seconds = parsed.GetValue(Seconds),
        Warmup = parsed.GetValue(Warmup),
        Seed = parsed.GetValue(Seed),
        Leads = parsed.GetValue(Leads),
        From = parsed.GetValue(From),
        Count = parsed.GetValue(Count),
        Rate = parsed.GetValue(Rate),
        Searchers = Numbers<int>(parsed.GetRequiredValue(Searchers)),
        Sizes = Numbers<long>(parsed.GetRequiredValue(Sizes)),
        GrowthScenarios = parsed.GetRequiredValue(GrowthScenarios).Split(','),
        Out = parsed.GetValue(Out),
        Settle = parsed.GetValue(Settle),
        Database = parsed.GetValue(Database),
        ServerPid = parsed.GetValue(ServerPid),
        PostgresPid = parsed.GetValue(PostgresPid),
    };
}
