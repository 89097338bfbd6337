using System.CommandLine;

namespace Leadline.Cli;

/// <summary>
/// What can be typed: <c>leadline</c> serves, and its commands look after accounts, backups and health.
/// </summary>
internal static class CommandLine
{
    /// <summary>Longest that a signal waits for requests, then PostgreSQL, to end.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(12);

    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
            return Fail($"{parsed.Errors[0].Message} See 'leadline --help'.");
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeToStop,
                });
        }
        catch (Exception exception) when (ErrorText.For(exception) is { } line)
        {
            return Fail(line);
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "Leadline: captures leads and what they do, for the wire APIs that integrations already speak.")
        {
            ServeCommand.New(),
            AccountCommands.New(),
            UserCommands.New(),
            KeyCommands.New(),
            IntakeCommands.New(),
            SearchCommands.New(),
            BackupCommand.New(),
            RestoreCommand.New(),
            DoctorCommand.New(),
        };
        foreach (var setting in Settings.Place)
            root.Add(setting);
        ServeCommand.Become(root);
        return root;
    }

    private static int Fail(string line)
    {
        Console.Error.WriteLine($"leadline: {line.ReplaceLineEndings(" ")}");
        return 1;
    }
}
