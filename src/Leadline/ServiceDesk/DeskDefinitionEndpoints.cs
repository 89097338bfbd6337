using System.Globalization;
using System.Text.Json;
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

    public async Task<Failure?> Groups(Call call) => List(call, "groups", (await desks.Of(call.Caller.AccountId)).Groups, Write);

    public async Task<Failure?> Policies(Call call) => List(call, "policies", (await desks.Of(call.Caller.AccountId)).Policies, Write);

    public async Task<Failure?> Hours(Call call) => List(call, "businessHours", (await desks.Of(call.Caller.AccountId)).Hours, Write);

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
            _ => DeskDefinitionInput.Group(id, body.Value, call.Caller.Account, catalog), Write);
    }

    private async Task<Failure?> SavePolicy(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<SlaPolicyRequest>();
        if (body.Failure is { } unreadable)
            return unreadable;
        var catalog = TicketFields.Of(await fields.Of(call.Caller.AccountId));
        return await Save(
            call, DeskStore.Policy, id, mustExist, desk => desk.Policy(id) is not null,
            desk => DeskDefinitionInput.Policy(id, body.Value, desk, catalog), Write);
    }

    private async Task<Failure?> SaveHours(Call call, Guid id, bool mustExist)
    {
        var body = call.Read<BusinessHoursRequest>();
        return body.Failure ?? await Save(
            call, DeskStore.Hours, id, mustExist, desk => desk.Hours.Any(hours => hours.Id == id),
            _ => DeskDefinitionInput.Hours(id, body.Value, call.Caller.Account), Write);
    }

    private async Task<Failure?> Save<T>(
        Call call, string kind, Guid id, bool mustExist, Func<Desk, bool> exists, Func<Desk, Result<T>> read,
        Action<Utf8JsonWriter, T> write)
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
        if (changed is not null)
            return changed;
        write(call.Json, saved!);
        return null;
    }

    private Task<Failure?> Remove(Call call, string kind, Func<Desk, Guid, Failure?> refuse) =>
        Change(call, kind, async (connection, desk) =>
        {
            if (refuse(desk, IdOf(call)) is { } refusal)
                return refusal;
            if (await store.RemoveDefinition(connection, desk.AccountId, kind, IdOf(call)) == 0)
                return Unknown;
            call.Json.WriteStartObject();
            call.Json.WriteEndObject();
            return null;
        });

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

    private static Failure? List<T>(Call call, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        call.Json.WriteStartObject();
        call.Json.WriteStartArray(name);
        foreach (var item in items)
            write(call.Json, item);
        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
        return null;
    }

    private static void Write(Utf8JsonWriter json, TicketGroup group) => JsonSerializer.Serialize(json, group, DeskSettings.Json);

    private static void Write(Utf8JsonWriter json, SlaPolicy policy) => JsonSerializer.Serialize(json, policy, DeskSettings.Json);

    private static void Write(Utf8JsonWriter json, BusinessHours hours)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, hours.Id);
        json.WriteString("name"u8, hours.Name);
        json.WriteString("timeZone"u8, hours.TimeZone);
        json.WriteStartObject("week"u8);
        foreach (var (day, shifts) in hours.Week.OrderBy(day => ((int)day.Key + 6) % 7))
        {
            json.WriteStartArray(day.ToString().ToLowerInvariant());
            foreach (var shift in shifts)
                json.WriteStringValue($"{Time(shift.From)}-{Time(shift.To)}");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("holidays"u8);
        foreach (var holiday in hours.Holidays)
        {
            json.WriteStartObject();
            json.WriteString("day"u8, holiday.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteString("name"u8, holiday.Name);
            json.WriteBoolean("everyYear"u8, holiday.EveryYear);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Time(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";
}
