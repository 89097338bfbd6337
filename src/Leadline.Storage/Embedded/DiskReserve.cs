using Microsoft.Extensions.Logging;

namespace Leadline.Storage.Embedded;

/// <summary>
/// Watches the disk of the data folder, and keeps a file of 16 MiB there for the day when others have filled it: given
/// up, it is the room in which PostgreSQL goes on reading. Below 32 MiB, which are two files of its log, nothing is
/// written any more.
/// </summary>
internal sealed partial class DiskReserve(DataFolder folder, ILogger logger)
{
    private const long Megabyte = 1024 * 1024;
    private const long Reserve = 16 * Megabyte;
    private const long Least = 32 * Megabyte;
    private const long Nothing = 4 * Megabyte;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string file = Path.Combine(folder.Path, "reserve");
    private volatile bool isShort;

    /// <summary>True while there is too little room to write.</summary>
    public bool IsShort => isShort;

    public async Task WatchAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
                Look();
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>Looks once. A disk that cannot be looked at counts as it did before.</summary>
    public void Look()
    {
        try
        {
            var free = new DriveInfo(folder.Path).AvailableFreeSpace;
            if (isShort ? free >= Least + Reserve : free < Least)
            {
                isShort = !isShort;
                if (isShort)
                    Log.Short(logger, folder.Path, free / Megabyte);
                else
                    Log.Regained(logger, free / Megabyte);
            }

            if (free < Nothing)
                File.Delete(file);
            else if (free >= Least + (2 * Reserve) && !File.Exists(file))
                Keep();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private void Keep()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            PreallocationSize = Reserve,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var kept = new FileStream(file, options);
        kept.SetLength(Reserve);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Critical,
            "The disk of {Folder} has {Megabytes} MiB left: nothing is written until there is more; reads go on")]
        public static partial void Short(ILogger logger, string folder, long megabytes);

        [LoggerMessage(LogLevel.Information, "The disk has {Megabytes} MiB left: writes go on")]
        public static partial void Regained(ILogger logger, long megabytes);
    }
}
