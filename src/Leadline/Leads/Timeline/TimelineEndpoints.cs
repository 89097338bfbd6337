using System.Text.Json;
using Leadline.Events;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Leads.Timeline;

/// <summary>Timelines of leads in Leadline's own API.</summary>
internal sealed class TimelineEndpoints(TimelineOperations timelines)
{
    private const int LargestPage = 100;

    /// <summary><c>GET leads/{lead}/timeline?kinds=&amp;after=&amp;limit=</c></summary>
    public async Task<Failure?> Page(Call call)
    {
        if (call.RouteId("lead") is not { } leadId)
            return LeadRules.Unknown;
        var most = call.QueryLimit(LargestPage);
        var kinds = call.Query("kinds")?.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var found = await timelines.Page(call.Caller, leadId, kinds, call.Query("after"), most, call.Cancelled);
        return call.Answer(
            found,
            items => new TimelineResponse(
                [.. items.Select(item => Response(call, item))],
                items.Count == most ? TimelineOperations.Cursor(items[^1].On, items[^1].Id) : null),
            OwnJson.Default.TimelineResponse);
    }

    /// <summary><c>GET leads/{lead}/timeline/counts</c></summary>
    public async Task<Failure?> Counts(Call call) => call.RouteId("lead") is not { } leadId
        ? LeadRules.Unknown
        : call.Answer(
            await timelines.Count(call.Caller, leadId, call.Cancelled),
            counts => new TimelineCountsResponse(counts),
            OwnJson.Default.TimelineCountsResponse);

    /// <summary><c>GET leads/{lead}/fields/{schemaName}/history?after=&amp;limit=</c></summary>
    public async Task<Failure?> History(Call call)
    {
        if (call.RouteId("lead") is not { } leadId)
            return LeadRules.Unknown;
        var most = call.QueryLimit(LargestPage);
        var found = await timelines.History(
            call.Caller, leadId, call.Route("schemaName"), call.Query("after"), most, call.Cancelled);
        return call.Answer(
            found,
            items => new FieldHistoryResponse(
                [.. items.Select(item => new FieldHistoryItemResponse(
                    item.Id, item.On, item.UserId, NameOf(call, item.UserId), item.Before, item.After))],
                items.Count == most ? TimelineOperations.Cursor(items[^1].On, items[^1].Id) : null),
            OwnJson.Default.FieldHistoryResponse);
    }

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
