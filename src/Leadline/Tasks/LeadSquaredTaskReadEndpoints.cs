using System.Text.Json;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>Reading tasks as LeadSquared's <c>Task.svc</c> does (core §4).</summary>
internal sealed class LeadSquaredTaskReadEndpoints(TaskReadOperations reads, TaskTypeOperations types)
{
    private const int LargestPage = 1_000;
    private const int UsualPage = 200;
    private const int MostOfLead = 1_000;
    private const int MostUsers = 200;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(100);

    /// <summary>The tasks of one owner. Its Offset counts tasks, unlike that of activities.</summary>
    public async Task<Failure?> Retrieve(Call call)
    {
        var body = call.ReadOrDefault<TaskSearchBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (request.Parameter is not { } parameter)
            return Failure.InvalidParameter("You have not passed Parameter.");
        var owner = OwnerOf(call.Caller.Account, parameter);
        if (owner.Failure is { } unknown)
            return unknown;
        if (Window(parameter.FromDate, parameter.ToDate) is var window && window.Failure is { } badWindow)
            return badWindow;
        if (parameter.StatusCode is not (null or 0 or 1))
            return Failure.InvalidParameter(nameof(parameter.StatusCode));
        var catalog = await types.Get(call.Caller.AccountId);
        var isTyped = !string.IsNullOrWhiteSpace(parameter.TypeName);
        var query = Page(
            new TaskQuery
            {
                AccountId = call.Caller.AccountId,
                OwnerIds = [owner.Value],
                TypeId = isTyped ? catalog.Find(parameter.TypeName)?.Id ?? Guid.Empty : null,
                IsCompleted = parameter.StatusCode is { } status ? status == 1 : null,
                From = window.Value.From,
                Before = window.Value.Before,
                Order = OrderOf(request.Sorting?.ColumnName),
                Descending = request.Sorting?.Direction?.Trim() == "1",
            },
            request.Paging);
        if (query.Failure is { } badPage)
            return badPage;
        return await List(call, query.Value, catalog, request.Columns);
    }

    /// <summary>A list of the one task; an unknown id is an empty one, as elsewhere.</summary>
    public async Task<Failure?> GetById(Call call)
    {
        var task = call.QueryId("id") is { } id
            ? await reads.Find(call.Caller, id, call.Cancelled)
            : null;
        var rows = new LeadSquaredTaskRows(call.Caller.Account, await types.Get(call.Caller.AccountId));
        return call.Answer<IReadOnlyList<TaskRow>>(
            task is null ? [] : [rows.Row(task)], LeadSquaredJson.Default.IReadOnlyListTaskRow);
    }

    /// <summary>In fixed columns, and under LeadManagement.svc.</summary>
    public async Task<Failure?> OfLead(Call call)
    {
        if (call.Query("leadId") is not { } leadId)
            return new Failure(ErrorCode.MissingAttribute, "'leadId' is mandatory for retrieving tasks");
        var page = await reads.Search(
            call.Caller,
            new TaskQuery
            {
                AccountId = call.Caller.AccountId,
                LeadId = Guid.TryParse(leadId, out var id) ? id : Guid.Empty,
                Take = MostOfLead,
            },
            call.Cancelled);
        var rows = new LeadSquaredTaskRows(call.Caller.Account, await types.Get(call.Caller.AccountId));
        return call.Answer(
            new TasksOfLeadResponse((int)page.Total, [.. page.Tasks.Select(rows.OfLead)]),
            LeadSquaredJson.Default.TasksOfLeadResponse);
    }

    public Task<Failure?> ToDosById(Call call) => OfUsers(call, TaskCategory.ToDo, ById);

    public Task<Failure?> ToDosByEmail(Call call) => OfUsers(call, TaskCategory.ToDo, ByEmail);

    public Task<Failure?> ToDosBySearch(Call call) => OfUsers(call, TaskCategory.ToDo, BySearch);

