using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.ServiceDesk;
using Leadline.Storage.Batching;
using Leadline.Surfaces;
using Leadline.Tickets.Search;

namespace Leadline.Tickets;

/// <summary>Tickets in Leadline's own API: what agents work with.</summary>
internal sealed class TicketEndpoints(
    TicketOperations tickets, TicketReadOperations reads, FieldOperations fields)
{
    /// <summary>Query parameters of the list that are not fields.</summary>
    private static readonly string[] Directives = ["words", "tag", "sort", "limit", "after", "trashed"];

    /// <summary>
    /// A page of tickets; each query parameter that is not a directive is a field and the value that it has to have.
    /// </summary>
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

    public async Task<CommandAnswer> Create(Call call)
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
        var ticket = new NewTicket
        {
            LeadId = leadId,
            Fields = [.. Properties(request.Fields), .. Properties(request.Lead, TicketFieldNames.LeadPrefix)],
            GroupId = groupId,
            AgentId = agentId,
            Parent = request.Parent,
            Watchers = watchers.Value,
        };
        return await Run(call, claim => tickets.Create(call.Caller, ticket, claim, call.Cancelled));
    }

    public async Task<Failure?> Get(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        IfMatch.Tell(call, ticket.Version);
        var parts = await reads.Parts(call.Caller, ticket);
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
            return TicketRules.Unknown;
        var update = new TicketUpdate
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
        };
        return (await Run(call, claim => tickets.Update(call.Caller, number, update, claim, call.Cancelled))).Failure;
    }

    public async Task<Failure?> Trash(Call call) => (await SetTrashed(call, trashed: true)).Failure;

    public Task<CommandAnswer> Restore(Call call) => SetTrashed(call, trashed: false);

    public async Task<CommandAnswer> Merge(Call call)
    {
        var body = call.Read<MergeRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.Into is not { } into)
            return new Failure(ErrorCode.MissingAttribute, "'into' is mandatory.");
        return await NumberOf(call) is { } number
            ? await Run(call, claim => tickets.Merge(call.Caller, number, into, claim, call.Cancelled))
            : TicketRules.Unknown;
    }

    public async Task<Failure?> History(Call call)
    {
        if (await NumberOf(call) is not { } number
            || await reads.FindAny(call.Caller, number) is not { } ticket)
            return TicketRules.Unknown;
        var history = await reads.History(ticket);
        return call.Answer(
            new TicketHistoryResponse([.. history.Select(TicketResponses.Response)]),
            OwnJson.Default.TicketHistoryResponse);
    }

    private async Task<Failure?> Page(Call call, TicketSearchRequest request)
    {
        var filter = RecordFilter.Read(request.Filter);
        if (filter.Failure is { } badFilter)
            return badFilter;
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        var query = TicketQuery.Read(call.Caller.Account, catalog, new TicketSearch
        {
            Filters =
            [
                .. (request.Filters ?? [])
                    .Select(filter => new TicketFilter(filter.Field ?? "", filter.Operator, filter.Value)),
            ],
            Filter = filter.Value,
            Words = request.Words,
            Tag = request.Tag,
            Sort = request.Sort,
            Limit = request.Limit ?? 25,
            After = request.After,
            Trashed = request.Trashed == true,
        });
        if (query.Failure is { } refused)
            return refused;
        var page = await reads.Search(call.Caller, query.Value, call.Cancelled);
        var count = request.Count == true ? await reads.Count(call.Caller, query.Value, call.Cancelled) : (int?)null;
        return call.Answer(
            new TicketPageResponse(
                [.. page.Tickets.Select(ticket => TicketResponses.Response(ticket))],
                page.Next?.Text,
                count is { } counted ? Math.Min(counted, TicketReadOperations.MostCounted) : null,
                count is { } found ? found > TicketReadOperations.MostCounted : null),
            OwnJson.Default.TicketPageResponse);
    }

    private async Task<CommandAnswer> SetTrashed(Call call, bool trashed) => await NumberOf(call) is { } number
        ? await Run(call, claim => tickets.SetTrashed(call.Caller, number, trashed, claim, call.Cancelled))
        : TicketRules.Unknown;

    private async Task<Ticket?> Named(Call call) =>
        await NumberOf(call) is { } number ? await reads.Find(call.Caller, number) : null;

    private Task<long?> NumberOf(Call call) => reads.NumberOf(call.Caller.AccountId, call.Route("ticket"));

    private static Task<CommandAnswer> Run(
        Call call, Func<Claim<Result<Ticket>>?, Task<Result<Ticket>>> operation) => call.Run(
        operation,
        ticket =>
        {
            IfMatch.Tell(call, ticket.Version);
            call.Answer(TicketResponses.Response(ticket), OwnJson.Default.TicketResponse);
        });

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
