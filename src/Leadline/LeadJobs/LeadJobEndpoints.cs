using System.Text.Json;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.LeadJobs;

/// <summary>Changes of many leads in Leadline's own API.</summary>
internal sealed class LeadJobEndpoints(LeadJobOperations jobs, LeadReads leads)
{
    private const int MostListed = 100;
    private const int MostRows = 500;

    /// <summary><c>POST lead-jobs</c></summary>
    public async Task<Failure?> Create(Call call)
    {
        var body = call.ReadStrictly<LeadJobRequest>();
        return body.Failure
            ?? Answer(call, await jobs.Add(call.Caller, call.Transaction, body.Value, call.Cancelled));
    }

    public async Task<Failure?> List(Call call)
    {
        var most = call.QueryLimit(MostListed);
        var found = await jobs.List(call.Caller, call.QueryId("after"), most);
        return call.Answer(
            new LeadJobsResponse(
                [.. found.Select(Response)], found.Count == most ? found[^1].Job.JobId : null),
            OwnJson.Default.LeadJobsResponse);
    }

    public async Task<Failure?> Get(Call call) => Answer(call, await jobs.Find(call.Caller, call.RouteId("job")));

    public async Task<Failure?> Cancel(Call call) => Answer(call, await jobs.Cancel(call.Caller, call.RouteId("job")));

    public async Task<Failure?> Undo(Call call) =>
        Answer(call, await jobs.Undo(call.Caller, call.Transaction, call.RouteId("job")));

    /// <summary><c>GET lead-jobs/{job}/rows?outcome=&amp;after=&amp;limit=</c></summary>
    public async Task<Failure?> Rows(Call call)
    {
        var outcome = call.Query("outcome") ?? Name(LeadJobOutcome.Refused);
        var wanted = Array.Find(Enum.GetValues<LeadJobOutcome>(), one => Name(one) == outcome);
        if (wanted == default)
            return new Failure(ErrorCode.InvalidInput, "done, unchanged, refused or changedMeanwhile.")
            {
                Field = "outcome",
            };
        var most = call.QueryLimit(MostRows);
        var found = await jobs.Rows(
            call.Caller, call.RouteId("job"), wanted, call.QueryId("after") ?? Guid.Empty, most);
        if (found.Failure is { } failure)
            return failure;
        var rows = found.Value;
        var names = (await leads.ByIds(call.Caller, [.. rows.Select(row => row.LeadId)], call.Cancelled))
            .ToDictionary(lead => lead.Id, lead => lead.Parse().Name);
        return call.Answer(
            new LeadJobRowsResponse(
                [.. rows.Select(row => new LeadJobRowResponse(
                    row.LeadId, names.GetValueOrDefault(row.LeadId), Name(row.Outcome), row.Reason))],
                rows.Count == most ? rows[^1].LeadId : null),
            OwnJson.Default.LeadJobRowsResponse);
    }

    private static Failure? Answer(Call call, Result<LeadJobProgress> progress) =>
        call.Answer(progress, Response, OwnJson.Default.LeadJobResponse);

    private static LeadJobResponse Response(LeadJobProgress progress)
    {
        var (job, counts) = (progress.Job, progress.Counts);
        return new LeadJobResponse(
            job.JobId,
            job.Action,
            JsonNamingPolicy.CamelCase.ConvertName(job.State.ToString()),
            job.IsCollected ? counts.Total : null,
            counts.Done,
            counts.Unchanged,
            counts.Refused,
            counts.ChangedMeanwhile,
            job.Undoes,
            job.UndoneBy,
            progress.UndoUntil,
            job.UserId,
            job.CreatedOn,
            job.FinishedOn,
            job.Reason);
    }

    private static string Name(LeadJobOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());
}