    public Task<Failure?> AppointmentsById(Call call) => OfUsers(call, TaskCategory.Appointment, ById);

    public Task<Failure?> AppointmentsByEmail(Call call) => OfUsers(call, TaskCategory.Appointment, ByEmail);

    public Task<Failure?> AppointmentsBySearch(Call call) => OfUsers(call, TaskCategory.Appointment, BySearch);

    public Task<Failure?> SlotsById(Call call) => Slots(
        call, body => body.UserIds is { Count: > 0 and <= MostUsers } ids ? ids : null, ById);

    public Task<Failure?> SlotsBySearch(Call call) => Slots(
        call, body => string.IsNullOrWhiteSpace(body.EmailAddress) ? null : [body.EmailAddress], BySearch);

    private async Task<Failure?> OfUsers(
        Call call, TaskCategory category, Func<Account, string, IEnumerable<User>> find)
    {
        var body = call.ReadOrDefault<TasksOfUsersBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (request.Users is not { Count: > 0 and <= MostUsers } users)
            return Failure.InvalidParameter(nameof(request.Users));
        if (string.IsNullOrWhiteSpace(request.FromDate))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (string.IsNullOrWhiteSpace(request.ToDate))
            return Failure.InvalidParameter("ToDate value is not correct.");
        var window = Window(request.FromDate, request.ToDate);
        if (window.Failure is { } badWindow)
            return badWindow;
        if (window.Value.Before - window.Value.From > LongestWindow + TimeSpan.FromDays(1))
            return Failure.InvalidParameter($"The date range can not be more than {LongestWindow.Days} days.");
        var query = Page(
            new TaskQuery
            {
                AccountId = call.Caller.AccountId,
                OwnerIds =
                    [.. users.SelectMany(name => find(call.Caller.Account, name)).Select(user => user.Id).Distinct()],
                Category = category,
                From = window.Value.From,
                Before = window.Value.Before,
                ByOverlap = category == TaskCategory.Appointment,
            },
            request.Paging);
        if (query.Failure is { } badPage)
            return badPage;
        return await List(call, query.Value, await types.Get(call.Caller.AccountId), columns: null);
    }

    private async Task<Failure?> Slots(
        Call call, Func<AvailableSlotsBody, IReadOnlyList<string>?> named,
        Func<Account, string, IEnumerable<User>> find)
    {
        var body = call.ReadOrDefault<AvailableSlotsBody>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var request = body.Value;
        if (named(request) is not { } names)
            return Failure.InvalidParameter("You have not passed any user.");
        if (!LeadSquaredTaskInput.TryMoment(request.FromDate, out var from))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (!LeadSquaredTaskInput.TryMoment(request.ToDate, out var to))
            return Failure.InvalidParameter("ToDate value is not correct.");
        var users = names.SelectMany(name => find(call.Caller.Account, name)).Distinct().Take(MostUsers).ToList();
        var free = await reads.Free(
            call.Caller, users, from, to, request.Duration ?? TaskReadOperations.UsualSlotMinutes,
            call.Cancelled);
        if (free.Failure is { } failure)
            return LeadSquaredTaskInput.InWireTerms(failure);
        return call.Answer(
            new AvailableSlotsResponse(
                free.Value.Count,
                [
                    .. free.Value.Select(entry => new SlotsOfUser(
                        entry.User.Id,
                        entry.User.Email,
                        [
                            .. entry.Slots.Select(slot => new AvailableSlot(
                                LeadSquaredTaskInput.Print(slot.From), LeadSquaredTaskInput.Print(slot.To))),
                        ])),
                ]),
            LeadSquaredJson.Default.AvailableSlotsResponse);
    }

