using System.Text.Json.Serialization;

namespace Leadline.Protocol.Own;

/// <summary>Imports of leads.</summary>
/// <param name="Imports">The newest first.</param>
public sealed record LeadImportsResponse(IReadOnlyList<LeadImportResponse> Imports);

/// <summary>A file of leads that was sent to be imported, and how far it has come.</summary>
/// <param name="Id">Its id; "before" takes it for the next page.</param>
/// <param name="State">waiting, running, finished, cancelled or failed.</param>
/// <param name="Format">csv or ndjson.</param>
/// <param name="Mode">createOrUpdate, create or update.</param>
/// <param name="SearchBy">The unique field that leads are found by; null for the rule of captures.</param>
/// <param name="Source">The Source of rows that name none.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="BytesDone">How much of it is done.</param>
/// <param name="RowsRead">Rows that are done, the refused ones included.</param>
/// <param name="Created">Leads made.</param>
/// <param name="Updated">Rows whose lead was there already.</param>
/// <param name="Refused">Rows that came to nothing.</param>
/// <param name="RowsPerSecond">Rows a second since it started.</param>
/// <param name="ReceivedOn">When it was sent.</param>
/// <param name="ReceivedFrom">The e-mail address of who sent it.</param>
/// <param name="StartedOn">When work on it began.</param>
/// <param name="FinishedOn">When it ended.</param>
/// <param name="Reason">Why it failed.</param>
public sealed record LeadImportResponse(
    Guid Id,
    string State,
    string Format,
    string Mode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SearchBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source,
    long Bytes,
    long BytesDone,
    long RowsRead,
    long Created,
    long Updated,
    long Refused,
    double RowsPerSecond,
    DateTime ReceivedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ReceivedFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? StartedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? FinishedOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason);

/// <summary>Rows of an import that came to nothing.</summary>
/// <param name="Rows">In the order of the file.</param>
/// <param name="Next">The value of "after" for the next page; absent on the last.</param>
public sealed record RefusedRowsResponse(
    IReadOnlyList<RefusedRowResponse> Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Next);

/// <summary>A row that came to nothing.</summary>
/// <param name="Line">The line of the file that it begins on, from 1.</param>
/// <param name="Field">The schema name of the field that is at fault, where it is one.</param>
/// <param name="Reason">Why.</param>
/// <param name="Row">The row as it stands in the file.</param>
public sealed record RefusedRowResponse(
    long Line,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    string Reason,
    string Row);
