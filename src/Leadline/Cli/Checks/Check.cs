namespace Leadline.Cli.Checks;

internal enum CheckStatus
{
    Ok,

    /// <summary>It works, but somebody should look at it.</summary>
    Warn,

    /// <summary>It does not work, or data are at risk.</summary>
    Fail,
}

/// <summary>One thing that doctor looked at, and what it saw.</summary>
internal sealed record Check(string Name, CheckStatus Status, string Detail)
{
    public static Check Ok(string name, string detail) => new(name, CheckStatus.Ok, detail);

    public static Check Warn(string name, string detail) => new(name, CheckStatus.Warn, detail);

    public static Check Fail(string name, string detail) => new(name, CheckStatus.Fail, detail);

    /// <summary>Bytes as a person reads them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => $"{bytes / (double)(1L << 30):0.0} GB",
        >= 1L << 20 => $"{bytes / (double)(1L << 20):0.0} MB",
        _ => $"{bytes / 1024.0:0} KB",
    };
}
