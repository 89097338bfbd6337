using Leadline.Fields;

namespace Leadline.Tables;

/// <summary>A table of an account's own.</summary>
internal sealed record DataTable
{
    /// <summary>Tables of an account.</summary>
    public const int MostTables = 50;

    public const int MostColumns = 50;

    public const int MostRows = 100_000;

    /// <summary>Characters of a row's values as JSON.</summary>
    public const int LargestRow = 16_000;

    public required int AccountId { get; init; }

    public required Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>In the order in which they are shown.</summary>
    public IReadOnlyList<FieldDefinition> Columns { get; init; } = [];

    public int RowCount { get; init; }

    /// <summary>Counts up with each change of its definition, but not with its rows'.</summary>
    public int Version { get; init; } = 1;

    public required Guid CreatedBy { get; init; }

    public required DateTime CreatedOn { get; init; }

    public required Guid ModifiedBy { get; init; }

    public required DateTime ModifiedOn { get; init; }

    public FieldDefinition? Find(string column) =>
        Columns.FirstOrDefault(field => field.SchemaName.Equals(column, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A row of a table: canonical texts by column.</summary>
internal sealed record DataRow
{
    public required Guid Id { get; init; }

    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    public int Version { get; init; } = 1;

    public required DateTime CreatedOn { get; init; }

    public required DateTime ModifiedOn { get; init; }
}

/// <summary>How many rows a call made, changed and removed.</summary>
internal readonly record struct RowCounts(int Created, int Updated, int Deleted);
