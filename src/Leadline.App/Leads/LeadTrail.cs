using Leadline.App.Parts;

namespace Leadline.App.Leads;

/// <summary>
/// The list that one came from to a lead: the next and the previous one are those of its filter and order.
/// </summary>
public sealed class LeadTrail
{
    private RowList<LeadRow>? rows;

    /// <summary>How many leads the list has: of a long one, at least.</summary>
    public int Count => rows?.Count ?? 0;

    /// <summary>Whether <see cref="Count"/> is only what is known so far.</summary>
    public bool HasMore => rows?.HasMore ?? false;

    /// <summary>A list is shown: leads are opened from it.</summary>
    public void Begin(RowList<LeadRow> shown) => rows = shown;

    /// <summary>The place of a lead in the list, from 0; -1 where it is not in it.</summary>
    public int PlaceOf(string lead)
    {
        if (rows is not null)
            for (var place = 0; place < rows.Loaded.Count; place++)
                if (rows.Loaded[place].Id == lead)
                    return place;
        return -1;
    }

    /// <summary>
    /// The id of the lead so many places on; null at the list's ends, and for a lead that is not in it.
    /// </summary>
    public async Task<string?> From(string lead, int step)
    {
        var place = PlaceOf(lead) + step;
        if (rows is null || PlaceOf(lead) < 0 || place < 0)
            return null;
        return await rows.Read(place, 1, CancellationToken.None) is [var next] ? next.Id : null;
    }
}
