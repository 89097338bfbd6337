using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Storage;
using Npgsql;

namespace Leadline.SavedViews;

/// <summary>
/// Views of lists: one's own, and those that others share. Whoever sees one may look by it and pin it; it is changed by
/// who made it, or by an administrator, for all who see it.
/// </summary>
internal sealed class SavedViewOperations(
    Database database, SavedViewStore store, DeskOperations desks, TimeProvider clock)
{
    private const int LongestName = 100;
    private const int LongestText = 500;
    private const int LargestFilter = 32 * 1024;
    private const int MostViews = 500;
    private const string NoFilter = "null";

    private static readonly string[] Lists = ["leads", "tickets", "tasks"];
    private static readonly string[] Layouts = ["table", "board", "calendar", "split"];

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such view.");

    private static readonly Failure NotYours = new(
        ErrorCode.NotPermitted, "Only who made a view and administrators may change it.");

    public async Task<IReadOnlyList<SavedView>> List(Caller caller, string? list, CancellationToken cancellation) =>
        await store.SeenIn(await ReaderOf(caller), list, cancellation);

    public async Task<Result<SavedView>> Find(Caller caller, Guid? viewId, CancellationToken cancellation) =>
        viewId is { } id && await store.Find(await ReaderOf(caller), id, cancellation) is { } view ? view : Unknown;

    public async Task<Result<SavedView>> Create(Caller caller, NpgsqlConnection? within, SavedViewChange draft)
    {
        var now = clock.Now();
        var blank = new SavedView
        {
            AccountId = caller.AccountId,
            Id = Ids.New(),
            List = draft.List ?? "",
            OwnerId = caller.User.Id,
            CreatedOn = now,
            ModifiedOn = now,
            ModifiedBy = caller.User.Id,
        };
        var view = Changed(blank, draft);
        if (await Refuse(caller, view) is { } refusal)
            return refusal;
        return await database.Transaction<Result<SavedView>>(caller.AccountId, within, async connection =>
        {
            if (await SavedViewStore.CountOf(connection, caller.AccountId, caller.User.Id) >= MostViews)
                return new Failure(ErrorCode.LimitExceeded, $"A user has at most {MostViews} views.");
            await SavedViewStore.Add(connection, view);
            if (view.IsPinned || view.Position != 0)
                await SavedViewStore.Place(connection, view, caller.User.Id);
            return view;
        });
    }

    /// <summary>Changes what is passed, for all who see the view; the place is the caller's own.</summary>
    public async Task<Result<SavedView>> Update(
        Caller caller, NpgsqlConnection? within, Guid? viewId, SavedViewChange change)
    {
        var reader = await ReaderOf(caller);
        return await database.Transaction<Result<SavedView>>(caller.AccountId, within, async connection =>
        {
            if (viewId is not { } id || await SavedViewStore.Lock(connection, reader, id) is not { } before)
                return Unknown;
            if (!MayChange(caller, before))
                return NotYours;
            if (change.ExpectedVersion is { } expected && expected != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The view has changed: it is at version {before.Version}, not {expected}.");
            if (change.List is { } list && list != before.List)
                return new Failure(ErrorCode.InvalidInput, "A view stays with its list.") { Field = "list" };
            var after = Changed(before, change) with
            {
                Version = before.Version + 1,
                ModifiedOn = clock.Now(),
                ModifiedBy = caller.User.Id,
            };
            if (await Refuse(caller, after) is { } refusal)
                return refusal;
            await SavedViewStore.Update(connection, after);
            if (change.IsPinned is not null || change.Position is not null)
                await SavedViewStore.Place(connection, after, caller.User.Id);
            return after;
        });
    }

    /// <summary>Pins a view for the caller alone, or not, and says where.</summary>
    public async Task<Result<SavedView>> Place(
        Caller caller, NpgsqlConnection? within, Guid? viewId, bool isPinned, int position)
    {
        var reader = await ReaderOf(caller);
        return await database.Transaction<Result<SavedView>>(caller.AccountId, within, async connection =>
        {
            if (viewId is not { } id || await SavedViewStore.Lock(connection, reader, id) is not { } view)
                return Unknown;
            var placed = view with { IsPinned = isPinned, Position = position };
            await SavedViewStore.Place(connection, placed, caller.User.Id);
            return placed;
        });
    }

    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, Guid? viewId)
    {
        var reader = await ReaderOf(caller);
        return await database.Transaction(caller.AccountId, within, async connection =>
        {
            if (viewId is not { } id || await SavedViewStore.Lock(connection, reader, id) is not { } view)
                return Unknown;
            if (!MayChange(caller, view))
                return NotYours;
            await SavedViewStore.Delete(connection, caller.AccountId, id);
            return (Failure?)null;
        });
    }

    public static bool MayChange(Caller caller, SavedView view) =>
        view.OwnerId == caller.User.Id || caller.User.IsAdministrator;

    private async Task<ViewReader> ReaderOf(Caller caller) => new(
        caller.AccountId,
        caller.User.Id,
        caller.User.IsAdministrator,
        [
            .. caller.Account.Groups.Of(caller.User.Id).Select(group => group.Id),
            .. (await desks.Get(caller.AccountId)).GroupsOf(caller.User.Id).Select(group => group.Id),
        ]);

    private static SavedView Changed(SavedView view, SavedViewChange change) => view with
    {
        Name = change.Name?.Trim() ?? view.Name,
        Filter = change.Filter is null ? view.Filter : change.Filter == NoFilter ? null : change.Filter,
        Sort = Kept(change.Sort, view.Sort),
        Columns = change.Columns ?? view.Columns,
        Layout = Kept(change.Layout, view.Layout),
        IsForAll = change.Sharing?.IsForAll ?? view.IsForAll,
        Users = change.Sharing?.Users ?? view.Users,
        Groups = change.Sharing?.Groups ?? view.Groups,
        IsPinned = change.IsPinned ?? view.IsPinned,
        Position = change.Position ?? view.Position,
    };

    private static string? Kept(string? sent, string? known) => sent is null ? known : sent.Length == 0 ? null : sent;

    private async Task<Failure?> Refuse(Caller caller, SavedView view)
    {
        if (!Lists.Contains(view.List)
            && !(view.List.StartsWith("opportunities:", StringComparison.Ordinal)
                && int.TryParse(view.List["opportunities:".Length..], out _)))
            return Unfit("list", "A list is leads, tickets, tasks, or opportunities: and the code of their type.");
        if (UnicodeText.IsBlank(view.Name))
            return new Failure(ErrorCode.MissingAttribute, "'name' is mandatory.") { Field = "name" };
        if (view.Name.Length > LongestName || !FieldRules.IsStorable(view.Name))
            return Unfit("name", $"A name has at most {LongestName} characters.");
        if (view.Layout is { } layout && !Layouts.Contains(layout))
            return Unfit("layout", $"A layout is one of {string.Join(", ", Layouts)}.");
        if (view.Sort is { } sort && (sort.Length > LongestText || !FieldRules.IsStorable(sort)))
            return Unfit("sort", $"An order has at most {LongestText} characters.");
        if (view.Columns.Any(column => column.Length > LongestText || !FieldRules.IsStorable(column)))
            return Unfit("columns", $"A column's name has at most {LongestText} characters.");
        if (view.Filter is { } filter && (filter.Length > LargestFilter || !FieldRules.IsStorable(filter)))
            return Unfit("filter", $"A filter has at most {LargestFilter} characters.");
        if (view.Users.FirstOrDefault(id => !caller.Account.Users.ContainsKey(id)) is var user && user != default)
            return Unfit("sharedWith.users", $"There is no user {user}.");
        var desk = await desks.Get(caller.AccountId);
        return view.Groups.FirstOrDefault(
                id => desk.Group(id) is null && caller.Account.Groups.All.All(known => known.Id != id)) is var group
            && group != default
            ? Unfit("sharedWith.groups", $"There is no group {group}.")
            : null;
    }

    private static Failure Unfit(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
