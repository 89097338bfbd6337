using System.CommandLine;
using Leadline.Intake;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary><c>leadline intake</c>: looks at the queue of asynchronous requests and takes a hand in it.</summary>
internal static class IntakeCommands
{
    public static Command New() =>
        new("intake", "Look at an account's asynchronous requests, replay failures, pause and resume")
        {
            Status(),
            Failures(),
            Replay(),
            SetPaused("pause", true),
            SetPaused("resume", false),
        };

    private static Command Status()
    {
        var account = AccountCommands.AccountOption();
        var command = new Command("status", "How much waits, for how long, and how fast it goes") { account };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            CommandContext.Print(Described(target.Id, await work.Intake.Standing(target.Id)));
        });
        return command;
    }

    private static Command Failures()
    {
        var account = AccountCommands.AccountOption();
        var limit = new Option<int>("--limit") { Description = "How many", DefaultValueFactory = _ => 20 };
        var command = new Command("failures", "List what failed for good, the newest first, with its reason")
        {
            account,
            limit,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            var failures = await work.Intake.Failures(target.Id, before: null, Math.Max(1, parsed.GetValue(limit)));
            CommandContext.Print(failures.Select(entry => new
            {
                RequestId = new RequestId(target.Id, entry.Arrival, entry.ReceivedOn).ToGuid(),
                Call = IntakeCallForm.For((IntakeCall)entry.Call).Name,
                Status = LeadSquaredAsyncEndpoints.StatusText(entry.Status),
                entry.ReceivedOn,
                entry.FinishedOn,
                entry.Attempts,
                entry.Reason,
            }));
        });
        return command;
    }

    private static Command Replay()
    {
        var account = AccountCommands.AccountOption();
        var id = new Argument<Guid?>("request-id")
        {
            Description = "Which request; without one, all that failed",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("replay", "Run again what failed for good") { account, id };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            if (parsed.GetValue(id) is not { } one)
            {
                CommandContext.Print(new { Replayed = await work.Intake.ReplayAll(target.Id) });
                return;
            }

            if (await work.Intake.Replay(target.Id, one) is { } failure)
                throw new StartupException(failure.Message);
            CommandContext.Print(new { Replayed = 1 });
        });
        return command;
    }

    private static Command SetPaused(string name, bool isPaused)
    {
        var account = AccountCommands.AccountOption();
        var command = new Command(name, isPaused
            ? "Take requests in, but do not work on them"
            : "Work on the account's requests again")
        {
            account,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            await work.Intake.SetPaused(target.Id, isPaused);
            CommandContext.Print(Described(target.Id, await work.Intake.Standing(target.Id)));
        });
        return command;
    }

    private static object Described(int accountId, QueueStanding standing) => new
    {
        OrgId = accountId.ToString(),
        Paused = standing.IsPaused,
        standing.Retrying,
        standing.Pending,
        OldestSeconds = Math.Round(standing.OldestAge.TotalSeconds, 1),
        PerMinute = Math.Round(standing.PerMinute, 1),
        Calls = standing.Calls.ToDictionary(
            call => IntakeCallForm.For(call.Call).Name,
            call => new
            {
                call.Pending,
                OldestSeconds = Math.Round(call.OldestAge.TotalSeconds, 1),
                PerMinute = Math.Round(call.PerMinute, 1),
            }),
    };
}
