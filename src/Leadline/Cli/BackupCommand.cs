using System.CommandLine;
using Leadline.Cli.Backups;

namespace Leadline.Cli;

/// <summary><c>leadline backup FILE</c>: everything, as it stands at one moment, while the server runs.</summary>
internal static class BackupCommand
{
    public static Command New()
    {
        var file = new Argument<string>("file")
        {
            Description = "Where to write; an older backup there is replaced when the new one is whole",
        };
        var command = new Command("backup", "Write all data into one file, also while the server runs") { file };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                await using var open = await OpenDatabase.ForCommandOnCurrentData(Settings.Read(parsed), cancellation);
                var manifest = await BackupWriter.Write(open.Database, path, cancellation);
                Console.WriteLine(
                    $"Wrote {path}: {manifest.Rows} rows of {manifest.Tables.Count} tables, "
                    + $"{new FileInfo(path).Length} bytes.");
            });
        return command;
    }
}
