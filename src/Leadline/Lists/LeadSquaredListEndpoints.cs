using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Lists;

/// <summary>
/// Lists as LeadSquared's <c>LeadManagement.svc</c> and <c>LeadSegmentation.svc</c> have them (core §5).
/// </summary>
internal sealed class LeadSquaredListEndpoints(ListOperations lists, ListMemberOperations members, LeadReads leads)
{
    private const int MostLists = 5_000;
    private const int ListsOfPage = 200;
    private const int UsualPage = 1_000;
    private const int LargestPage = 5_000;

    /// <summary>How long counting the dynamic lists of an answer may take; then kept counts do.</summary>
    private static readonly TimeSpan Counting = TimeSpan.FromSeconds(2);

    // Without a page all lists are the answer: the documented call passes none. A client asks for the leads of a list
    // by the same name (clients A4).
    public async Task<Failure?> List(Call call)
    {
        if (call.Query("listId") is not null)
            return await Leads(call);
        var page = int.TryParse(call.Query("PageIndex"), out var index) ? Math.Clamp(index, 1, 1_000_000) : (int?)null;
        bool? isDynamic = null;
        switch (call.Query("ListType"))
        {
            case "0":
                isDynamic = false;
                break;
            case "1":
                isDynamic = true;
                break;

            // 2 is refreshable, of which there are none.
            case not null:
                return call.Answer([], LeadSquaredJson.Default.IReadOnlyListLeadListRow);
        }

        var found = await lists.Page(
            call.Caller,
            new ListQuery(page is null ? MostLists : ListsOfPage)
            {
                IsDynamic = isDynamic,
                SearchText = call.Query("SearchText"),
                Offset = ((page ?? 1) - 1) * ListsOfPage,
            },
            call.Cancelled);
        using var counting = CancellationTokenSource.CreateLinkedTokenSource(call.Cancelled);
        counting.CancelAfter(Counting);
        var rows = new List<LeadListRow>(found.Count);
        foreach (var list in found)
            rows.Add(new LeadListRow(
                list.ListId, list.Name, list.Description, list.Kind, await Count(call, list, counting.Token)));
        return call.Answer(rows, LeadSquaredJson.Default.IReadOnlyListLeadListRow);
    }

