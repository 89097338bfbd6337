using Leadline.Platform.Errors;
using Leadline.Protocol.Own;

namespace Leadline.Fields;

/// <summary>What records are to meet: a condition on one field, or several of which all or any have to hold.</summary>
internal abstract record RecordFilter
{
    /// <summary>Most conditions of one filter, over all its groups.</summary>
    public const int MostConditions = 20;

    private const int Deepest = 5;

    private static readonly Failure TooMuch = new(
        ErrorCode.LimitExceeded, $"A filter has at most {MostConditions} conditions, in groups up to {Deepest} deep.");

    /// <summary>Reads a filter of Leadline's own API; without one there is nothing to meet.</summary>
    public static Result<RecordFilter?> Read(FilterRequest? request)
    {
        if (request is null)
            return (RecordFilter?)null;
        var filter = Read(request, depth: 1);
        return filter is null || Count(filter) > MostConditions ? TooMuch : filter;
    }

    /// <summary>Null where it is nested too deep.</summary>
    private static RecordFilter? Read(FilterRequest request, int depth)
    {
        if (request is { All: null, Any: null })
            return new OfField(request.Field ?? "", request.Operator ?? "=", request.Value);
        if (depth > Deepest)
            return null;
        var groups = new List<RecordFilter>();
        foreach (var (group, isAny) in new[] { (request.All, false), (request.Any, true) })
        {
            if (group is null)
                continue;
            var terms = new List<RecordFilter>();
            foreach (var term in group.Take(MostConditions + 1))
            {
                if (Read(term, depth + 1) is not { } read)
                    return null;
                terms.Add(read);
            }

            groups.Add(new OfSeveral(terms, isAny));
        }

        return groups is [var only] ? only : new OfSeveral(groups, IsAny: false);
    }

    private static int Count(RecordFilter filter) => filter is OfSeveral several ? several.Terms.Sum(Count) : 1;

    /// <summary>A condition on one field, as callers state it (<see cref="FieldFilter.For"/>).</summary>
    internal sealed record OfField(string Field, string? Operator, string? Value) : RecordFilter;

    internal sealed record OfSeveral(IReadOnlyList<RecordFilter> Terms, bool IsAny) : RecordFilter;
}
