using System.CommandLine;
using Leadline.Cli.Backups;

namespace Leadline.Cli;

/// <summary><c>leadline restore FILE</c>: a backup into a new data folder or an empty database.</summary>
internal static class RestoreCommand
{
    public static Command New()
    {
        var file = new Argument<string>("file") { Description = "A file that 'leadline backup' wrote" };
        var command = new Command("restore", "Bring a backup into a new data folder or an empty database") { file };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var backup = BackupFile.Open(Path.GetFullPath(parsed.GetRequiredValue(file)));
            await using var open = await OpenDatabase.ForCommand(Settings.Read(parsed), cancellation);
            await BackupRestore.Restore(open.Database, backup, OpenDatabase.Migrations(), cancellation);
            Console.WriteLine(
                $"Restored {backup.Manifest.Rows} rows of {backup.Manifest.Tables.Count} tables, as they were at "
                + $"{backup.Manifest.TakenOn:u}. Keys and passwords are those of that time.");
        });
        return command;
    }
}
