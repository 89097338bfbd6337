namespace Leadline.Storage.Batching;

/// <summary>Reads parallel arrays as rows.</summary>
public static class RowSource
{
    /// <summary>
    /// A query whose columns have these names and take the parameters in their order: <c>SELECT unnest($1) AS a, unnest($2) AS b</c>.
    /// Set-returning functions of a select list walk in step and row by row, where <c>FROM unnest($1, $2)</c> first puts each
    /// array aside: seen with 30 rows of 14 columns, 22 µs a statement against 89.
    /// </summary>
    public static string Of(params string[] columns) =>
        "SELECT " + string.Join(", ", columns.Select((name, index) => $"unnest(${index + 1}) AS \"{name}\""));

    /// <inheritdoc cref="Of"/>
    /// <remarks>The last column, <c>ord</c>, counts from 1 as the arrays do.</remarks>
    public static string Numbered(params string[] columns) => Of(columns) + ", generate_subscripts($1, 1) AS ord";
}
