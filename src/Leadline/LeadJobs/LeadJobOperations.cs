using System.Text.Json;
using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads;
using Leadline.Leads.Editing;
using Leadline.Leads.Search;
using Leadline.Lists;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Storage;
using Npgsql;

namespace Leadline.LeadJobs;

/// <summary>A job with how far it has come.</summary>
internal sealed record LeadJobProgress(LeadJob Job, LeadJobCounts Counts)
{
    /// <summary>Until when it can be taken back; null where it cannot.</summary>
    public DateTime? UndoUntil { get; init; }
}

/// <summary>Changing many leads in the background, each within the rights of whoever asks.</summary>
internal sealed class LeadJobOperations(
    Database database,
    LeadJobStore store,
    FieldOperations fields,
    LeadSearch search,
    ListOperations lists,
    TimeProvider clock)
{
    /// <summary>Most leads that a call names one by one.</summary>
    public const int MostNamed = 10_000;

    private static readonly TimeSpan UndoTime = TimeSpan.FromHours(24);

    /// <summary>How long jobs that have ended are kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such job.");

    /// <summary>Takes a job in, to be done; what can come to nothing at all is refused at once.</summary>
    public async Task<Result<LeadJobProgress>> Add(
        Caller caller, NpgsqlConnection? within, LeadJobRequest request, CancellationToken cancellation)
    {
        var action = request.Action ?? "";
        var values = LeadJobRules.Values(action, request.Values, request.OwnerId, request.Stage);
        if ((await RefuseAction(caller, request, values) ?? await RefuseLeads(caller, request, cancellation)) is { } no)
            return no;
        var job = new LeadJob
        {
            AccountId = caller.AccountId,
            JobId = Ids.New(),
            UserId = caller.User.Id,
            Action = action,
            Values = values is null ? null : JsonSerializer.Serialize(values),
            ListId = LeadJobAction.IsOfList(action) ? request.ListId : null,
            Filter = request.Filter is { } filter
                ? JsonSerializer.Serialize(filter, OwnJson.Default.FilterRequest)
                : null,
            IsCollected = request.LeadIds is not null,
            CreatedOn = clock.Now(),
        };
        Guid[] named = [.. (request.LeadIds ?? []).Distinct()];
        await database.Transaction(
            caller.AccountId,
            within,
            async connection =>
            {
                await LeadJobStore.Add(connection, job, named);
                return true;
            },
            CancellationToken.None);
        return new LeadJobProgress(job, new LeadJobCounts(named.Length, 0, 0, 0, 0));
    }

    public async Task<Result<LeadJobProgress>> Find(Caller caller, Guid? jobId) =>
        jobId is { } id && await store.Find(caller.AccountId, id) is { } job
        && (job.UserId == caller.User.Id || caller.User.IsAdministrator)
            ? await Progress(job)
            : Unknown;

    /// <summary>The caller's jobs, an administrator's all, the newest first.</summary>
    public async Task<IReadOnlyList<LeadJobProgress>> List(Caller caller, Guid? before, int most)
    {
        var jobs = await store.List(
            caller.AccountId, caller.User.IsAdministrator ? null : caller.User.Id, before, most);
        var told = new List<LeadJobProgress>();
        foreach (var job in jobs)
            told.Add(await Progress(job));
        return told;
    }

    /// <summary>Leads of a job that came to this, behind one.</summary>
    public async Task<Result<IReadOnlyList<LeadJobRowOutcome>>> Rows(
        Caller caller, Guid? jobId, LeadJobOutcome outcome, Guid after, int most)
    {
        var found = await Find(caller, jobId);
        return found.Failure is { } failure
            ? failure
            : Result<IReadOnlyList<LeadJobRowOutcome>>.Success(
                await store.Rows(caller.AccountId, found.Value.Job.JobId, outcome, after, most));
    }

    /// <summary>Ends a job where it is; what it has done stays.</summary>
    public async Task<Result<LeadJobProgress>> Cancel(Caller caller, Guid? jobId)
    {
        var found = await Find(caller, jobId);
        if (found.Failure is not null)
            return found;
        return await store.End(found.Value.Job, LeadJobState.Cancelled, reason: null, clock.Now())
            ? await Find(caller, jobId)
            : new Failure(ErrorCode.Conflict, "The job has ended.");
    }

    /// <summary>A job that gives each lead back what it had, where it still has what was set.</summary>
    public async Task<Result<LeadJobProgress>> Undo(Caller caller, NpgsqlConnection? within, Guid? jobId)
    {
        var found = await Find(caller, jobId);
        if (found.Failure is not null)
            return found;
        if (found.Value.UndoUntil is null)
            return new Failure(
                ErrorCode.Conflict,
                "A job can be undone once, when it has ended, for 24 hours, and not where it deleted leads.");
        var of = found.Value.Job;
        var undo = new LeadJob
        {
            AccountId = of.AccountId,
            JobId = Ids.New(),
            UserId = caller.User.Id,
            Action = of.Action switch
            {
                LeadJobAction.AddToList => LeadJobAction.RemoveFromList,
                LeadJobAction.RemoveFromList => LeadJobAction.AddToList,
                _ => LeadJobAction.SetFields,
            },
            ListId = of.ListId,
            IsCollected = true,
            Undoes = of.JobId,
            CreatedOn = clock.Now(),
        };
        var isFirst = await database.Transaction(caller.AccountId, within, async connection =>
        {
            if (!await LeadJobStore.MarkUndone(connection, undo))
                return false;
            await LeadJobStore.Add(connection, undo, []);
            await LeadJobStore.AddUndone(connection, undo);
            return true;
        });
        return isFirst
            ? new LeadJobProgress(undo, new LeadJobCounts(found.Value.Counts.Done, 0, 0, 0, 0))
            : new Failure(ErrorCode.Conflict, "The job is being undone.");
    }

    public Task RemoveOld(int accountId) => store.RemoveOld(accountId, clock.Now() - Kept);

    private async Task<LeadJobProgress> Progress(LeadJob job) =>
        new(job, await store.Count(job.AccountId, job.JobId))
        {
            UndoUntil = job is { FinishedOn: { } ended, UndoneBy: null, Undoes: null, Action: not LeadJobAction.Delete }
                && ended + UndoTime is var until && until > clock.Now()
                    ? until
                    : null,
        };

    private async Task<Failure?> RefuseAction(
        Caller caller, LeadJobRequest request, Dictionary<string, string?>? values)
    {
        switch (request.Action)
        {
            case LeadJobAction.SetFields or LeadJobAction.SetOwner or LeadJobAction.SetStage:
                if (values is not { Count: > 0 })
                    return new Failure(ErrorCode.MissingAttribute, "There is nothing to set.") { Field = "values" };
                return LeadEditRules.Check(await fields.Definitions(caller.AccountId), values, isNew: false);
            case LeadJobAction.AddToList or LeadJobAction.RemoveFromList:
                var list = await lists.Find(caller, request.ListId, CancellationToken.None);
                return list.Failure is { } failure ? failure with { Field = "listId" }
                    : list.Value.IsDynamic
                        ? new Failure(ErrorCode.Conflict, "The members of a dynamic list are what its filter finds.")
                    : ListOperations.Refuse(caller, Deed.Update, list.Value);
            case LeadJobAction.Delete:
                return caller.Account.LeadDeleteEnabled
                    ? null
                    : new Failure(ErrorCode.NotPermitted, "Delete is not enabled for you");
            default:
                return new Failure(
                    ErrorCode.InvalidInput,
                    "setFields, setOwner, setStage, addToList, removeFromList or delete.")
                {
                    Field = "action",
                };
        }
    }

    private async Task<Failure?> RefuseLeads(
        Caller caller, LeadJobRequest request, CancellationToken cancellation)
    {
        if (request.LeadIds is null == request.Filter is null)
            return new Failure(ErrorCode.InvalidInput, "A job has either 'leadIds' or a 'filter'.")
            {
                Field = "leadIds",
            };
        if (request.LeadIds is { Count: > MostNamed })
            return new Failure(ErrorCode.LimitExceeded, $"At most {MostNamed} leads are named.") { Field = "leadIds" };
        var filter = RecordFilter.Read(Meant(request.Filter));
        return filter.Failure ?? (await search.Find(
            caller, filter.Value, new LeadPage(null, true, 0, 1), cancellation)).Failure;
    }

    /// <summary>An empty filter is none: all leads are meant.</summary>
    public static FilterRequest? Meant(FilterRequest? filter) =>
        filter is { Field: null, All: null, Any: null } ? null : filter;
}
