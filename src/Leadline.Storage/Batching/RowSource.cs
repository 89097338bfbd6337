namespace Leadline.Storage.Batching;

/// <summary>
/// Reads parallel arrays as rows of one account: the account is the first parameter, <c>$1</c>, the arrays follow.
/// </summary>
public static class RowSource
{
    // It leaves nothing out. It has the planner expect a single row.
    private const string Limit = " LIMIT cardinality($2)";

    /// <summary>
    /// A query whose columns have these names and take the parameters in their order:
    /// <c>SELECT unnest($2) AS a, unnest($3) AS b</c>. Set-returning functions of a select list walk in step and row by
    /// row, where <c>FROM unnest($2, $3)</c> first puts each array aside: seen with 30 rows of 14 columns, 22 µs a
    /// statement against 89.
    /// </summary>
    public static string Select(params string[] columns) => "SELECT " + Columns(columns) + Limit;

    /// <inheritdoc cref="Select"/>
    /// <remarks>The first column is the account's.</remarks>
    public static string WithAccount(params string[] columns) =>
        "SELECT $1 AS account_id, " + Columns(columns) + Limit;

    /// <inheritdoc cref="Select"/>
    /// <remarks>The last column, <c>ord</c>, counts from 1 as the arrays do.</remarks>
    public static string Numbered(params string[] columns) =>
        $"SELECT s.*, (row_number() OVER ())::integer AS ord FROM ({Select(columns)}) s";

    /// <summary>The one array's values in their order, as a column of this name.</summary>
    public static string Ordered(string column) => $"SELECT s.* FROM ({Select(column)}) s ORDER BY s.{column}";

    /// <summary>
    /// The rest of a subquery on one table that finds the row of one account with a whole key: <c>WHERE x.account_id =
    /// $1 AND</c> this. The subquery is LATERAL, so its rows cannot be read before those that name the keys; and of all
    /// indexes only the key's own has the order that is asked for, so that no other can take its place, whatever the
    /// planner believes of the table. With <c>=</c> and a table of few rows, or of one that it takes for few, any index
    /// that begins with the account looks as cheap, and a lane keeps its plans.
    /// </summary>
    /// <param name="column">The key's column after the account.</param>
    /// <param name="wanted">What it has to be.</param>
    public static string Key(string column, string wanted) =>
        $"{column} >= {wanted} AND {column} <= {wanted} ORDER BY {column} LIMIT 1";

    private static string Columns(string[] names) =>
        string.Join(", ", names.Select((name, index) => $"unnest(${index + 2}) AS \"{name}\""));
}
