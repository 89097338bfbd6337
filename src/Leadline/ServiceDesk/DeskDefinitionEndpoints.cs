using System.Text.Json.Serialization.Metadata;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.ServiceDesk;

/// <summary>Groups of agents, SLA policies and business hours in Leadline's own API.</summary>
internal sealed class DeskDefinitionEndpoints(
    DeskOperations desks, DeskDefinitionOperations definitions, FieldOperations fields)
{
    public async Task<Failure?> Groups(Call call)
    {
        var groups = (await desks.Get(call.Caller.AccountId)).Groups;
        return call.Answer(
            new TicketGroupsResponse([.. groups.Select(DeskResponses.Response)]), OwnJson.Default.TicketGroupsResponse);
    }

    public async Task<Failure?> Policies(Call call)
    {
        var policies = (await desks.Get(call.Caller.AccountId)).Policies;
        return call.Answer(
            new SlaPoliciesResponse([.. policies.Select(DeskResponses.Response)]), OwnJson.Default.SlaPoliciesResponse);
    }

    public async Task<Failure?> Hours(Call call)
    {
        var hours = (await desks.Get(call.Caller.AccountId)).Hours;
        return call.Answer(
            new BusinessHoursListResponse([.. hours.Select(DeskResponses.Response)]),
            OwnJson.Default.BusinessHoursListResponse);
    }

    public Task<Failure?> AddGroup(Call call) => SaveGroup(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutGroup(Call call) => SaveGroup(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemoveGroup(Call call) => Remove(call, DeskDefinitionKinds.Group, (_, _) => null);

    public Task<Failure?> AddPolicy(Call call) => SavePolicy(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutPolicy(Call call) => SavePolicy(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemovePolicy(Call call) => Remove(call, DeskDefinitionKinds.Policy, (_, _) => null);

    public Task<Failure?> AddHours(Call call) => SaveHours(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutHours(Call call) => SaveHours(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemoveHours(Call call) => Remove(
        call,
        DeskDefinitionKinds.Hours,
        (desk, id) => desk.Policies.Any(policy => policy.HoursId == id)
            ? new Failure(ErrorCode.Conflict, "A policy runs in these business hours.")
            : null);

    private async Task<Failure?> SaveGroup(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<TicketGroupRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        return await Save(
            call, DeskDefinitionKinds.Group, id, mustExist, desk => desk.Group(id) is not null,
            _ => DeskDefinitionInput.Group(id, body.Value, call.Caller.Account, catalog),
            DeskResponses.Response, OwnJson.Default.TicketGroupResponse);
    }

    private async Task<Failure?> SavePolicy(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<SlaPolicyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.CatalogIn(await fields.Get(call.Caller.AccountId));
        return await Save(
            call, DeskDefinitionKinds.Policy, id, mustExist, desk => desk.Policy(id) is not null,
            desk => DeskDefinitionInput.Policy(id, body.Value, desk, catalog),
            DeskResponses.Response, OwnJson.Default.SlaPolicyResponse);
    }

    private async Task<Failure?> SaveHours(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<BusinessHoursRequest>();
        return body.Failure ?? await Save(
            call, DeskDefinitionKinds.Hours, id, mustExist, desk => desk.Hours.Any(hours => hours.Id == id),
            _ => DeskDefinitionInput.Hours(id, body.Value, call.Caller.Account),
            DeskResponses.Response, OwnJson.Default.BusinessHoursResponse);
    }

    private async Task<Failure?> Save<T, TResponse>(
        Call call, string kind, Guid id, bool mustExist, Func<Desk, bool> exists, Func<Desk, Result<T>> read,
        Func<T, TResponse> response, JsonTypeInfo<TResponse> type)
        where T : class
    {
        var saved = await definitions.Save(
            call.Caller, call.Transaction, kind, id,
            desk => mustExist && !exists(desk) ? DeskDefinitionOperations.Unknown : read(desk));
        return saved.Failure ?? call.Answer(response(saved.Value), type);
    }

    private async Task<Failure?> Remove(Call call, string kind, Func<Desk, Guid, Failure?> refuse)
    {
        var id = IdOf(call);
        var removed = await definitions.Remove(call.Caller, call.Transaction, kind, id, desk => refuse(desk, id));
        return removed ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    private static Guid IdOf(Call call) => call.RouteId("id") ?? Guid.Empty;
}
