using System.Security.Cryptography;
using Leadline.Platform.Errors;

namespace Leadline.Files;

/// <summary>
/// A file on its way in, on this server's disk: who sends it, and what is in it, is known only when it is whole. It has
/// no name there, so that nothing is left of it, whatever happens.
/// </summary>
internal sealed class FileSpool : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int BeginningBytes = 64;

    private static readonly Failure NoRoom = new(ErrorCode.Unavailable, "There is no room for the file at the moment.")
    {
        RetryAfter = TimeSpan.FromSeconds(30),
    };

    private readonly FileStream file;

    private FileSpool(FileStream file) => this.file = file;

    public long Length { get; private set; }

    public byte[] Sha256 { get; private set; } = [];

    /// <summary>The first bytes of the content, by which programs are known.</summary>
    public byte[] Beginning { get; private set; } = [];

    /// <summary>Takes a content in. A failure where it is larger than any may be, or where there is no room.</summary>
    /// <param name="folder">A folder of the server's own.</param>
    /// <param name="content">The content, read to its end or to what is too much.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Result<FileSpool>> Take(
        string folder, Stream content, CancellationToken cancellation)
    {
        FileSpool? spool = null;
        var isWhole = false;
        try
        {
            spool = new FileSpool(Open(folder));
            isWhole = await spool.Fill(content, cancellation);
            return isWhole ? spool : FileRules.TooLarge;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && IsFull())
        {
            return NoRoom;
        }
        finally
        {
            if (!isWhole && spool is not null)
                await spool.DisposeAsync();
        }

        bool IsFull() => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace < BufferBytes;
    }

    /// <summary>The content from its beginning.</summary>
    public Stream Read()
    {
        file.Position = 0;
        return file;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static FileStream Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}.part");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
            return new FileStream(path, options);
        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var unnamed = new FileStream(path, options);
        File.Delete(path);
        return unnamed;
    }

    private async Task<bool> Fill(Stream content, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await content.ReadAtLeastAsync(buffer, buffer.Length, false, cancellation)) > 0)
        {
            if (Length == 0)
                Beginning = buffer[..Math.Min(read, BeginningBytes)];
            Length += read;
            if (Length > FileLimits.MostBytes)
                return false;
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        Sha256 = hash.GetHashAndReset();
        return true;
    }
}
