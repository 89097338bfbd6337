using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Events;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Opportunities;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Tasks;

/// <summary>
/// Making, changing, completing and deleting tasks, each with its event, and with the activity of a completion, in one
/// transaction.
/// </summary>
internal sealed class TaskOperations(
    Database database, TaskTypeOperations types, FieldOperations fields, AccountChanges changes, CounterStore counters,
    TimeProvider clock)
{
    /// <summary>Most tasks of one deletion (core §4).</summary>
    public const int MostDeleted = 5_000;

    /// <summary>Makes or changes a task.</summary>
    public async Task<Result<UserTask>> Write(Caller caller, NpgsqlConnection? within, TaskWrite write) =>
        (await WriteAll(caller, within, [write]))[0];

    /// <summary>
    /// Makes and changes tasks in their order; each has an outcome of its own, and a refused one leaves nothing.
    /// </summary>
    public Task<IReadOnlyList<Result<UserTask>>> WriteAll(
        Caller caller, NpgsqlConnection? within, IReadOnlyList<TaskWrite> writes) =>
        within is null
            ? Races.Again(() => database.Transaction(caller.AccountId, connection => Write(connection, caller, writes)))
            : Write(within, caller, writes);

    /// <summary>
    /// Deletes at most <see cref="MostDeleted"/> tasks, those of them that exist and that the caller may delete; how
    /// many those were.
    /// </summary>
    public Task<int> Delete(Caller caller, NpgsqlConnection? within, IReadOnlyCollection<Guid> ids) =>
        within is null
            ? Races.Again(() => database.Transaction(caller.AccountId, connection => Delete(connection, caller, ids)))
            : Delete(within, caller, ids);

    /// <summary>Deletes a task of a version; true once it is gone.</summary>
    public async Task<Result<bool>> Delete(Caller caller, NpgsqlConnection? within, Guid id) =>
        await Delete(caller, within, [id]) == 1 ? true : TaskRules.Unknown;

    /// <summary>
    /// Deletes a lead's tasks of these types that were made within a window, as a part of a transaction.
    /// </summary>
    public async Task<int> DeleteOfLead(
        Caller caller, NpgsqlConnection connection, Guid leadId, Guid[] typeIds, DateTime? from, DateTime? before) =>
        await Delete(
            connection,
            caller,
            [.. await TaskStore.OfLead(connection, caller.AccountId, leadId, typeIds, from, before)]);

    /// <summary>A number for a call of many tasks.</summary>
    public Task<long> NumberCall(Caller caller) => counters.Take(caller.AccountId, TaskStore.CallCounter, 1);

    private async Task<IReadOnlyList<Result<UserTask>>> Write(
        NpgsqlConnection connection, Caller caller, IReadOnlyList<TaskWrite> writes)
    {
        var definitions = await Enter(connection, caller.AccountId);
        caller = caller with { Account = definitions.Account };
        var inputs = writes.Where(write => write.Input.Failure is null).Select(write => write.Input.Value).ToList();
        var opportunities = await OpportunityReadOperations.LeadsOf(
            connection, caller.AccountId, [.. inputs.Select(input => input.Relation?.OpportunityId).OfType<Guid>()]);
        var (leads, tasks) = await Lock(
            connection,
            caller.AccountId,
            [.. writes.Select(write => write.Id).OfType<Guid>()],
            [.. inputs.Select(input => input.Relation?.LeadId).OfType<Guid>(), .. opportunities.Values]);

        // Those that were gone before their leads were locked.
        if (opportunities.Count > 0)
            opportunities = await OpportunityReadOperations.LeadsOf(
                connection, caller.AccountId, [.. opportunities.Keys]);
        var batch = new TaskBatch(
            caller, definitions, await Seen(connection, caller, leads), opportunities, tasks, clock.Now());
        var outcomes = writes.Select(batch.Decide).ToList();
        await Number(caller.AccountId, batch);
        await batch.Rows().Write(connection);
        return outcomes;
    }

    private async Task<int> Delete(NpgsqlConnection connection, Caller caller, IReadOnlyCollection<Guid> ids)
    {
        var (leads, locked) = await Lock(connection, caller.AccountId, [.. ids.Distinct()], []);
        var seen = await Seen(connection, caller, leads);
        var tasks = locked.Values.Where(task => TaskRules.IsSeen(caller, task, seen)
            && TaskRules.Refuse(caller, Deed.Delete, task) is null).ToList();
        var now = clock.Now();
        var rows = new RowBuffer();
        foreach (var task in tasks)
            rows.Add(EventStore.Append, Event.By(caller, TaskEvents.Deleted, task.LeadId, task.Id, now));
        await TaskStore.Delete(connection, caller.AccountId, [.. tasks.Select(task => task.Id)]);
        await rows.Write(connection);
        return tasks.Count;
    }

    /// <summary>Those of the locked leads that the caller may see.</summary>
    private static async Task<IReadOnlySet<Guid>> Seen(
        NpgsqlConnection connection, Caller caller, IReadOnlySet<Guid> leads) =>
        caller.Scope(RecordKind.Lead, Deed.View).IsAll
            ? leads
            : (await LeadStore.Keep(connection, caller, [.. leads])).ToHashSet();

    /// <summary>The definitions, which stay as they are until the commit.</summary>
    private async Task<TaskDefinitions> Enter(NpgsqlConnection connection, int accountId)
    {
        var version = await TaskStore.LockDefinitions(connection, accountId);
        for (var hasLooked = false; ; hasLooked = true)
        {
            var definitions = new TaskDefinitions(await fields.Definitions(accountId), await types.Get(accountId));
            if (definitions.Version == version || hasLooked)
                return definitions;
            changes.Announce(accountId);
        }
    }

    /// <summary>
    /// Locks the leads, with those that the tasks have, and then the tasks. Where one was given another lead in
    /// between, that is locked as well: the tasks are locked by then, and stay with their leads.
    /// </summary>
    private static async Task<(IReadOnlySet<Guid> Leads, Dictionary<Guid, UserTask> Tasks)> Lock(
        NpgsqlConnection connection, int accountId, Guid[] taskIds, IReadOnlyCollection<Guid> leadIds)
    {
        var present = taskIds.Length == 0 ? [] : await TaskStore.LeadsOf(connection, accountId, taskIds);
        for (var wanted = leadIds.Concat(present).ToHashSet(); ;)
        {
            var leads = await TaskStore.LockLeads(connection, accountId, wanted);
            var tasks = await TaskStore.Lock(connection, accountId, [.. taskIds.Distinct()]);
            var known = wanted.Count;
            wanted.UnionWith(tasks.Values.Select(task => task.LeadId).OfType<Guid>());
            if (wanted.Count == known)
                return (leads, tasks);
        }
    }

    private async Task Number(int accountId, TaskBatch batch)
    {
        if (batch.Made.Count > 0)
        {
            var number = await counters.Take(accountId, TaskStore.NumberCounter, batch.Made.Count);
            foreach (var task in batch.Made)
                task.Number = number++;
        }

        if (batch.Timeline.Count > 0)
        {
            var number = await counters.Take(accountId, ActivityStore.NumberCounter, batch.Timeline.Count);
            foreach (var activity in batch.Timeline)
                activity.Number = number++;
        }
    }
}
