using Leadline.Leads;
using Leadline.Platform.Errors;

namespace Leadline.Imports;

/// <summary>One row of a file, and what becomes of it.</summary>
/// <param name="line">The line that it begins on, from 1.</param>
/// <param name="at">Its first byte in the file.</param>
/// <param name="length">Its length in bytes.</param>
internal sealed class ImportRow(long line, long at, int length)
{
    public long Line => line;

    public long At => at;

    public int Length => length;

    /// <summary>The values of a row of CSV.</summary>
    public string[]? Values { get; init; }

    /// <summary>A line of NDJSON.</summary>
    public byte[]? Json { get; init; }

    /// <summary>What it comes to; null where it is refused as it stands.</summary>
    public LeadCommand<LeadWritten>? Command { get; set; }

    /// <summary>Why it comes to nothing, known before or without carrying it out.</summary>
    public Failure? Refusal { get; set; }

    /// <summary>Why it came to nothing; null when it came to something.</summary>
    public Failure? Failure => Refusal ?? Command!.Failure;
}

/// <summary>Rows that follow each other in a file.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="ReadTo">The first byte of what comes after them.</param>
/// <param name="Line">The line that it stands on.</param>
/// <param name="IsLast">Nothing comes after them.</param>
internal sealed record ImportBatch(IReadOnlyList<ImportRow> Rows, long ReadTo, long Line, bool IsLast);
