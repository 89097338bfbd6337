using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Leadline.Tickets.Sla;
using Npgsql;

namespace Leadline.Tickets.Desk;

/// <summary>The accounts' service desks: read with every ticket, changed rarely.</summary>
internal sealed class ServiceDesks
{
    private readonly ServiceDeskStore store;
    private readonly FieldOperations fields;
    private readonly AccountCache<ServiceDesk> cache;

    public ServiceDesks(ServiceDeskStore store, FieldOperations fields, AccountChanges changes)
    {
        (this.store, this.fields) = (store, fields);
        cache = new AccountCache<ServiceDesk>(changes, store.Load);
    }

    public async ValueTask<ServiceDesk> Of(int accountId) =>
        await cache.Get(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>
    /// Gives a new account its desk, in the transaction that makes the account: with hours around the clock and a policy that
    /// promises something for each priority (extended §5.10).
    /// </summary>
    public async Task<ServiceDesk> Seed(NpgsqlConnection connection, int accountId, string timeZone, bool apiEnabled)
    {
        var hours = BusinessHours.AroundTheClock with { Id = Ids.New(), Name = "Calendar Hours", TimeZone = timeZone };
        var policy = SlaPolicy.Default with { Id = Ids.New(), HoursId = hours.Id };
        var desk = new ServiceDesk { AccountId = accountId, ApiEnabled = apiEnabled, Hours = [hours], Policies = [policy] };
        await store.SaveDesk(connection, desk);
        await store.SaveDefinition(connection, accountId, ServiceDeskStore.Hours, hours.Id, hours);
        await store.SaveDefinition(connection, accountId, ServiceDeskStore.Policy, policy.Id, policy);
        return desk;
    }

    /// <summary>Replaces the desk by what <paramref name="change"/> makes of it; only the desk's admins may.</summary>
    public Task<Result<ServiceDesk>> Change(Caller caller, Func<NpgsqlConnection, ServiceDesk, Task<Result<ServiceDesk>>> change)
    {
        if (ServiceRights.ChangeRefusal(caller) is { } notPermitted)
            return Task.FromResult<Result<ServiceDesk>>(notPermitted);
        return fields.Change<ServiceDesk>(caller.AccountId, caller.Transaction, async connection =>
        {
            var desk = await store.Load(connection, caller.AccountId)
                ?? throw new InvalidOperationException($"Account {caller.AccountId} is gone.");
            var changed = await change(connection, desk);
            if (changed.Failure is null && !ReferenceEquals(changed.Value, desk))
                await store.SaveDesk(connection, changed.Value);
            return changed;
        });
    }
}
