using System.Text.Json.Serialization.Metadata;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Protocol.Own;
using Leadline.Surfaces;
using Npgsql;

namespace Leadline.ServiceDesk;

/// <summary>Groups of agents, SLA policies and business hours in Leadline's own API.</summary>
internal sealed class DeskDefinitionEndpoints(DeskOperations desks, DeskStore store, FieldOperations fields)
{
    private static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such definition.");

    public async Task<Failure?> Groups(Call call)
    {
        var groups = (await desks.Of(call.Caller.AccountId)).Groups;
        return call.Answer(
            new TicketGroupsResponse([.. groups.Select(DeskResponses.Response)]), OwnJson.Default.TicketGroupsResponse);
    }

    public async Task<Failure?> Policies(Call call)
    {
        var policies = (await desks.Of(call.Caller.AccountId)).Policies;
        return call.Answer(
            new SlaPoliciesResponse([.. policies.Select(DeskResponses.Response)]), OwnJson.Default.SlaPoliciesResponse);
    }

    public async Task<Failure?> Hours(Call call)
    {
        var hours = (await desks.Of(call.Caller.AccountId)).Hours;
        return call.Answer(
            new BusinessHoursListResponse([.. hours.Select(DeskResponses.Response)]),
            OwnJson.Default.BusinessHoursListResponse);
    }

    public Task<Failure?> AddGroup(Call call) => SaveGroup(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutGroup(Call call) => SaveGroup(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemoveGroup(Call call) => Remove(call, DeskStore.Group, (_, _) => null);

    public Task<Failure?> AddPolicy(Call call) => SavePolicy(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutPolicy(Call call) => SavePolicy(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemovePolicy(Call call) => Remove(call, DeskStore.Policy, (_, _) => null);

    public Task<Failure?> AddHours(Call call) => SaveHours(call, Ids.New(), mustExist: false);

    public Task<Failure?> PutHours(Call call) => SaveHours(call, IdOf(call), mustExist: true);

    public Task<Failure?> RemoveHours(Call call) => Remove(
        call,
        DeskStore.Hours,
        (desk, id) => desk.Policies.Any(policy => policy.HoursId == id)
            ? new Failure(ErrorCode.Conflict, "A policy runs in these business hours.")
            : null);

    private async Task<Failure?> SaveGroup(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<TicketGroupRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        return await Save(
            call, DeskStore.Group, id, mustExist, desk => desk.Group(id) is not null,
            _ => DeskDefinitionInput.Group(id, body.Value, call.Caller.Account, catalog),
            DeskResponses.Response, OwnJson.Default.TicketGroupResponse);
    }

    private async Task<Failure?> SavePolicy(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<SlaPolicyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        return await Save(
            call, DeskStore.Policy, id, mustExist, desk => desk.Policy(id) is not null,
            desk => DeskDefinitionInput.Policy(id, body.Value, desk, catalog),
            DeskResponses.Response, OwnJson.Default.SlaPolicyResponse);
    }

    private async Task<Failure?> SaveHours(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<BusinessHoursRequest>();
        return body.Failure ?? await Save(
            call, DeskStore.Hours, id, mustExist, desk => desk.Hours.Any(hours => hours.Id == id),
            _ => DeskDefinitionInput.Hours(id, body.Value, call.Caller.Account),
            DeskResponses.Response, OwnJson.Default.BusinessHoursResponse);
    }

    private async Task<Failure?> Save<T, TResponse>(
        Call call, string kind, Guid id, bool mustExist, Func<Desk, bool> exists, Func<Desk, Result<T>> read,
        Func<T, TResponse> response, JsonTypeInfo<TResponse> type)
        where T : class
    {
        T? saved = null;
        var changed = await Change(call, kind, async (connection, desk) =>
        {
            if (mustExist && !exists(desk))
                return Unknown;
            var made = read(desk);
            if (made.Failure is { } refusal)
                return refusal;
            saved = made.Value;
            await store.SaveDefinition(connection, desk.AccountId, kind, id, saved);
            return null;
        });
        return changed ?? call.Answer(response(saved!), type);
    }

    private async Task<Failure?> Remove(Call call, string kind, Func<Desk, Guid, Failure?> refuse)
    {
        var removed = await Change(call, kind, async (connection, desk) =>
            refuse(desk, IdOf(call)) is { } refusal ? refusal
            : await store.RemoveDefinition(connection, desk.AccountId, kind, IdOf(call)) == 0 ? Unknown
            : null);
        return removed ?? call.Answer(new DoneResponse(), OwnJson.Default.DoneResponse);
    }

    /// <summary>Runs a change of definitions. What open tickets were promised follows in the background.</summary>
    private async Task<Failure?> Change(Call call, string kind, Func<NpgsqlConnection, Desk, Task<Failure?>> change) =>
        (await desks.Change(call.Caller, call.Transaction, async (connection, desk) =>
        {
            if (await change(connection, desk) is { } refusal)
                return refusal;
            if (kind != DeskStore.Group)
                await store.RefreshTickets(connection, desk);
            return desk;
        })).Failure;

    private static Guid IdOf(Call call) => Guid.TryParse(call.Route("id"), out var id) ? id : Guid.Empty;
}
