using Leadline.Fields;
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
    TicketOperations tickets, TicketReads reads, TicketSearchStore search, FieldOperations fields)
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

    public async Task<Answer> Create(Call call)
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
        if (WatcherRefusal(request.Watchers) is { } badWatcher)
            return badWatcher;
        var ticket = new NewTicket
        {
            LeadId = leadId,
            Fields = [.. Properties(request.Fields), .. Properties(request.Lead, TicketFieldNames.LeadPrefix)],
            GroupId = groupId,
            AgentId = agentId,
            Parent = request.Parent,
            Watchers = request.Watchers ?? [],
        };
        return await Run(call, claim => tickets.Create(call.Caller, ticket, claim, call.Cancelled));
    }

    public async Task<Failure?> Get(Call call)
    {
        if (await Named(call) is not { } ticket)
            return TicketRules.Unknown;
        call.Http.Response.Headers.ETag = IfMatch.Tag(ticket.Version);
        TicketJson.Write(call.Json, ticket, await reads.Parts(call.Caller.AccountId, ticket.Number));
        return null;
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
        if (WatcherRefusal(request.AddWatchers) is { } badWatcher)
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
            AddWatchers = request.AddWatchers ?? [],
            RemoveWatchers = request.RemoveWatchers ?? [],
            ExpectedVersion = request.Version ?? IfMatch.Version(call),
        };
        return (await Run(call, claim => tickets.Update(call.Caller, number, update, claim, call.Cancelled))).Failure;
    }

    public async Task<Failure?> Trash(Call call) => (await SetTrashed(call, trashed: true)).Failure;

    public Task<Answer> Restore(Call call) => SetTrashed(call, trashed: false);

    public async Task<Answer> Merge(Call call)
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
        if (await NumberOf(call) is not { } number || await reads.FindAny(call.Caller.AccountId, number) is not { } ticket)
            return TicketRules.Unknown;
        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("history"u8);
        foreach (var version in await reads.History(call.Caller.AccountId, ticket.Id))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, version.Version);
            json.WriteString("kind"u8, version.Kind);
            json.WriteString("userId"u8, version.UserId);
            json.WriteString("occurredOn"u8, version.OccurredOn);
            json.WritePropertyName("changes"u8);
            if (version.Changes is { } changes)
                json.WriteRawValue(changes, skipInputValidation: true);
            else
                json.WriteNullValue();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
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

        var json = call.Json;
        json.WriteStartObject();
        json.WriteStartArray("tickets"u8);
        foreach (var ticket in page.Tickets)
            TicketJson.Write(json, ticket);
        json.WriteEndArray();
        json.WriteString("next"u8, page.Next?.Text);
        json.WriteEndObject();
        return null;
    }

    private async Task<Answer> SetTrashed(Call call, bool trashed) => await NumberOf(call) is { } number
        ? await Run(call, claim => tickets.SetTrashed(call.Caller, number, trashed, claim, call.Cancelled))
        : TicketRules.Unknown;

    private async Task<Ticket?> Named(Call call) =>
        await NumberOf(call) is { } number ? await reads.Find(call.Caller.AccountId, number) : null;

    private Task<long?> NumberOf(Call call) => reads.NumberOf(call.Caller.AccountId, call.Route("ticket"));

    private static Task<Answer> Run(Call call, Func<Claim<Result<Ticket>>?, Task<Result<Ticket>>> operation) => call.Run(
        operation,
        ticket =>
        {
            call.Http.Response.Headers.ETag = IfMatch.Tag(ticket.Version);
            TicketJson.Write(call.Json, ticket);
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

    private static Failure? WatcherRefusal(List<string>? watchers) =>
        watchers?.Exists(watcher => !System.Net.Mail.MailAddress.TryCreate(watcher, out var address) || address.Address != watcher) == true
            ? new Failure(ErrorCode.InvalidInput, "A watcher is an e-mail address.")
            : null;
}
