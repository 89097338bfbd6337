using System.Text.Json;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Lists;

/// <summary>Lists of leads in Leadline's own API.</summary>
internal sealed class ListEndpoints(ListOperations lists, ListMemberOperations members, LeadReads leads)
{
    private const int MostListed = 200;

    private readonly LeadPages pages = new(leads);

    /// <summary><c>GET lists?kind=&amp;search=&amp;after=&amp;limit=</c>.</summary>
    public async Task<Failure?> List(Call call)
    {
        var query = new ListQuery(call.QueryLimit(MostListed))
        {
            IsDynamic = call.Query("kind") switch { "static" => false, "dynamic" => true, _ => null },
            SearchText = call.Query("search"),
            After = call.QueryId("after"),
        };
        var found = await lists.Page(call.Caller, query, call.Cancelled);
        return call.Answer(
            new LeadListsResponse(
                [.. found.Select(Response)], found.Count == query.Most ? found[^1].ListId : null),
            OwnJson.Default.LeadListsResponse);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<LeadListRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        bool? isDynamic = body.Value.Kind switch
        {
            null => body.Value.Filter is not null,
            "static" => false,
            "dynamic" => true,
            _ => null,
        };
        if (isDynamic is not { } kind)
            return new Failure(ErrorCode.InvalidInput, "kind is static or dynamic.") { Field = "kind" };
        return Answer(
            call,
            await lists.Create(call.Caller, call.Transaction, Change(body.Value), kind, call.Cancelled));
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await Find(call));

    public async Task<Failure?> Update(Call call)
    {
        var body = call.Read<LeadListRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var change = Change(body.Value) with { ExpectedVersion = IfMatch.Version(call) };
        return Answer(call, await lists.Update(call.Caller, Id(call), change, call.Cancelled));
    }

    public async Task<Failure?> Delete(Call call) =>
        await lists.Delete(call.Caller, Id(call), call.Cancelled)
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    /// <summary><c>GET lists/{list}/count</c>: exact, and kept as the list's count.</summary>
    public async Task<Failure?> Count(Call call)
    {
        var list = await Find(call);
        return list.Failure ?? call.Answer(
            await members.CountAndSave(call.Caller, list.Value, call.Cancelled),
            count => new LeadListCountResponse(count),
            OwnJson.Default.LeadListCountResponse);
    }

    /// <summary><c>GET lists/{list}/members?sort=&amp;fields=&amp;after=&amp;limit=</c>: a page of the leads.</summary>
    public async Task<Failure?> Members(Call call)
    {
        var list = await Find(call);
        if (list.Failure is { } unknown)
            return unknown;
        var request = new LeadSearchRequest
        {
            Sort = call.Query("sort"),
            Fields = call.Query("fields")?.Split(',').ToList(),
            After = call.Query("after"),
            Limit = call.Query("limit") is { } limit ? int.TryParse(limit, out var number) ? number : 0 : null,
        };
        var page = await pages.Read(call.Caller, request);
        if (page.Failure is { } badPage)
            return badPage;
        var found = await members.Page(call.Caller, list.Value, page.Value, call.Cancelled);
        if (found.Failure is { } failure)
            return failure;
        call.Json.WriteStartObject();
        await pages.Write(call, request, page.Value, found.Value);
        call.Json.WriteEndObject();
        return null;
    }

    public async Task<Failure?> Has(Call call)
    {
        var list = await Find(call);
        if (list.Failure is { } unknown)
            return unknown;
        var isMember = Guid.TryParse(call.Route("lead"), out var leadId)
            ? await members.Has(call.Caller, list.Value, leadId, call.Cancelled)
            : false;
        return call.Answer(
            isMember, found => new LeadListMemberResponse(found), OwnJson.Default.LeadListMemberResponse);
    }

    public Task<Failure?> Add(Call call) => Change(
        call, (list, leadIds) => members.Add(call.Caller, call.Transaction, list, leadIds));

    public Task<Failure?> Remove(Call call) => Change(
        call, (list, leadIds) => members.Remove(call.Caller, call.Transaction, list, leadIds));

    public async Task<Failure?> Empty(Call call)
    {
        var list = await Find(call);
        return list.Failure ?? Answer(call, await members.Empty(call.Caller, call.Transaction, list.Value));
    }

    private async Task<Failure?> Change(
        Call call, Func<LeadList, IReadOnlyCollection<Guid>, Task<Result<MembersChanged>>> change)
    {
        var body = call.Read<LeadListMembersRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.LeadIds is not { Count: > 0 } texts)
            return new Failure(ErrorCode.MissingAttribute, "'leadIds' is mandatory.") { Field = "leadIds" };
        var leadIds = new List<Guid>(texts.Count);
        foreach (var text in texts)
        {
            if (!Guid.TryParse(text, out var leadId))
                return new Failure(ErrorCode.InvalidInput, $"'{text}' is no lead's id.") { Field = "leadIds" };
            leadIds.Add(leadId);
        }

        var list = await Find(call);
        return list.Failure ?? Answer(call, await change(list.Value, leadIds));
    }

    private Task<Result<LeadList>> Find(Call call) => lists.Find(call.Caller, Id(call), call.Cancelled);

    private static Guid? Id(Call call) => call.RouteId("list");

    private static ListChange Change(LeadListRequest request) =>
        new(request.Name, request.Description, ListOperations.Text(request.Filter));

    private static Failure? Answer(Call call, Result<MembersChanged> changed) => call.Answer(
        changed,
        done => new LeadListChangedResponse(done.Changed, done.MemberCount),
        OwnJson.Default.LeadListChangedResponse);

    private static Failure? Answer(Call call, Result<LeadList> list)
    {
        if (list.Failure is null)
            IfMatch.Tell(call, list.Value.Version);
        return call.Answer(list, Response, OwnJson.Default.LeadListResponse);
    }

    private static LeadListResponse Response(LeadList list) => new(
        list.ListId,
        list.Name,
        list.Description,
        list.Kind,
        list.IsSystem,
        list.Filter is { } filter ? JsonSerializer.Deserialize(filter, OwnJson.Default.FilterRequest) : null,
        list.MemberCount,
        list.Version,
        list.CreatedOn,
        list.ModifiedOn);
}
