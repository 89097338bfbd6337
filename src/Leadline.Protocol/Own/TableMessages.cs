using System.Text.Json.Serialization;
using Leadline.Protocol.Json;

namespace Leadline.Protocol.Own;

/// <summary>A table of an account's own; what is absent stays as it is.</summary>
public sealed record TableRequest
{
    /// <summary>Its name, of 1 to 100 characters; no two tables have the same in any case.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>
    /// 1 to 50 columns, in their order: a letter, and letters, digits and underscores. One that is there already keeps
    /// its type; one that is not passed any more goes with its values.
    /// </summary>
    [Limit(50, IsCheckedByCall = true)]
    [JsonPropertyName("columns")]
    public List<FieldBody>? Columns { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Columns">In their order.</param>
/// <param name="RowCount">How many rows it has, at most 100,000.</param>
/// <param name="Version">Grows with every change, but not with its rows'.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record TableResponse(
    Guid Id, string Name, string Description, IReadOnlyList<FieldResponse> Columns, int RowCount, int Version,
    DateTime CreatedOn, DateTime ModifiedOn);

/// <summary>The account's tables.</summary>
/// <param name="Tables">By name.</param>
public sealed record TablesResponse(IReadOnlyList<TableResponse> Tables);

/// <summary>A row of a table.</summary>
public sealed record TableRowRequest
{
    /// <summary>Values by column. In a change an empty value clears, and what is absent stays.</summary>
    [JsonPropertyName("values")]
    public Dictionary<string, string?>? Values { get; init; }
}

/// <summary>Rows to add to a table.</summary>
public sealed record TableRowsRequest
{
    /// <summary>1 to 1,000 rows: all are added, or none.</summary>
    [Limit(1_000, IsCheckedByCall = true)]
    [JsonPropertyName("rows")]
    public List<TableRowRequest>? Rows { get; init; }
}

/// <summary>Rows to remove from a table.</summary>
public sealed record TableRowIdsRequest
{
    /// <summary>Ids of 1 to 1,000 rows.</summary>
    [Limit(1_000, IsCheckedByCall = true)]
    [JsonPropertyName("rowIds")]
    public List<Guid>? RowIds { get; init; }
}

/// <summary>A row of a table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Values">By column; a column without a value is absent.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="CreatedOn">When it was made.</param>
/// <param name="ModifiedOn">When it was last changed.</param>
public sealed record TableRowResponse(
    Guid Id, IReadOnlyDictionary<string, string> Values, int Version, DateTime CreatedOn, DateTime ModifiedOn);

/// <summary>Rows of a table.</summary>
/// <param name="Rows">In the order asked for.</param>
/// <param name="Next">What <c>after</c> of the next page is; null on the last page.</param>
/// <param name="Count">How many rows meet the filter; only when asked for.</param>
public sealed record TableRowsResponse(IReadOnlyList<TableRowResponse> Rows, Guid? Next, int? Count = null);

/// <summary>A search of a table's rows.</summary>
public sealed record TableSearchRequest
{
    /// <summary>What the rows are to meet, by column, CreatedOn or ModifiedOn; without one, all are listed.</summary>
    [JsonPropertyName("filter")]
    public FilterRequest? Filter { get; init; }

    /// <summary>A column, with - before it for the largest or latest first; the order of making by default.</summary>
    [JsonPropertyName("sort")]
    public string? Sort { get; init; }

    /// <summary>1 to 1,000; 100 by default.</summary>
    [JsonPropertyName("limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>next</c> of the page before, of the same filter and sort.</summary>
    [JsonPropertyName("after")]
    public Guid? After { get; init; }

    /// <summary>True to be told, too, how many rows meet the filter.</summary>
    [JsonPropertyName("count")]
    public bool? Count { get; init; }
}

/// <summary>Rows were removed.</summary>
/// <param name="Removed">How many.</param>
public sealed record TableRowsRemovedResponse(int Removed);

/// <summary>What came of a CSV file.</summary>
/// <param name="Created">Rows made.</param>
/// <param name="Updated">Rows changed.</param>
/// <param name="Refused">Lines that came to nothing.</param>
/// <param name="RefusedRows">The first 1,000 of them.</param>
public sealed record TableImportResponse(
    int Created, int Updated, int Refused, IReadOnlyList<TableRefusedRowResponse> RefusedRows);

/// <summary>A line that came to nothing.</summary>
/// <param name="Line">Its number, from 1; the header counts.</param>
/// <param name="Column">The column at fault, where it is one.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record TableRefusedRowResponse(long Line, string? Column, string Reason);

/// <summary>A dropdown that takes its options from a column of a table.</summary>
public sealed record TableDropdownMessage
{
    /// <summary>lead, or activity/ and the code of an activity or opportunity type.</summary>
    [JsonPropertyName("owner")]
    public string? Owner { get; init; }

    /// <summary>The dropdown's schema name.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>The column that has the options.</summary>
    [JsonPropertyName("column")]
    public string? Column { get; init; }

    /// <summary>The field of the same record whose value decides what is offered; absent where all is.</summary>
    [JsonPropertyName("parentField")]
    public string? ParentField { get; init; }

    /// <summary>The column whose value has to equal that field's.</summary>
    [JsonPropertyName("parentColumn")]
    public string? ParentColumn { get; init; }
}

/// <summary>The dropdowns of a table.</summary>
/// <param name="Dropdowns">By owner.</param>
public sealed record TableDropdownsResponse(IReadOnlyList<TableDropdownMessage> Dropdowns);

/// <summary>What a dropdown offers.</summary>
/// <param name="Options">In their order.</param>
public sealed record FieldOptionsResponse(IReadOnlyList<string> Options);
