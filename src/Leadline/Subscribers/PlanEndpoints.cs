using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Subscribers;

/// <summary>Plans in Leadline's own API.</summary>
internal sealed class PlanEndpoints(PlanOperations plans)
{
    private const int MostListed = 200;

    public async Task<Failure?> List(Call call)
    {
        var after = int.TryParse(call.Query("after"), out var number) ? number : 0;
        var most = call.QueryLimit(MostListed);
        var found = (await plans.All(call.Caller)).Where(plan => plan.Number > after).Take(most + 1).ToList();
        return call.Answer(
            new Protocol.Own.PlansResponse(
                [.. found.Take(most).Select(Response)], found.Count > most ? found[most - 1].Number : null),
            OwnJson.Default.PlansResponse);
    }

    public async Task<Failure?> Get(Call call) =>
        (await plans.All(call.Caller)).FirstOrDefault(plan => plan.Number == NumberOf(call)) is { } plan
            ? Answer(call, plan)
            : PlanOperations.Unknown;

    public Task<Failure?> Create(Call call) => Save(call, number: null);

    public Task<Failure?> Change(Call call) => Save(call, NumberOf(call));

    public async Task<Failure?> Delete(Call call) =>
        await plans.Delete(call.Caller, call.Transaction, NumberOf(call))
        ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);

    public Task<Failure?> Give(Call call) => Give(call, isGiven: true);

    public Task<Failure?> Take(Call call) => Give(call, isGiven: false);

    private async Task<Failure?> Give(Call call, bool isGiven)
    {
        if (!Guid.TryParse(call.Route("lead"), out var leadId))
            return new Failure(ErrorCode.UnknownLead, ErrorTexts.UnknownLead);
        return await plans.Give(call.Caller, call.Transaction, NumberOf(call), leadId, isGiven, call.Cancelled)
            ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    private async Task<Failure?> Save(Call call, int? number)
    {
        var body = call.Read<PlanRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var edit = new PlanEdit(
            body.Value.Name,
            body.Value.Price,
            body.Value.SpeedMbps,
            body.Value.Description,
            body.Value.Services,
            IfMatch.Version(call));
        return Answer(call, await plans.Save(call.Caller, call.Transaction, number, edit));
    }

    private static Failure? Answer(Call call, Result<Plan> plan)
    {
        if (plan.Failure is null)
            IfMatch.Tell(call, plan.Value.Version);
        return call.Answer(plan, Response, OwnJson.Default.PlanResponse);
    }

    private static PlanResponse Response(Plan plan) => new(
        plan.Number,
        plan.Name,
        plan.Price,
        plan.Speed,
        plan.Description,
        plan.Services,
        plan.Version,
        plan.CreatedOn);

    private static int NumberOf(Call call) => int.TryParse(call.Route("plan"), out var number) ? number : 0;
}
