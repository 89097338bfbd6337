namespace Leadline.Imports;

/// <summary>What an import may be at most.</summary>
internal static class ImportLimits
{
    /// <summary>Largest file.</summary>
    public const long MostBytes = 1024L * 1024 * 1024;

    /// <summary>Largest row.</summary>
    public const int MostRowBytes = 1024 * 1024;

    /// <summary>Imports of an account that are being received, wait or run.</summary>
    public const int MostUnfinished = 20;

    /// <summary>Bytes that are kept in one row of the database.</summary>
    public const int PartBytes = 1024 * 1024;
}
