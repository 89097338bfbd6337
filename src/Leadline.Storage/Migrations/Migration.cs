using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Leadline.Storage.Migrations;

/// <summary>One numbered SQL file of a feature, <c>schema/NNNN_what.sql</c>. Once released it never changes.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "schema/";

    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All migrations embedded in <paramref name="assembly"/>, in their one order.</summary>
    public static IReadOnlyList<Migration> In(Assembly assembly)
    {
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(migration => migration.Number)
            .ToList();
        var twice = migrations.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? migrations
            : throw new InvalidOperationException($"Two migrations have the number {twice.Key}.");
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        var number = int.Parse(name.AsSpan(0, 4), NumberStyles.None);
        return new Migration(number, name, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