    private async Task<Failure?> List(Call call, TaskQuery query, TaskTypeCatalog catalog, SearchColumns? columns)
    {
        var page = await reads.Search(call.Caller, query, call.Cancelled);
        var rows = new LeadSquaredTaskRows(call.Caller.Account, catalog);
        var list = page.Tasks.Select(rows.Row).ToList();
        var excluded = Names(columns?.Exclude_CSV);
        var included = Names(columns?.Include_CSV);
        if (excluded.Count == 0 && (included.Count == 0 || included.Contains("*")))
            return call.Answer(new TaskListResponse(page.Total, list), LeadSquaredJson.Default.TaskListResponse);

        var json = call.Json;
        json.WriteStartObject();
        json.WriteNumber("RecordCount"u8, page.Total);
        json.WriteStartArray("List"u8);
        foreach (var row in list)
        {
            var members = JsonSerializer.SerializeToNode(row, LeadSquaredJson.Default.TaskRow)!.AsObject();
            foreach (var name in members.Select(member => member.Key).ToList())
                if (excluded.Contains(name) || (included.Count > 0 && !included.Contains(name)))
                    members.Remove(name);
            members.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    private static HashSet<string> Names(string? csv) => new(
        (csv ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The owner that the filter names, in any case (clients.md, A7); nobody is the empty id.</summary>
    private static Result<Guid> OwnerOf(Account account, TaskSearchParameter parameter) =>
        parameter.LookupName?.Trim().ToUpperInvariant() switch
        {
            "OWNERID" => Guid.TryParse(parameter.LookupValue, out var id) ? id : Guid.Empty,
            "OWNEREMAILADDRESS" => account.FindUser(parameter.LookupValue)?.Id ?? Guid.Empty,
            _ => Failure.InvalidParameter(nameof(parameter.LookupName)),
        };

    private static TaskOrder OrderOf(string? column) => column?.Trim().ToUpperInvariant() switch
    {
        "CREATEDON" => TaskOrder.CreatedOn,
        "MODIFIEDON" => TaskOrder.ModifiedOn,
        _ => TaskOrder.DueOn,
    };

    /// <summary>Both ends count: a day as a whole, a moment as its second.</summary>
    private static Result<(DateTime? From, DateTime? Before)> Window(string? fromDate, string? toDate)
    {
        const int dayLength = 10;
        if (!LeadSquaredTaskInput.TryMoment(fromDate, out var from))
            return Failure.InvalidParameter("FromDate value is not correct.");
        if (!LeadSquaredTaskInput.TryMoment(toDate, out var to) || to > DateTime.MaxValue.AddDays(-2))
            return Failure.InvalidParameter("ToDate value is not correct.");
        if (from > to)
            return Failure.InvalidParameter("FromDate can't be greater than ToDate.");
        return (from, toDate?.Trim().Length <= dayLength ? to?.AddDays(1) : to?.AddSeconds(1));
    }

    /// <summary>Offset and RowCount count tasks, PageIndex counts pages from 1 (core §4).</summary>
    private static Result<TaskQuery> Page(TaskQuery query, SearchPaging? paging)
    {
        var size = paging?.PageSize ?? paging?.RowCount ?? 0;
        if (size > LargestPage)
            return Failure.InvalidParameter($"PageSize can not be more than {LargestPage}.");
        if (size <= 0)
            size = UsualPage;
        var skip = paging?.PageIndex is { } index ? Math.Max(index - 1L, 0) * size : Math.Max(paging?.Offset ?? 0, 0);
        return query with { Skip = skip, Take = size };
    }

    private static IEnumerable<User> ById(Account account, string name) =>
        Guid.TryParse(name, out var id) && account.Users.TryGetValue(id, out var user) ? [user] : [];

    private static IEnumerable<User> ByEmail(Account account, string name) =>
        account.FindUser(name) is { } user ? [user] : [];

    /// <summary>Users of whose address or name it is a part.</summary>
    private static IEnumerable<User> BySearch(Account account, string text) =>
        string.IsNullOrWhiteSpace(text)
            ? []
            : account.Users.Values
                .Where(user => Holds(user.Email, text) || Holds(user.Name, text))
                .OrderBy(user => user.Id);

    private static bool Holds(string text, string part) =>
        text.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase);
}
