using System.Net.Sockets;
using System.Runtime.InteropServices;
using Leadline.Setup;

namespace Leadline.Cli.Checks;

/// <summary>What can be seen without the database: versions, the data folder, the addresses.</summary>
internal static class MachineChecks
{
    private const long LittleDisk = 2L << 30;
    private const long NoDisk = 256L << 20;
    private const UnixFileMode Others = (UnixFileMode)0b111_111;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Check>> Run(ServerOptions options, CancellationToken cancellation)
    {
        var checks = new List<Check>
        {
            Check.Ok("server", $"Leadline {ServerVersion.Text}"),
            Check.Ok(
                "runtime",
                $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} "
                + $"({RuntimeInformation.RuntimeIdentifier})"),
            Check.Ok(
                "machine",
                $"{Environment.ProcessorCount} processors, "
                + $"{Check.Size(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} memory"),
            DataFolder(options),
            Secrecy("credentials file", Path.Combine(options.DataFolder, CredentialsFile.Name)),
            Secrecy("key file", options.KeyPath),
        };
        if (Directory.Exists(options.DataFolder))
            checks.Add(Disk(options.DataFolder));
        foreach (
            var url in options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            checks.Add(await Address(url, cancellation));
        return checks;
    }

    private static Check DataFolder(ServerOptions options)
    {
        var folder = options.DataFolder;
        if (!Directory.Exists(folder))
            return new Check(
                "data folder",
                options.Database is null ? CheckStatus.Warn : CheckStatus.Ok,
                $"{folder} is not there yet");
        try
        {
            var probe = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}");
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return Check.Ok("data folder", folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Check.Fail("data folder", $"{folder} cannot be written: {exception.Message}");
        }
    }

    private static Check Secrecy(string name, string path)
    {
        if (!File.Exists(path))
            return Check.Ok(name, "none: it was taken away, or is not made yet");
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == UnixFileMode.None
            ? Check.Ok(name, $"{path}, readable by its owner alone")
            : Check.Warn(name, $"{path} is open to others: chmod 600 it");
    }

    private static Check Disk(string folder)
    {
        var drive = new DriveInfo(folder);
        var detail = $"{Check.Size(drive.AvailableFreeSpace)} of {Check.Size(drive.TotalSize)} free";
        return drive.AvailableFreeSpace switch
        {
            < NoDisk => Check.Fail("disk", detail),
            < LittleDisk => Check.Warn("disk", detail),
            _ => Check.Ok("disk", detail),
        };
    }

    private static async Task<Check> Address(string url, CancellationToken cancellation)
    {
        var address = BindingAddress.Parse(url);
        var host = address.Host is "0.0.0.0" or "*" or "+" or "[::]" ? "127.0.0.1" : address.Host;
        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync($"http://{host}:{address.Port}/health/live", cancellation);
            return answer.IsSuccessStatusCode
                ? Check.Ok(url, $"a server answers ({PortOwner.Find(address.Port)})")
                : Check.Warn(url, $"in use by {PortOwner.Find(address.Port)}, which is no Leadline in good health");
        }
        catch (HttpRequestException exception)
            when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return Check.Ok(url, "free: nothing listens there");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return Check.Warn(url, $"in use by {PortOwner.Find(address.Port)}, which does not answer");
        }
    }
}
