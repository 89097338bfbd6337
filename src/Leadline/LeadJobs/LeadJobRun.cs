using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Search;
using Leadline.Lists;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Storage;

namespace Leadline.LeadJobs;

/// <summary>
/// Works on a job whose lease this node holds: finds its leads, then changes them, some hundred at a time.
/// </summary>
internal sealed class LeadJobRun(
    Database database,
    LeadJobStore store,
    AccountOperations accounts,
    LeadOperations leads,
    LeadReads reads,
    LeadSearch search,
    ListOperations lists,
    ListMemberOperations members,
    TimeProvider clock)
{
    /// <summary>How long a node's word holds that it works on a job.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const int Found = 1_000;
    private const int AtOnce = 200;

    private static readonly Failure Gone = new(ErrorCode.Conflict, "There is no such list any more.");

    /// <summary>Goes on until the end, or until the job is no longer this node's.</summary>
    public async Task Go(int accountId, Guid jobId, Guid lease, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested
            && await store.Claim(accountId, jobId, lease, clock.Now(), clock.Now() + Lease) is { } job)
        {
            if (await CallerOf(job) is not { } caller)
            {
                await store.End(
                    job, LeadJobState.Failed, "The user whose job it is is no longer active.", clock.Now());
                return;
            }

            if (!job.IsCollected)
            {
                if (await Collect(job, caller, stop) is { } unfit)
                    await store.End(job, LeadJobState.Failed, unfit.Message, clock.Now());
                continue;
            }

            var rows = await store.Next(job, AtOnce);
            if (rows.Count == 0)
                await store.End(job, LeadJobState.Finished, reason: null, clock.Now());
            else if (LeadJobAction.IsOfList(job.Action))
                await ChangeMembers(job, caller, [.. rows.Select(row => row.LeadId)], stop);
            else
                await Change(job, caller, rows, stop);
        }
    }

    private async Task<Caller?> CallerOf(LeadJob job) =>
        await accounts.Find(job.AccountId) is { } account
        && account.Users.TryGetValue(job.UserId, out var user) && user.IsActive
            ? await accounts.CallerOf(account, user)
            : null;

    private async Task<Failure?> Collect(LeadJob job, Caller caller, CancellationToken stop)
    {
        var request = job.Filter is null
            ? null
            : JsonSerializer.Deserialize(job.Filter, OwnJson.Default.FilterRequest);
        var filter = RecordFilter.Read(LeadJobOperations.Meant(request));
        if (filter.Failure is { } unreadable)
            return unreadable;
        var page = new LeadPage(LeadColumns.CreatedOn, Descending: true, Offset: 0, Found)
        {
            After = job.Cursor is { } cursor ? LeadCursor.Read(cursor) : null,
        };
        var found = await search.Find(caller, filter.Value, page, stop);
        if (found.Failure is { } unfit)
            return unfit;
        var all = found.Value.Leads;
        await store.Collect(
            job,
            [.. all.Select(lead => lead.Id)],
            all.Count == Found ? found.Value.Last?.ToString() : null);
        return null;
    }

    /// <summary>Each lead's command notes what became of it; what could not become a command is noted here.</summary>
    private async Task Change(
        LeadJob job, Caller caller, IReadOnlyList<LeadJobRow> rows, CancellationToken stop)
    {
        IReadOnlyList<Failure?> failures;
        if (job.Action == LeadJobAction.Delete)
        {
            failures = await Task.WhenAll(rows.Select(async row => (await leads.Delete(
                caller,
                row.LeadId,
                along => along.Add(LeadJobStore.Record, Outcome(job, row, LeadJobOutcome.Done, null)),
                stop)).Failure));
        }
        else
        {
            var done = await leads.RunAll<LeadWritten>(
                caller,
                definitions => ValueTask.FromResult(rows.Select(row => Make(job, caller, definitions, row))),
                claim: null,
                stop);
            failures = [.. done.Value.Select(one => one.Failure)];
        }

        // A row that has an outcome keeps it.
        await store.Note(
            job.AccountId,
            rows.Zip(failures).Where(one => one.Second is not null).Select(one =>
                Outcome(job, one.First, LeadJobOutcome.Refused, LeadJobRules.Reason(one.Second!))));
    }

    private static Result<LeadCommand<LeadWritten>> Make(
        LeadJob job, Caller caller, Definitions definitions, LeadJobRow row)
    {
        var values = LeadJobRules.Read(row.Restore ?? job.Values) ?? [];
        var target = LeadTarget.Read(
            definitions,
            LeadMatch.ById,
            [.. values.Select(value => new LeadProperty { Attribute = value.Key, Value = value.Value })]);
        return target.Failure is { } failure
            ? failure
            : new ChangeLeadOfJob(
                caller,
                definitions,
                target.Value with { LeadId = row.LeadId, MeansItself = true },
                job.JobId,
                LeadJobRules.Read(row.Expected));
    }

    /// <summary>Members and their rows' outcomes change in one transaction.</summary>
    private async Task ChangeMembers(LeadJob job, Caller caller, Guid[] ids, CancellationToken stop)
    {
        var seen = await reads.Seen(caller, ids, stop);
        Guid[] there = [.. ids.Where(seen.Contains)];
        var list = await lists.Find(caller, job.ListId, stop);
        var refusal = await Races.Again(() => database.Transaction<Failure?>(job.AccountId, async connection =>
        {
            if (list.Failure is not null)
                return Gone;
            var adds = job.Action == LeadJobAction.AddToList;
            var already = (await ListMemberStore.Lock(connection, job.AccountId, list.Value.ListId, there)).ToHashSet();
            if (there.Length > 0)
            {
                var changed = adds
                    ? await members.Add(caller, connection, list.Value, there)
                    : await members.Remove(caller, connection, list.Value, there);
                if (changed.Failure is { } failure)
                    return failure;
            }

            await LeadJobStore.Note(connection, ids.Select(id => new LeadJobResult(
                job.AccountId,
                job.JobId,
                id,
                !seen.Contains(id) ? LeadJobOutcome.Refused
                    : already.Contains(id) == adds ? LeadJobOutcome.Unchanged : LeadJobOutcome.Done,
                seen.Contains(id) ? null : LeadJobRules.Reason(LeadRules.Unknown),
                Before: null,
                After: null)));
            return null;
        }));
        if (refusal is { } unfit)
            await store.Note(job.AccountId, ids.Select(id => new LeadJobResult(
                job.AccountId, job.JobId, id, LeadJobOutcome.Refused, LeadJobRules.Reason(unfit), null, null)));
    }

    private static LeadJobResult Outcome(LeadJob job, LeadJobRow row, LeadJobOutcome outcome, string? reason) =>
        new(job.AccountId, job.JobId, row.LeadId, outcome, reason, Before: null, After: null);
}
