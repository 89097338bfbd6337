using System.Runtime.InteropServices;

namespace Leadline.Storage.Embedded;

/// <summary>The calls of the C library that .NET does not offer.</summary>
internal static partial class Libc
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;

    // O_PATH | O_CLOEXEC: the same bits on every Linux architecture, unlike O_DIRECTORY.
    private const int PathOnly = 0x200000 | 0x80000;

    /// <summary>Sends a signal; false when the process is gone or not ours.</summary>
    public static bool Signal(int processId, int signal) => kill(processId, signal) == 0;

    /// <summary>
    /// A descriptor that names the folder as long as it is open, through <c>/proc/self/fd</c>. Linux only.
    /// </summary>
    public static int OpenFolder(string path)
    {
        var descriptor = open(path, PathOnly);
        return descriptor >= 0
            ? descriptor
            : throw new IOException($"{path} cannot be opened ({Marshal.GetLastPInvokeErrorMessage()})");
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int close(int descriptor);
}
