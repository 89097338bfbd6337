using System.Security.Cryptography;

namespace Leadline.Cli.Backups;

/// <summary>Copies a table's rows while it counts and hashes them.</summary>
internal static class RowDigest
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// The rows, bytes and SHA-256 of what went by. In COPY's text format a line is a row: line ends in values are
    /// escaped.
    /// </summary>
    public static async Task<(long Rows, long Bytes, string Sha256)> Copy(
        Stream source, Stream target, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        long rows = 0, bytes = 0;
        int length;
        while ((length = await source.ReadAsync(buffer, cancellation)) > 0)
        {
            rows += buffer.AsSpan(0, length).Count((byte)'\n');
            bytes += length;
            hash.AppendData(buffer, 0, length);
            await target.WriteAsync(buffer.AsMemory(0, length), cancellation);
        }

        return (rows, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
