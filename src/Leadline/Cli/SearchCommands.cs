using System.CommandLine;

namespace Leadline.Cli;

/// <summary><c>leadline search</c>: the index by which leads are found.</summary>
internal static class SearchCommands
{
    public static Command New() => new("search", "Make the index anew by which leads are found") { Rebuild() };

    private static Command Rebuild()
    {
        var account = AccountCommands.AccountOption();
        var command = new Command(
            "rebuild", "Have a server make it anew from the leads; meanwhile searches read leads one by one")
        {
            account,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            await work.LeadIndex.Rebuild(target.Id);
            CommandContext.Print(new { Account = target.Id, State = "A server that runs makes it anew now." });
        });
        return command;
    }
}