    public async Task<Failure?> Create(Call call)
    {
        var body = call.Read<CreateListBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var draft = new ListChange(body.Value.Name, body.Value.Description, Filter: null);
        return call.Answer(
            await lists.Create(call.Caller, call.Transaction, draft, isDynamic: false, call.Cancelled),
            list => new SuccessResponse<IdMessage>(new IdMessage(list.ListId.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    // All or nothing (core §5). The message counts those that were no members before.
    public async Task<Failure?> AddAll(Call call)
    {
        var body = call.Read<ListLeadsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.ListId is not { Length: > 0 } listId)
            return Failure.InvalidParameter("You have not passed listId.");
        if (body.Value.LeadIds is not { Count: > 0 } texts)
            return Failure.InvalidParameter("You have not passed any leadIds.");
        var leadIds = texts.ConvertAll(text => Guid.TryParse(text, out var id) ? id : Guid.Empty);
        var list = await Find(call, listId);
        if (list.Failure is { } unknown)
            return unknown;
        var added = await members.Add(call.Caller, call.Transaction, list.Value, leadIds);
        return added.Failure is { Code: ErrorCode.InvalidInput } ? NotAssociated : call.Answer(
            added,
            done => new SuccessResponse<TextMessage>(
                new TextMessage($"Successfully added {done.Changed} lead(s) to list")),
            LeadSquaredJson.Default.SuccessResponseTextMessage);
    }

    public async Task<Failure?> Add(Call call)
    {
        var pair = await Pair(call);
        if (pair.Failure is { } unfit)
            return unfit;
        var (list, leadId) = pair.Value;
        var added = await members.Add(call.Caller, call.Transaction, list, [leadId]);
        return added.Failure is { Code: ErrorCode.InvalidInput } ? LeadRules.Unknown : call.Answer(
            added,
            done => new SuccessResponse<CreatedOrUpdatedMessage>(new CreatedOrUpdatedMessage(leadId, done.Changed)),
            LeadSquaredJson.Default.SuccessResponseCreatedOrUpdatedMessage);
    }

    // By GET, so it may come twice: that the lead is no member any more is what was asked for.
    public async Task<Failure?> Remove(Call call)
    {
        var pair = await Pair(call);
        return pair.Failure ?? call.Answer(
            await members.Remove(call.Caller, within: null, pair.Value.List, [pair.Value.LeadId]),
            _ => new SuccessResponse<TextMessage>(new TextMessage("Successfully removed lead from list")),
            LeadSquaredJson.Default.SuccessResponseTextMessage);
    }

    public async Task<Failure?> Empty(Call call)
    {
        var list = await Find(call, call.Query("listId"));
        return list.Failure ?? call.Answer(
            await members.Empty(call.Caller, within: null, list.Value),
            _ => new SuccessResponse<IdMessage>(new IdMessage(list.Value.ListId.ToString())),
            LeadSquaredJson.Default.SuccessResponseIdMessage);
    }

    public async Task<Failure?> MemberCount(Call call)
    {
        var list = await Find(call, call.Query("listId"));
        return list.Failure ?? call.Answer(
            await members.CountAndSave(call.Caller, list.Value, call.Cancelled),
            count => new MemberCountResponse(count),
            LeadSquaredJson.Default.MemberCountResponse);
    }

    public async Task<Failure?> CheckLead(Call call)
    {
        var pair = await Pair(call);
        return pair.Failure ?? call.Answer(
            await members.Has(call.Caller, pair.Value.List, pair.Value.LeadId, call.Cancelled),
            isMember => new LeadInListResponse(isMember),
            LeadSquaredJson.Default.LeadInListResponse);
    }

    // The members of a list; one that does not exist has none (core §5).
    public async Task<Failure?> Members(Call call)
    {
        var body = call.ReadOrDefault<SearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        if (body.Value.SearchParameters?.ListId is not { Length: > 0 } listId)
            return Failure.InvalidParameter("You have not passed ListId.");
        var list = await Find(call, listId);
        var page = LeadSquaredPaging.Read(body.Value, UsualPage, LargestPage);
        var (total, found) = (0L, new List<StoredLead>());
        if (list.Failure is null)
        {
            var count = await Count(call, list.Value, body.Value.SearchParameters.RetrieveBehaviour?.Trim());
            var rows = await Page(call, list.Value, page);
            if ((count.Failure ?? rows.Failure) is { } failure)
                return failure;
            (total, found) = (count.Value, rows.Value.Leads);
        }

        var view = (await leads.Columns(call.Caller))
            .Select(body.Value.Columns?.Include_CSV, body.Value.Columns?.Exclude_CSV);
        call.Json.WriteStartObject();
        call.Json.WriteNumber("RecordCount"u8, total);
        call.Json.WriteStartArray("Leads"u8);
        foreach (var lead in found)
        {
            call.Cancelled.ThrowIfCancellationRequested();
            call.Json.WriteStartObject();
            call.Json.WritePropertyName("LeadPropertyList"u8);
            view.WriteMember(call.Json, lead, call.Caller.Account, canUpdate: true);
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static readonly Failure NotAssociated = new(
        ErrorCode.InvalidInput, "Records not associated with List where Entity Type didn't match");

    // Clients read the bare array that GetById and its kin answer with.
    private async Task<Failure?> Leads(Call call)
    {
        var list = await Find(call, call.Query("listId"));
        var page = new LeadPage(SortBy: null, Descending: true, Offset: 0, UsualPage);
        var found = list.Failure is null ? await Page(call, list.Value, page) : new LeadPageFound([], Last: null);
        if (found.Failure is { } failure)
            return failure;
        var view = (await leads.Columns(call.Caller)).All;
        call.Json.WriteStartArray();
        foreach (var lead in found.Value.Leads)
        {
            call.Cancelled.ThrowIfCancellationRequested();
            view.WriteFlat(call.Json, lead, call.Caller.Account);
        }

        call.Json.WriteEndArray();
        return null;
    }

    private Task<Result<LeadPageFound>> Page(Call call, LeadList list, LeadPage page) =>
        members.Page(call.Caller, list, page, call.Cancelled);

    // 0 skips the count: what is kept will do. 1, the default, counts; 2 keeps what it counted as well.
    private Task<Result<long>> Count(Call call, LeadList list, string? behaviour) => behaviour switch
    {
        "0" => Task.FromResult<Result<long>>(list.MemberCount),
        "2" => members.CountAndSave(call.Caller, list, call.Cancelled),
        _ => members.Count(call.Caller, list, call.Cancelled),
    };

    private async Task<long> Count(Call call, LeadList list, CancellationToken counting)
    {
        try
        {
            var count = await members.CountAndSave(call.Caller, list, counting);
            return count.Failure is null ? count.Value : list.MemberCount;
        }
        catch (OperationCanceledException) when (!call.Cancelled.IsCancellationRequested)
        {
            return list.MemberCount;
        }
    }

    private async Task<Result<(LeadList List, Guid LeadId)>> Pair(Call call)
    {
        var list = await Find(call, call.Query("listId"));
        if (list.Failure is { } unknown)
            return unknown;
        if (call.Query("leadId") is not { } text)
            return Failure.InvalidParameter("You have not passed leadId.");
        return Guid.TryParse(text, out var leadId) ? (list.Value, leadId) : LeadRules.Unknown;
    }

    private async Task<Result<LeadList>> Find(Call call, string? listId)
    {
        if (string.IsNullOrEmpty(listId))
            return Failure.InvalidParameter("You have not passed listId.");
        var list = await lists.Find(call.Caller, Guid.TryParse(listId, out var id) ? id : null, call.Cancelled);
        return list.Failure is null ? list : new Failure(ErrorCode.UnknownRecord, "List does not exist.");
    }
}
