using System.Text.Json;
using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads.Timeline;

/// <summary>Timelines and histories of fields as Leadline's own API has them, of whatever record.</summary>
internal static class TimelineAnswers
{
    private const int LargestPage = 100;

    /// <summary>How many items the caller asks for.</summary>
    public static int Most(Call call) => call.QueryLimit(LargestPage);

    /// <summary>The kinds that the caller asks for; none for all.</summary>
    public static string[] Kinds(Call call) => call.Query("kinds")?.Split(
        ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static Failure? Page(Call call, Result<IReadOnlyList<TimelineItem>> found, int most) => call.Answer(
        found,
        items => new TimelineResponse(
            [.. items.Select(item => Response(call, item))],
            items.Count == most ? TimelineOperations.Cursor(items[^1].On, items[^1].Id) : null),
        OwnJson.Default.TimelineResponse);

    public static Failure? Counts(Call call, Result<IReadOnlyDictionary<string, long>> found) => call.Answer(
        found, counts => new TimelineCountsResponse(counts), OwnJson.Default.TimelineCountsResponse);

    public static Failure? History(Call call, Result<IReadOnlyList<FieldHistoryItem>> found, int most) => call.Answer(
        found,
        items => new FieldHistoryResponse(
            [.. items.Select(item => new FieldHistoryItemResponse(
                item.Id, item.On, item.UserId, NameOf(call, item.UserId), item.Before, item.After))],
            items.Count == most ? TimelineOperations.Cursor(items[^1].On, items[^1].Id) : null),
        OwnJson.Default.FieldHistoryResponse);

    private static TimelineItemResponse Response(Call call, TimelineItem item) => new(
        item.Id,
        item.Kind,
        item.On,
        item.UserId,
        NameOf(call, item.UserId),
        item.Title,
        item.Text,
        item.Code,
        item.Status,
        item.Number,
        item.DueOn,
        item.OpportunityId,
        item.Values is { } values ? JsonSerializer.Deserialize<Dictionary<string, string?>>(values) : null,
        item.Changes is { } changes
            ? ValueChanges.Read(changes).ToDictionary(
                one => one.Name, one => new ValueChangeResponse(one.Before, one.After))
            : null);

    private static string? NameOf(Call call, Guid? userId) =>
        userId is { } id ? call.Caller.Account.Users.GetValueOrDefault(id)?.Name : null;
}
