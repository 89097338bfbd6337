using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text;
using Leadline.Fields;

namespace Leadline.Leads;

/// <summary>A column of a lead as reads see it.</summary>
/// <param name="Sql">What yields it in a statement where <c>l</c> is the lead.</param>
/// <param name="Print">Writes a value that the server keeps itself; null when it stands among the lead's
/// values.</param>
/// <param name="IsOrdered">An index holds the leads in this order, and it is never null.</param>
internal sealed record LeadColumn(FieldDefinition Field, string Sql, ColumnKind Kind, LeadPrint? Print, bool IsOrdered)
{
    public string Name => Field.SchemaName;
}

/// <summary>
/// The columns of an account's leads: its fields, and which of them are not values but columns or computed.
/// </summary>
internal sealed class LeadColumns
{
    public const string CreatedOn = "CreatedOn";
    public const string ModifiedOn = "ModifiedOn";
    public const string LastModifiedOn = "LeadLastModifiedOn";
    public const string Number = "ProspectAutoId";
    private const string IsLead = "IsLead";

    private static readonly FrozenDictionary<string, ServerColumn> ServerColumns = new Dictionary<string, ServerColumn>
    {
        [LeadFieldNames.ProspectId] = new("l.lead_id", ColumnKind.Uuid, (text, lead, _) => text.Add(lead.Id)),
        [Number] = new("l.number", ColumnKind.Number, (text, lead, _) => text.Add(lead.Number)),

        // There are no visitors apart from leads.
        [IsLead] = new("'1'::text", ColumnKind.Text, (text, _, _) => text.Add(1)),
        [LeadFieldNames.OwnerId] = new("l.owner_id", ColumnKind.Uuid, (text, lead, _) => text.Add(lead.OwnerId)),
        ["OwnerIdName"] = new(
            NameOf("owner_id"),
            ColumnKind.Text,
            (text, lead, users) => text.Add(users.NameOf(lead.OwnerId))),
        ["OwnerIdEmailAddress"] = new(
            LeadStore.OfUser("owner_id", "u.email"),
            ColumnKind.Text,
            (text, lead, users) => text.Add(users.EmailOf(lead.OwnerId))),
        ["CreatedBy"] = new("l.created_by", ColumnKind.Uuid, (text, lead, _) => text.Add(lead.CreatedBy)),
        ["CreatedByName"] = new(
            NameOf("created_by"),
            ColumnKind.Text,
            (text, lead, users) => text.Add(users.NameOf(lead.CreatedBy))),
        [CreatedOn] = new("l.created_on", ColumnKind.Timestamp, (text, lead, _) => text.Add(lead.CreatedOn))
        {
            IsOrdered = true,
        },
        ["ModifiedBy"] = new("l.modified_by", ColumnKind.Uuid, (text, lead, _) => text.Add(lead.ModifiedBy)),
        ["ModifiedByName"] = new(
            NameOf("modified_by"),
            ColumnKind.Text,
            (text, lead, users) => text.Add(users.NameOf(lead.ModifiedBy))),
        [ModifiedOn] = new("l.modified_on", ColumnKind.Timestamp, (text, lead, _) => text.Add(lead.ModifiedOn))
        {
            IsOrdered = true,
        },
        [LastModifiedOn] = new(
            "l.last_modified_on", ColumnKind.Timestamp, (text, lead, _) => text.Add(lead.LastModifiedOn))
        {
            IsOrdered = true,
        },
        ["LeadAge"] = new(
            "floor(extract(epoch from now() - l.created_on) / 86400)",
            ColumnKind.Number,
            (text, lead, _) => text.Add((long)Math.Floor((DateTime.UtcNow - lead.CreatedOn).TotalDays))),
        ["ProspectActivityName_Max"] = new(
            "l.last_activity_name",
            ColumnKind.Text,
            (text, lead, _) => text.Add(lead.LastActivityName)),
        ["ProspectActivityDate_Max"] = new(
            "l.last_activity_on",
            ColumnKind.Timestamp,
            (text, lead, _) => text.Add(lead.LastActivityOn)),
        ["ProspectActivityDate_Min"] = new(
            "l.first_activity_on",
            ColumnKind.Timestamp,
            (text, lead, _) => text.Add(lead.FirstActivityOn)),
    }.ToFrozenDictionary();

