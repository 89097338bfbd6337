using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.InboundMail;

/// <summary>
/// Looks into the folder where a mail server leaves mail (Maildir): <c>{folder}/{account}/new</c>. What was taken
/// moves to <c>cur</c>, what is of no account or too large to <c>bad</c>. Several nodes may look into one folder.
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
        try
        {
            // Of a mail that is too large no more is read than shows it; it is listed, and the file stays.
            var isWhole = new FileInfo(file) is not { Exists: true, Length: > MailParser.LargestMail };
            var taken = await intake.Take(accountId, await Read(file, cancellation), cancellation);
            if (taken.Failure is { RetryAfter: not null })
                return false;
            if (taken.Failure is { } refusal)
                Log.Refused(logger, accountId, refusal.Code);
            return taken.Failure is null && isWhole
                ? Move(file, Path.Combine(account, "cur"), ":2,S")
                : Move(file, Path.Combine(account, "bad"), "");
        }
        catch (FileNotFoundException)
        {
            // Another node was first.
            return false;
        }
    }

    private static async Task<byte[]> Read(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, MailParser.LargestMail + 1)];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
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
            88, LogLevel.Warning,
            "A mail for account {Account} could not be taken in ({Reason}); it lies in the folder bad")]
        public static partial void Refused(ILogger logger, int account, ErrorCode reason);
    }
}
