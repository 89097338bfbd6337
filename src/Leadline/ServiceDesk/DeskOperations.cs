using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Platform;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.ServiceDesk;

/// <summary>The accounts' service desks: read with every ticket, changed rarely.</summary>
internal sealed class DeskOperations
{
    private readonly DeskStore store;
    private readonly FieldOperations fields;
    private readonly AccountCache<Desk> cache;

    public DeskOperations(DeskStore store, FieldOperations fields, AccountChanges changes)
    {
        (this.store, this.fields) = (store, fields);
        cache = new AccountCache<Desk>(changes, store.Load);
    }

    public async ValueTask<Desk> Get(int accountId) =>
        await cache.Get(accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>As seen by the connection, the changes of its own transaction included.</summary>
    public async Task<Desk> Load(NpgsqlConnection connection, int accountId) =>
        await store.Load(connection, accountId) ?? throw new InvalidOperationException($"Account {accountId} is gone.");

    /// <summary>
    /// Gives a new account its desk, in the transaction that makes the account: with hours around the clock and a
    /// policy that promises something for each priority (extended §5.10).
    /// </summary>
    public async Task Seed(NpgsqlConnection connection, int accountId, string timeZone, bool apiEnabled)
    {
        var hours = BusinessHours.AroundTheClock with { Id = Ids.New(), Name = "Calendar Hours", TimeZone = timeZone };
        var policy = SlaPolicy.Default with { Id = Ids.New(), HoursId = hours.Id };
        var desk = new Desk
        {
            AccountId = accountId,
            ApiEnabled = apiEnabled,
            Settings = new DeskSettings { Acknowledge = true },
            Hours = [hours],
            Policies = [policy],
        };
        await store.SaveDesk(connection, desk);
        await store.SaveDefinition(connection, accountId, DeskDefinitionKinds.Hours, hours.Id, hours);
        await store.SaveDefinition(connection, accountId, DeskDefinitionKinds.Policy, policy.Id, policy);
    }

    /// <summary>Replaces the desk by what <paramref name="change"/> makes of it; only the desk's admins may.</summary>
    public Task<Result<Desk>> Change(
        Caller caller, NpgsqlConnection? within, Func<NpgsqlConnection, Desk, Task<Result<Desk>>> change)
    {
        if (ServiceRights.ChangeRefusal(caller) is { } notPermitted)
            return Task.FromResult<Result<Desk>>(notPermitted);
        return fields.Change<Desk>(caller.AccountId, within, async connection =>
        {
            var desk = await Load(connection, caller.AccountId);
            var changed = await change(connection, desk);
            if (changed.Failure is null && !ReferenceEquals(changed.Value, desk))
                await store.SaveDesk(connection, changed.Value);
            return changed;
        });
    }
}
