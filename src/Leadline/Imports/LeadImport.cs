namespace Leadline.Imports;

/// <summary>What a file is written in.</summary>
internal enum ImportFormat
{
    /// <summary>A header of schema names, then a lead a row.</summary>
    Csv,

    /// <summary>An object of schema names and values a line.</summary>
    NdJson,
}

/// <summary>What becomes of a row.</summary>
internal enum ImportMode
{
    /// <summary>As a capture: the lead that is found is updated, else one is made.</summary>
    CreateOrUpdate,

    /// <summary>A row whose lead is there already is refused.</summary>
    Create,

    /// <summary>A row whose lead is not there is refused.</summary>
    Update,
}

internal enum ImportState
{
    Receiving,
    Waiting,
    Running,
    Finished,
    Cancelled,
    Failed,
}

/// <summary>What is asked of an import beside its file.</summary>
/// <param name="Format">What the file is written in.</param>
/// <param name="Mode">What becomes of a row.</param>
/// <param name="SearchBy">The unique field that leads are found by; null for a capture's own rule.</param>
/// <param name="Source">The Source of rows that name none.</param>
internal sealed record ImportOptions(ImportFormat Format, ImportMode Mode, string? SearchBy, string? Source);

/// <summary>How far an import has come: all that stands before <see cref="ReadTo"/> is done.</summary>
/// <param name="ReadTo">The first byte of the next row.</param>
/// <param name="Line">The line that it stands on, from 1.</param>
/// <param name="RowsRead">Rows that are done, the refused ones included.</param>
/// <param name="Created">Leads made.</param>
/// <param name="Updated">Rows whose lead was found.</param>
/// <param name="Refused">Rows that came to nothing.</param>
internal sealed record ImportProgress(long ReadTo, long Line, long RowsRead, long Created, long Updated, long Refused);

/// <summary>A file of leads that was sent to be imported.</summary>
internal sealed record LeadImport
{
    public required int AccountId { get; init; }

    public required Guid ImportId { get; init; }

    public required Guid UserId { get; init; }

    public ImportState State { get; init; }

    public ImportFormat Format { get; init; }

    public ImportMode Mode { get; init; }

    public string? SearchBy { get; init; }

    public string? Source { get; init; }

    /// <summary>The header of a CSV file.</summary>
    public string[] Columns { get; init; } = [];

    /// <summary>What stands between the values of a CSV file, one character.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>The size of the file.</summary>
    public long Bytes { get; init; }

    public DateTime ReceivedOn { get; init; }

    public DateTime? StartedOn { get; init; }

    public DateTime? ProgressedOn { get; init; }

    public DateTime? FinishedOn { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }

    public long ReadTo { get; init; }

    public long Line { get; init; } = 1;

    public long RowsRead { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    public long Refused { get; init; }

    public ImportProgress Progress => new(ReadTo, Line, RowsRead, Created, Updated, Refused);
}
