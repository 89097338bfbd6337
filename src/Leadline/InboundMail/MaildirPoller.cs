using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.InboundMail;

/// <summary>
/// Looks into the folder where a mail server leaves mail (Maildir): <c>{folder}/{account}/new</c>. What was taken
/// moves to <c>cur</c>, what cannot be taken to <c>bad</c>. Several nodes may look into one folder.
/// </summary>
internal sealed partial class MaildirPoller(MailIntake intake, ServerOptions options, ILogger<MaildirPoller> logger)
    : Worker(Idle, logger)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);

    protected override async Task Run(CancellationToken cancellation)
    {
        if (options.Maildrop is not { } folder)
            await Task.Delay(Timeout.Infinite, cancellation);
        else if (!await Pass(folder, cancellation))
            await Task.Delay(Idle, cancellation);
    }

    /// <summary>Takes what lies there; false when there was nothing.</summary>
    private async Task<bool> Pass(string folder, CancellationToken cancellation)
    {
        var any = false;
        foreach (var account in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
        {
            var place = Path.Combine(account, "new");
            if (!int.TryParse(Path.GetFileName(account), out var accountId) || !Directory.Exists(place))
                continue;
            foreach (var file in Directory.EnumerateFiles(place).Order(StringComparer.Ordinal).ToList())
                any |= await Take(accountId, account, file, cancellation);
        }

        return any;
    }

    private async Task<bool> Take(int accountId, string account, string file, CancellationToken cancellation)
    {
        string? refusal = null;
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MailParser.LargestMail })
                throw new UnreadableMailException("The mail is too large.");
            var taken = await intake.Take(accountId, await File.ReadAllBytesAsync(file, cancellation), cancellation);
            refusal = taken.Failure?.Code.ToString();
        }
        catch (FileNotFoundException)
        {
            // Another node was first.
            return false;
        }
        catch (UnreadableMailException)
        {
            refusal = "unreadable";
        }
        catch (Exception exception) when (
            exception is not (IOException or OperationCanceledException)
            && !DatabaseErrors.IsUnavailable(exception) && !DatabaseErrors.IsRace(exception))
        {
            // A mail that breaks what takes it in must not hold up those behind it.
            LogFailure(exception);
            refusal = "fault";
        }

        if (refusal is not null)
            Log.Refused(logger, accountId, refusal);
        return refusal is null
            ? Move(file, Path.Combine(account, "cur"), ":2,S")
            : Move(file, Path.Combine(account, "bad"), "");
    }

    private static bool Move(string file, string folder, string suffix)
    {
        Directory.CreateDirectory(folder);
        try
        {
            var name = Path.GetFileName(file);
            var moved = name.Contains(":2,", StringComparison.Ordinal) ? name : name + suffix;
            File.Move(file, Path.Combine(folder, moved), overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            83, LogLevel.Warning,
            "A mail for account {Account} could not be taken in ({Reason}); it lies in the folder bad")]
        public static partial void Refused(ILogger logger, int account, string reason);
    }
}
