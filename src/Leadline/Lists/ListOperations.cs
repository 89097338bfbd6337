using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Lists;

/// <summary>Lists: made, changed, deleted and read. A list is somebody's who made it.</summary>
internal sealed class ListOperations(
    Database database, ListStore store, ListMemberOperations members, LeadSearch search, TimeProvider clock)
{
    private const int LongestName = 200;

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such list.");

    private static readonly Failure OfSystem = new(
        ErrorCode.Conflict, "This list is there in every account and can be neither changed nor deleted.");

    /// <summary>Makes a list. A dynamic one without a filter is of all leads.</summary>
    public async Task<Result<LeadList>> Create(
        Caller caller, NpgsqlConnection? within, ListChange draft, bool isDynamic, CancellationToken cancellation)
    {
        if ((RefuseName(draft.Name) ?? caller.Refuse(RecordKind.List, Deed.Create, caller.User.Id)) is { } unfit)
            return unfit;
        if (!isDynamic && draft.Filter is not null)
            return new Failure(ErrorCode.InvalidInput, "Only a dynamic list has a filter.") { Field = "filter" };
        var now = clock.Now();
        var list = new LeadList
        {
            AccountId = caller.AccountId,
            ListId = Ids.New(),
            Name = draft.Name!.Trim(),
            Description = draft.Description ?? "",
            IsDynamic = isDynamic,
            Filter = draft.Filter,
            CreatedBy = caller.User.Id,
            CreatedOn = now,
            ModifiedBy = caller.User.Id,
            ModifiedOn = now,
        };
        var counted = await Counted(caller, list, cancellation);
        if (counted.Failure is { } badFilter)
            return badFilter;
        list = counted.Value;
        return await Told(caller, database.Transaction<Result<LeadList>>(caller.AccountId, within, async connection =>
        {
            if (!await ListStore.Add(connection, list))
                return NameTaken(list.Name);
            await Tell(connection, caller, ListEvents.Created, list.ListId);
            return list;
        }, cancellation), cancellation);
    }

    public async Task<Result<LeadList>> Find(Caller caller, Guid? listId, CancellationToken cancellation) =>
        listId is { } id && await store.Find(caller.AccountId, id, cancellation) is { } list
        && Refuse(caller, Deed.View, list) is null
            ? await members.Seen(caller, list, cancellation)
            : Unknown;

    public async Task<IReadOnlyList<LeadList>> Page(Caller caller, ListQuery query, CancellationToken cancellation)
    {
        var found = await store.Page(
            caller.AccountId, query, caller.Scope(RecordKind.List, Deed.View).OwnerIds, cancellation);
        if (!caller.IsRestricted)
            return found;
        var seen = new List<LeadList>(found.Count);
        foreach (var list in found)
            seen.Add(await members.Seen(caller, list, cancellation));
        return seen;
    }

    /// <summary>
    /// Null where the caller may do this with the list. A system's list is nobody's, and for everybody.
    /// </summary>
    public static Failure? Refuse(Caller caller, Deed deed, LeadList list) =>
        list.IsSystem ? null : caller.Refuse(RecordKind.List, deed, list.CreatedBy);

    /// <summary>Changes what is passed.</summary>
    public async Task<Result<LeadList>> Update(
        Caller caller, Guid? listId, ListChange change, CancellationToken cancellation)
    {
        if (change.Name is not null && RefuseName(change.Name) is { } unfit)
            return unfit;
        var found = await Find(caller, listId, cancellation);
        if (found.Failure is not null)
            return found;
        if (found.Value.IsSystem)
            return OfSystem;
        if (Refuse(caller, Deed.Update, found.Value) is { } notPermitted)
            return notPermitted;
        if (change.Filter is not null && !found.Value.IsDynamic)
            return new Failure(ErrorCode.InvalidInput, "Only a dynamic list has a filter.") { Field = "filter" };
        long? count = null;
        if (change.Filter is not null)
        {
            var counted = await Counted(caller, found.Value with { Filter = change.Filter }, cancellation);
            if (counted.Failure is { } badFilter)
                return badFilter;
            count = counted.Value.MemberCount;
        }

        var changing = Races.Again(() => database.Transaction<Result<LeadList>>(caller.AccountId, async connection =>
        {
            if (await ListStore.Lock(connection, caller.AccountId, found.Value.ListId) is not { } list)
                return Unknown;
            if (change.ExpectedVersion is { } expected && expected != list.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The list has changed: it is at version {list.Version}, not {expected}.");
            var changed = list with
            {
                Name = change.Name?.Trim() ?? list.Name,
                Description = change.Description ?? list.Description,
                Filter = change.Filter ?? list.Filter,
                MemberCount = count ?? list.MemberCount,
            };
            if (changed == list)
                return list;
            changed = changed with
            {
                Version = list.Version + 1,
                ModifiedBy = caller.User.Id,
                ModifiedOn = clock.Now(),
            };
            if (!await ListStore.Update(connection, changed))
                return NameTaken(changed.Name);
            await Tell(connection, caller, ListEvents.Updated, list.ListId);
            return changed;
        }, cancellation));
        return await Told(caller, changing, cancellation);
    }

    /// <summary>Deletes a list; its members stay leads.</summary>
    public async Task<Failure?> Delete(Caller caller, Guid? listId, CancellationToken cancellation)
    {
        var found = await Find(caller, listId, cancellation);
        if (found.Failure is { } failure)
            return failure;
        if (found.Value.IsSystem)
            return OfSystem;
        if (Refuse(caller, Deed.Delete, found.Value) is { } notPermitted)
            return notPermitted;
        var isDone = await database.Transaction(caller.AccountId, async connection =>
        {
            if (await ListStore.Lock(connection, caller.AccountId, found.Value.ListId) is not { } list)
                return false;
            await ListStore.Hide(connection, caller.AccountId, list.ListId);
            await Tell(connection, caller, ListEvents.Deleted, list.ListId);
            return true;
        }, cancellation);
        if (!isDone)
            return Unknown;
        await Remove(caller.AccountId, found.Value.ListId);
        return null;
    }

    /// <summary>Removes what deleted lists have left behind.</summary>
    public async Task RemoveHidden(int accountId)
    {
        foreach (var listId in await store.Hidden(accountId))
            await Remove(accountId, listId);
    }

    /// <summary>A filter as it is kept; null for none.</summary>
    public static string? Text(FilterRequest? filter) =>
        filter is null ? null : JsonSerializer.Serialize(filter, OwnJson.Default.FilterRequest);

    private async Task<Result<LeadList>> Told(
        Caller caller, Task<Result<LeadList>> writing, CancellationToken cancellation)
    {
        var written = await writing;
        return written.Failure is null ? await members.Seen(caller, written.Value, cancellation) : written;
    }

    private async Task Remove(int accountId, Guid listId)
    {
        await members.RemoveAll(accountId, listId, within: null);
        await store.Remove(accountId, listId);
    }

    /// <summary>A dynamic list with how many leads meet its filter; a failure where it cannot be read.</summary>
    private async Task<Result<LeadList>> Counted(Caller caller, LeadList list, CancellationToken cancellation)
    {
        if (!list.IsDynamic)
            return list;
        var filter = ListMemberOperations.FilterOf(list);
        if (filter.Failure is { } unreadable)
            return unreadable;
        var count = await search.CountAll(caller.Unrestricted, filter.Value, cancellation);
        return count.Failure is { } unfit
            ? unfit with { Field = unfit.Field ?? "filter" }
            : list with { MemberCount = count.Value };
    }

    private static Failure? RefuseName(string? name) => name is null || UnicodeText.IsBlank(name)
        ? new Failure(ErrorCode.MissingAttribute, "'Name' is mandatory.") { Field = "name" }
        : name.Trim().Length > LongestName || !FieldRules.IsStorable(name)
            ? new Failure(ErrorCode.InvalidInput, $"A name has at most {LongestName} characters.") { Field = "name" }
            : null;

    private static Failure NameTaken(string name) =>
        new(ErrorCode.Duplicate, $"A list with the name '{name}' already exists.") { Field = "name" };

    private Task Tell(NpgsqlConnection connection, Caller caller, string kind, Guid listId)
    {
        var rows = new RowBuffer();
        rows.Add(EventStore.Append, Event.By(caller, kind, leadId: null, listId, clock.Now()));
        return rows.Write(connection);
    }
}
