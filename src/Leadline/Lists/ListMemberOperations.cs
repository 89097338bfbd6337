using System.Text.Json;
using Leadline.Accounts;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Lists;

/// <summary>How many leads a call changed, and how many members the list has then.</summary>
internal readonly record struct MembersChanged(int Changed, long MemberCount);

/// <summary>The leads of lists: read and counted in any list, added to and removed from static ones.</summary>
internal sealed class ListMemberOperations(
    Database database, ListStore lists, ListMemberStore store, LeadSearch search, TimeProvider clock)
{
    /// <summary>Most leads that one call adds or removes.</summary>
    public const int MostChanged = 1_000;

    /// <summary>Members that one statement removes of a list that is emptied.</summary>
    private const int RemovedAtOnce = 5_000;

    private static readonly Failure NotStatic = new(
        ErrorCode.Conflict, "The members of a dynamic list are what its filter finds.");

    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"A call adds or removes at most {MostChanged} leads.");

    /// <summary>
    /// Adds leads to a static list; who is a member stays one. Where any of them does not exist, none is added.
    /// </summary>
    public async Task<Result<MembersChanged>> Add(
        Caller caller, NpgsqlConnection? within, LeadList list, IReadOnlyCollection<Guid> leadIds)
    {
        Guid[] ids = [.. leadIds.Distinct()];
        if (Refuse(caller, list, ids.Length) is { } refusal)
            return refusal;
        return await Told(caller, list, Change(
            caller,
            within,
            list,
            ListEvents.MemberAdded,
            sign: 1,
            async connection =>
            {
                var known = await LeadStore.Keep(connection, caller, ids);
                return ids.Except(known).ToList() is [var unknown, ..]
                    ? UnknownLead(unknown)
                    : Result<IEnumerable<Guid>>.Success(await ListMemberStore.Add(
                        connection, caller.AccountId, list.ListId, ids, caller.User.Id, clock.Now()));
            }));
    }

    /// <summary>Removes leads from a static list; who is no member is passed over.</summary>
    public async Task<Result<MembersChanged>> Remove(
        Caller caller, NpgsqlConnection? within, LeadList list, IReadOnlyCollection<Guid> leadIds)
    {
        Guid[] ids = [.. leadIds.Distinct()];
        if (Refuse(caller, list, ids.Length) is { } refusal)
            return refusal;
        return await Told(caller, list, Change(
            caller,
            within,
            list,
            ListEvents.MemberRemoved,
            sign: -1,
            async connection =>
            {
                Guid[] seen = [.. await LeadStore.Keep(connection, caller, ids)];
                Guid[] doomed = [.. await ListMemberStore.Lock(connection, caller.AccountId, list.ListId, seen)];
                await ListMemberStore.Remove(connection, caller.AccountId, list.ListId, doomed);
                return Result<IEnumerable<Guid>>.Success(doomed);
            }));
    }

    /// <summary>Removes all members, until there is none.</summary>
    public async Task<Result<MembersChanged>> Empty(Caller caller, NpgsqlConnection? within, LeadList list)
    {
        if (Refuse(caller, list, count: 0) is { } refusal)
            return refusal;
        var seen = await Seen(caller, list, CancellationToken.None);
        var removed = await RemoveAll(caller.AccountId, list.ListId, within);
        var count = await database.Transaction(caller.AccountId, within, async connection =>
        {
            var rows = new RowBuffer();
            rows.Add(
                EventStore.Append,
                Event.By(caller, ListEvents.Emptied, leadId: null, list.ListId, clock.Now()));
            await rows.Write(connection);
            return await ListMemberStore.Count(connection, caller.AccountId, list.ListId, 0);
        });
        return new MembersChanged(Sees(caller) ? removed : (int)seen.MemberCount, count ?? 0);
    }

    /// <summary>Removes the members of a list, some thousand in a transaction; how many.</summary>
    public async Task<int> RemoveAll(int accountId, Guid listId, NpgsqlConnection? within)
    {
        var all = 0;
        for (var removed = RemovedAtOnce; removed == RemovedAtOnce; all += removed)
        {
            removed = await Again(within, () => database.Transaction(accountId, within, async connection =>
            {
                Guid[] some = [.. await ListMemberStore.LockSome(connection, accountId, listId, RemovedAtOnce)];
                await ListMemberStore.Remove(connection, accountId, listId, some);
                await ListMemberStore.Count(connection, accountId, listId, -some.Length);
                return some.Length;
            }));
        }

        return all;
    }

    public async Task<Result<LeadPageFound>> Page(
        Caller caller, LeadList list, LeadPage page, CancellationToken cancellation)
    {
        if (!list.IsDynamic)
            return await search.Find(
                caller, ListMemberStore.Members(list.ListId, list.MemberCount), page, cancellation);
        var filter = FilterOf(list);
        return filter.Failure is { } unreadable
            ? unreadable
            : await search.Find(caller, filter.Value, page, cancellation);
    }

    /// <summary>The list with the count of those of its members that the caller may see.</summary>
    public async Task<LeadList> Seen(Caller caller, LeadList list, CancellationToken cancellation)
    {
        if (Sees(caller))
            return list;
        var count = await Count(caller, list, cancellation);
        return list with { MemberCount = count.Failure is null ? count.Value : 0 };
    }

    /// <summary>
    /// How many members the list has that the caller may see: kept for a static one where that is all, else counted.
    /// </summary>
    public async Task<Result<long>> Count(Caller caller, LeadList list, CancellationToken cancellation)
    {
        if (!list.IsDynamic)
            return Sees(caller)
                ? list.MemberCount
                : await search.CountAll(
                    caller, ListMemberStore.Members(list.ListId, list.MemberCount), cancellation);
        var filter = FilterOf(list);
        if (filter.Failure is { } unreadable)
            return unreadable;
        var count = await search.CountAll(caller, filter.Value, cancellation);
        return count.Failure is { } failure ? failure : (long)count.Value;
    }

    /// <summary>As <see cref="Count"/>, kept with the list where all were counted.</summary>
    public async Task<Result<long>> CountAndSave(Caller caller, LeadList list, CancellationToken cancellation)
    {
        var count = await Count(caller, list, cancellation);
        if (count.Failure is null && count.Value != list.MemberCount && Sees(caller))
            await lists.SaveCount(caller.AccountId, list.ListId, count.Value);
        return count;
    }

    public async Task<Result<bool>> Has(Caller caller, LeadList list, Guid leadId, CancellationToken cancellation)
    {
        if (!list.IsDynamic)
            return await store.Has(caller.AccountId, list.ListId, leadId, cancellation)
                && (await search.Meets(caller, filter: null, leadId, cancellation)).Value;
        var filter = FilterOf(list);
        return filter.Failure is { } unreadable
            ? unreadable
            : await search.Meets(caller, filter.Value, leadId, cancellation);
    }

    /// <summary>What a dynamic list's leads meet; null for all leads.</summary>
    public static Result<RecordFilter?> FilterOf(LeadList list) => RecordFilter.Read(
        list.Filter is { } filter ? JsonSerializer.Deserialize(filter, OwnJson.Default.FilterRequest) : null);

    private static Failure? Refuse(Caller caller, LeadList list, int count) =>
        list.IsDynamic ? NotStatic : count > MostChanged ? TooMany : ListOperations.Refuse(caller, Deed.Update, list);

    /// <summary>True where the caller may see every lead.</summary>
    private static bool Sees(Caller caller) => caller.Scope(RecordKind.Lead, Deed.View).IsAll;

    /// <summary>What changed, as far as the caller may see.</summary>
    private async Task<Result<MembersChanged>> Told(
        Caller caller, LeadList list, Task<Result<MembersChanged>> changing)
    {
        var changed = await changing;
        return changed.Failure is not null || Sees(caller)
            ? changed
            : changed.Value with { MemberCount = (await Seen(caller, list, CancellationToken.None)).MemberCount };
    }

    /// <summary>Changes members, their events and the list's count in one transaction.</summary>
    private Task<Result<MembersChanged>> Change(
        Caller caller,
        NpgsqlConnection? within,
        LeadList list,
        string kind,
        int sign,
        Func<NpgsqlConnection, Task<Result<IEnumerable<Guid>>>> change) =>
        Again(within, () => database.Transaction<Result<MembersChanged>>(caller.AccountId, within, async connection =>
        {
            if (!await ListStore.Exists(connection, caller.AccountId, list.ListId))
                return ListOperations.Unknown;
            var changed = await change(connection);
            if (changed.Failure is { } failure)
                return failure;
            var (now, count, rows) = (clock.Now(), 0, new RowBuffer());
            foreach (var leadId in changed.Value)
            {
                rows.Add(EventStore.Append, Event.By(caller, kind, leadId, list.ListId, now));
                count++;
            }

            await rows.Write(connection);

            // The list's row comes last, as for whoever deletes a lead. Gone meanwhile, it takes the change with it.
            return await ListMemberStore.Count(connection, caller.AccountId, list.ListId, sign * count) is { } total
                ? new MembersChanged(count, total)
                : throw new RaceLostException();
        }));

    // Within a call's own transaction nothing can be tried again: the call is, as a whole.
    private static Task<T> Again<T>(NpgsqlConnection? within, Func<Task<T>> work) =>
        within is null ? Races.Again(work) : work();

    private static Failure UnknownLead(Guid leadId) =>
        new(ErrorCode.InvalidInput, $"There is no lead {leadId}: none was added.") { Field = "leadIds" };
}