    /// <summary>
    /// Columns that can be read and filtered although the metadata does not list them (core §2.7, §2.17).
    /// </summary>
    private static readonly FieldDefinition[] Unlisted =
    [
        new() { SchemaName = IsLead, DisplayName = "Is Lead", Type = FieldType.Boolean, IsReadOnly = true },
        new() { SchemaName = "CreatedByName", DisplayName = "Created By", Type = FieldType.Text, IsReadOnly = true },
        new() { SchemaName = "ModifiedByName", DisplayName = "Modified By", Type = FieldType.Text, IsReadOnly = true },
    ];

    private static readonly ConditionalWeakTable<FieldCatalog, LeadColumns> Cache = [];

    private readonly FrozenDictionary<string, LeadColumn> byName;
    private readonly FrozenDictionary<string, LeadColumn>.AlternateLookup<ReadOnlySpan<char>> byChars;
    private readonly byte[][] searchableNames;

    private LeadColumns(FieldCatalog catalog)
    {
        LeadColumn[] all = [.. catalog.Fields.Concat(Unlisted).DistinctBy(field => field.SchemaName).Select(Column)];
        byName = all.ToFrozenDictionary(column => column.Name);
        Searchable = [.. all.Where(column => column.Field.IsSearchable && column.Print is null)];
        byChars = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        searchableNames = [.. Searchable.Select(column => Encoding.UTF8.GetBytes(column.Name))];
        All = new LeadView(all);
    }

    /// <summary>Every column: what a read without Columns prints.</summary>
    public LeadView All { get; }

    /// <summary>The columns that quick search looks into.</summary>
    public IReadOnlyList<LeadColumn> Searchable { get; }

    /// <summary>Where in <see cref="Searchable"/> the column of a name in UTF-8 stands; -1 where it does not.</summary>
    public int SearchablePlace(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < searchableNames.Length; i++)
            if (name.SequenceEqual(searchableNames[i]))
                return i;
        return -1;
    }

    /// <summary>The name of a column that has this name in UTF-8; null for names that no column has.</summary>
    public string? NameOf(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[256];
        return name.Length <= chars.Length
            && Encoding.UTF8.TryGetChars(name, chars, out var length)
            && byChars.TryGetValue(chars[..length], out var column)
                ? column.Name
                : null;
    }

    public static LeadColumns For(FieldCatalog catalog) => Cache.GetValue(catalog, static key => new LeadColumns(key));

    /// <summary>
    /// True for a column that reads print and that the metadata does not list, in any case: read-only, like others that
    /// the server keeps.
    /// </summary>
    public static bool IsUnlisted(string schemaName) =>
        Array.Exists(Unlisted, column => column.SchemaName.Equals(schemaName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The column of exactly this schema name (core §2.17).</summary>
    public LeadColumn? Find(string schemaName) => byName.GetValueOrDefault(schemaName);

    /// <summary>
    /// What to print: the included columns, or all where none or * is asked for, without the excluded ones. Unknown
    /// names are passed over (core §2.16).
    /// </summary>
    public LeadView Select(string? includeCsv, string? excludeCsv)
    {
        var included = Names(includeCsv);
        var excluded = Names(excludeCsv).ToHashSet(StringComparer.Ordinal);
        IEnumerable<LeadColumn> columns = included is [] || included.Contains("*")
            ? All.Columns
            : included.Distinct().Select(Find).OfType<LeadColumn>();
        return columns == All.Columns && excluded.Count == 0
            ? All
            : new LeadView([.. columns.Where(column => !excluded.Contains(column.Name))]);
    }

    private static string[] Names(string? csv) =>
        csv?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static LeadColumn Column(FieldDefinition field) =>
        ServerColumns.TryGetValue(field.SchemaName, out var kept)
            ? new LeadColumn(field, kept.Sql, kept.Kind, kept.Print, kept.IsOrdered)
            : new LeadColumn(field, ValueSql(field.SchemaName), ColumnKind.Text, Print: null, IsOrdered: false);

    // The only place where a name that an account chose becomes part of a statement.
    private static string ValueSql(string schemaName) =>
        $"""l."values"->>'{schemaName.Replace("'", "''", StringComparison.Ordinal)}'""";

    private static string NameOf(string userId) =>
        LeadStore.OfUser(userId, "coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email)");

    private sealed record ServerColumn(string Sql, ColumnKind Kind, LeadPrint Print)
    {
        public bool IsOrdered { get; init; }
    }
}
