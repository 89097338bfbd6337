using System.Security.Cryptography;
using System.Text;
using Leadline.Storage;

namespace Leadline.Platform;

/// <summary>
/// A key that this server keeps in a file and never in the database: what is encrypted with it can be read neither from
/// the database's pages, nor from its log, nor from a backup. Servers on one database may share the file; where they do
/// not, each opens what it sealed itself.
/// </summary>
internal sealed class ServerKey
{
    public const string FileName = "server.key";

    /// <summary>The bytes of <see cref="Id"/>, with which what is sealed begins.</summary>
    public const int IdBytes = 8;

    private const int KeyBytes = SealedBox.KeyBytes;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Made when it is first needed: a command beside the server must not leave a file of another user's.
    private readonly Lazy<byte[]> secret;
    private readonly Lazy<byte[]> id;

    public ServerKey(ServerOptions options)
    {
        secret = new Lazy<byte[]>(() => Load(options.KeyPath));
        id = new Lazy<byte[]>(() => Derive("id")[..IdBytes]);
    }

    /// <summary>Tells this key from others.</summary>
    public byte[] Id => id.Value;

    /// <summary>A key of 256 bits for one purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret.Value, KeyBytes, info: Encoding.UTF8.GetBytes($"leadline {purpose}"));

    /// <summary>Encrypts (AES-256-GCM) for one purpose, which names what it is: it opens nowhere else.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> plain) =>
        [.. Id, .. SealedBox.Seal(Derive(purpose), plain)];

    /// <summary>What was sealed for this purpose; null where it was sealed otherwise or with another key.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> box)
    {
        if (box.Length < IdBytes + SealedBox.Overhead || !box[..IdBytes].SequenceEqual(Id))
            return null;
        try
        {
            return SealedBox.Open(Derive(purpose), box[IdBytes..]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Load(string path)
    {
        try
        {
            if (!File.Exists(path))
                Make(path);
            var key = new byte[KeyBytes];
            return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == KeyBytes
                ? key
                : throw new StartupException($"{path} is no key: it holds {KeyBytes} bytes in base64.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The server's key cannot be kept in {path}: {exception.Message} Name another file with --key-file.",
                exception);
        }
    }

    // Whole or not there; of two servers that make it at once, one's stays and both read it.
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Write(Encoding.ASCII.GetBytes($"{text}\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
