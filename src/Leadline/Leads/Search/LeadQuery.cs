using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Leadline.Fields;

namespace Leadline.Leads.Search;

/// <summary>
/// The order of a page: a column, and after it the lead's id, so that pages neither repeat nor lose a lead. Leads that
/// lack the column's value come last.
/// </summary>
internal sealed record LeadOrder(LeadColumn Column, bool Descending)
{
    public bool IsOrdered => Column.IsOrdered;

    /// <summary>The order in which candidates come, or one in which none comes before a later change.</summary>
    public bool IsByTime => Descending && Column.Name is LeadColumns.ModifiedOn or LeadColumns.CreatedOn;

    /// <summary>What leads are sorted by, where <c>l</c> is the lead.</summary>
    public string Key => FieldFilter.SortKey(Column.Field, Column.Sql, Column.Kind);

    /// <summary>What <see cref="Key"/> yields.</summary>
    public string KeyType => FieldFilter.SortType(Column.Field, Column.Kind);

    /// <summary>The terms of ORDER BY.</summary>
    public string By(string key, string leadId)
    {
        var direction = Descending ? "DESC" : "ASC";

        // An index is read backwards for DESC, but never for DESC NULLS LAST; ordered columns have no nulls.
        return $"{key} {direction}{(IsOrdered ? "" : " NULLS LAST")}, {leadId} {direction}";
    }

    /// <summary>True where the cursor's key can be a key of this order.</summary>
    public bool Fits(LeadCursor cursor) => cursor.Key is not { } key
        ? !IsOrdered
        : KeyType switch
        {
            "timestamptz" => DateTimeOffset.TryParse(key, CultureInfo.InvariantCulture, out _),
            "uuid" => Guid.TryParse(key, out _),
            "numeric" => decimal.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => true,
        };

    /// <summary>What holds for the records behind one of this key; <c>@afterKey</c> and <c>@afterId</c>.</summary>
    public string Behind(LeadCursor cursor, string id = "l.lead_id")
    {
        var behind = Descending ? "<" : ">";
        var key = $"({Key})::{KeyType}";
        if (cursor.Key is null)
            return $"({Key} IS NULL AND {id} {behind} @afterId)";
        return IsOrdered
            ? $"({Key}, {id}) {behind} (@afterKey::{KeyType}, @afterId)"
            : $"({key} {behind} @afterKey::{KeyType} OR {Key} IS NULL"
                + $" OR ({key} = @afterKey::{KeyType} AND {id} {behind} @afterId))";
    }
}

/// <summary>Where a page ended: the last lead's sort key as text, null where it has none, and its id.</summary>
internal sealed record LeadCursor(string? Key, Guid LeadId)
{
    /// <summary>What <see cref="ToString"/> wrote; null for other texts.</summary>
    public static LeadCursor? Read(string text)
    {
        try
        {
            return Base64Url.IsValid(text)
                && JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(text)) is [{ } id, var key]
                && Guid.TryParseExact(id, "N", out var leadId)
                && key?.Contains('\0', StringComparison.Ordinal) != true
                    ? new LeadCursor(key, leadId)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => Base64Url.EncodeToString(
        JsonSerializer.SerializeToUtf8Bytes<string?[]>([LeadId.ToString("N"), Key]));
}

/// <summary>A page of the leads that meet a condition.</summary>
internal sealed record LeadQuery
{
    public required int AccountId { get; init; }

    public required LeadOrder Order { get; init; }

    public int Offset { get; init; }

    public required int Limit { get; init; }

    /// <summary>The page begins behind it; <see cref="Offset"/> counts from there.</summary>
    public LeadCursor? After { get; init; }

    /// <summary>What holds for the leads behind <see cref="After"/>.</summary>
    public string Behind => After is { } after ? Order.Behind(after) : "true";

    public required LeadCondition Condition { get; init; }
}

/// <summary>A page, and where it ended.</summary>
internal sealed record LeadPageFound(List<StoredLead> Leads, LeadCursor? Last);
