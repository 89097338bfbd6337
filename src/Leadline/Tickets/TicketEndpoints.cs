using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.ServiceDesk;
using Leadline.Surfaces;
using Leadline.Tickets.Search;

namespace Leadline.Tickets;

/// <summary>Tickets in Leadline's own API: what agents work with.</summary>
internal sealed class TicketEndpoints(
    TicketOperations tickets, TicketReads reads, TicketSearchStore search, TicketMerging merging, FieldOperations fields)
{
    /// <summary>Query parameters of the list that are not fields.</summary>
    private static readonly string[] Directives = ["words", "tag", "sort", "limit", "after", "trashed"];

    /// <summary>A page of tickets; each query parameter that is not a directive is a field and the value that it has to have.</summary>
    public Task<Failure?> List(Call call) => Page(call, new TicketSearchRequest
    {
        Filters = [.. call.Http.Request.Query
            .Where(pair => !Directives.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => new TicketFilterRequest { Field = pair.Key, Value = pair.Value })],
        Words = call.Query("words"),
        Tag = call.Query("tag"),
        Sort = call.Query("sort"),
        Limit = call.Query("limit") is { } limit ? int.TryParse(limit, out var number) ? number : 0 : null,
        After = call.Query("after"),
        Trashed = call.Query("trashed") is "true" or "1",
    });

    public async Task<Failure?> Search(Call call)
    {
        var body = call.ReadOrDefault<TicketSearchRequest>();
        return body.Failure ?? await Page(call, body.Value);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<NewTicketRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (ReadId(request.LeadId, out var leadId) is { } badLead)
            return badLead;
        if (ReadId(request.GroupId, out var groupId) is { } badGroup)
            return badGroup;
        if (ReadId(request.AgentId, out var agentId) is { } badAgent)
            return badAgent;
        var watchers = Watchers(request.Watchers);
        if (watchers.Failure is { } badWatcher)
            return badWatcher;
        var created = await tickets.Create(
            call.Caller,
            new NewTicket
            {
                LeadId = leadId,
                Fields = [.. Properties(request.Fields), .. Properties(request.Lead, TicketFieldNames.LeadPrefix)],
                GroupId = groupId,
                AgentId = agentId,
                Parent = request.Parent,
                Watchers = watchers.Value,
            },
            call.Cancelled);
        return Answer(call, created);
    }

    public async Task<Failure?> Get(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketWriter.Unknown;
        call.Http.Response.Headers.ETag = IfMatch.Tag(ticket.Version);
        var parts = await reads.Parts(call.Caller.AccountId, ticket.Number);
        return call.Answer(TicketResponses.Response(ticket, parts), OwnJson.Default.TicketResponse);
    }

    public async Task<Failure?> Change(Call call)
    {
        var body = call.Read<TicketChangeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (ReadId(request.GroupId, out var groupId) is { } badGroup)
            return badGroup;
        if (ReadId(request.AgentId, out var agentId) is { } badAgent)
            return badAgent;
        var watchers = Watchers(request.AddWatchers);
        if (watchers.Failure is { } badWatcher)
            return badWatcher;
        if (request.AddTags?.Exists(tag => tag.Contains(',')) == true)
            return new Failure(ErrorCode.InvalidInput, "A tag holds no comma.");
        if (await NumberOf(call) is not { } number)
            return TicketWriter.Unknown;
        return Answer(call, await tickets.Update(
            call.Caller,
            number,
            new TicketUpdate
            {
                Fields = [.. Properties(request.Fields)],
                GroupId = groupId,
                AgentId = agentId,
                Parent = request.Parent,
                AddTags = request.AddTags ?? [],
                RemoveTags = request.RemoveTags ?? [],
                AddWatchers = watchers.Value,
                RemoveWatchers = request.RemoveWatchers ?? [],
                ExpectedVersion = request.Version ?? IfMatch.Version(call),
            },
            call.Cancelled));
    }

    public Task<Failure?> Trash(Call call) => SetTrashed(call, trashed: true);

    public Task<Failure?> Restore(Call call) => SetTrashed(call, trashed: false);

    public async Task<Failure?> Merge(Call call)
    {
        var body = call.Read<MergeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Into is not { } into)
            return new Failure(ErrorCode.MissingAttribute, "'into' is mandatory.");
        return await NumberOf(call) is { } number
            ? Answer(call, await merging.Merge(call.Caller, number, into, call.Cancelled))
            : TicketWriter.Unknown;
    }

    public async Task<Failure?> History(Call call)
    {
        if (await NumberOf(call) is not { } number || await reads.FindAny(call.Caller.AccountId, number) is not { } ticket)
            return TicketWriter.Unknown;
        var history = await reads.History(call.Caller.AccountId, ticket.Id);
        return call.Answer(
            new TicketHistoryResponse([.. history.Select(TicketResponses.Response)]),
            OwnJson.Default.TicketHistoryResponse);
    }

    private async Task<Failure?> Page(Call call, TicketSearchRequest request)
    {
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        var query = TicketQuery.Read(call.Caller.Account, catalog, new TicketSearch
        {
            Filters = [.. (request.Filters ?? []).Select(filter => new TicketFilter(filter.Field ?? "", filter.Operator, filter.Value))],
            Words = request.Words,
            Tag = request.Tag,
            Sort = request.Sort,
            Limit = request.Limit ?? 25,
            After = request.After,
            Trashed = request.Trashed == true,
        });
        if (query.Failure is { } refused)
            return refused;
        var page = await search.Page(query.Value, call.Cancelled);
        return call.Answer(
            new TicketPageResponse([.. page.Tickets.Select(ticket => TicketResponses.Response(ticket))], page.Next?.Text),
            OwnJson.Default.TicketPageResponse);
    }

    private async Task<Failure?> SetTrashed(Call call, bool trashed) => await NumberOf(call) is { } number
        ? Answer(call, await tickets.SetTrashed(call.Caller, number, trashed, call.Cancelled))
        : TicketWriter.Unknown;

    private async Task<Ticket?> Named(Call call) =>
        await NumberOf(call) is { } number ? await reads.Find(call.Caller.AccountId, number) : null;

    private Task<long?> NumberOf(Call call) => reads.NumberOf(call.Caller.AccountId, call.Route("ticket"));

    private static Failure? Answer(Call call, Result<Ticket> result)
    {
        if (result.Failure is { } failure)
            return failure;
        call.Http.Response.Headers.ETag = IfMatch.Tag(result.Value.Version);
        return call.Answer(TicketResponses.Response(result.Value), OwnJson.Default.TicketResponse);
    }

    private static IEnumerable<LeadProperty> Properties(Dictionary<string, string?>? values, string prefix = "") =>
        (values ?? []).Select(pair => new LeadProperty { Attribute = prefix + pair.Key, Value = pair.Value });

    // Absent is null; an empty text is the empty id, which means nobody.
    private static Failure? ReadId(string? text, out Guid? id)
    {
        id = text is null ? null : Guid.Empty;
        if (string.IsNullOrEmpty(text))
            return null;
        if (!Guid.TryParse(text, out var parsed))
            return new Failure(ErrorCode.InvalidInput, "An id is a GUID.");
        id = parsed;
        return null;
    }

    private static Result<List<string>> Watchers(List<string>? sent)
    {
        var addresses = (sent ?? []).ConvertAll(EmailAddress.Read);
        return addresses.Contains(null)
            ? new Failure(ErrorCode.InvalidInput, "A watcher is an e-mail address.")
            : addresses.ConvertAll(address => address!);
    }
}
