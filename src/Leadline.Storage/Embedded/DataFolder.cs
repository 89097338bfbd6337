namespace Leadline.Storage.Embedded;

/// <summary>
/// The server's data folder, held for us alone: the lock is the operating system's, so it ends with the process however
/// that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private readonly FileStream lockFile;

    private DataFolder(string path, FileStream lockFile) => (Path, this.lockFile) = (path, lockFile);

    public string Path { get; }

    public string Cluster => ClusterOf(Path);

    public static string ClusterOf(string path) => System.IO.Path.Combine(path, "postgres");

    public static DataFolder Open(string path)
    {
        try
        {
            if (!Directory.Exists(path))
                Create(path);
            return new DataFolder(path, File.Open(System.IO.Path.Combine(path, "leadline.lock"), LockOptions()));
        }
        catch (IOException held) when (held.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new StartupException(
                $"Another Leadline server already uses the data folder {path}: stop it, or name another folder "
                + "with --data.",
                held);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {path} cannot be written: {failure.Message}", failure);
        }
    }

    public void Dispose() => lockFile.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | PassThrough());
    }

    // The user that PostgreSQL runs as instead of root must be able to pass through to its cluster.
    private static UnixFileMode PassThrough() => Environment.IsPrivilegedProcess
        ? UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
        : UnixFileMode.None;

    private static FileStreamOptions LockOptions()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
