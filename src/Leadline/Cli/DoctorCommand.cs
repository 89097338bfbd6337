using System.CommandLine;
using Leadline.Cli.Checks;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary><c>leadline doctor</c>: looks at everything that a support person would ask about.</summary>
internal static class DoctorCommand
{
    public static Command New()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var full = new Option<bool>("--full")
        {
            Description = "Look at every lead instead of the newest 1,000 of each account",
        };
        var command = new Command(
            "doctor", "Check the machine, the database and the data; exit code 1 when something fails")
        {
            json,
            full,
            Settings.Urls,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var options = Settings.Read(parsed);
                var checks = new List<Check>(await MachineChecks.Run(options, cancellation));
                checks.AddRange(await Database(options, parsed.GetValue(full), cancellation));
                if (parsed.GetValue(json))
                    CommandContext.Print(
                        checks.Select(check => new
                        {
                            check.Name,
                            Status = check.Status.ToString().ToUpperInvariant(),
                            check.Detail,
                        }));
                else
                    Print(checks);
                return checks.Any(check => check.Status == CheckStatus.Fail) ? 1 : 0;
            });
        return command;
    }

    private static async Task<IReadOnlyList<Check>> Database(
        ServerOptions options, bool full, CancellationToken cancellation)
    {
        var checks = new List<Check>();
        try
        {
            await using var open = await OpenDatabase.ForCommandOnData(options, cancellation);
            checks.Add(Check.Ok("database", options.Database is not null ? "the one that --database names"
                : open.IsOurs ? "embedded; no server runs, so it was started for this check"
                : "embedded; a server keeps it running"));
            checks.AddRange(await PostgresChecks.Run(open.Database, cancellation));
            if (checks.Any(check => check is { Name: "schema", Status: not CheckStatus.Ok }))
                return checks;
            await using var server = Server.Build(options with { LogLevel = LogLevel.None }, open.Database);
            await using var connection = await BulkConnection.Open(open.Database, cancellation);
            checks.AddRange(await AccountChecks.Run(server.Services, connection, full));
            checks.Add(await MailChecks.Run(connection));
        }
        catch (Exception exception)
            when (!cancellation.IsCancellationRequested && ErrorText.For(exception) is { } line)
        {
            checks.Add(Check.Fail("database", line));
        }

        return checks;
    }

    private static void Print(List<Check> checks)
    {
        var width = checks.Max(check => check.Name.Length);
        foreach (var check in checks)
            Console.WriteLine(
                $"{check.Status.ToString().ToUpperInvariant(),-4}  {check.Name.PadRight(width)}  {check.Detail}");
    }
}
