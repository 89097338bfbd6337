using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Npgsql;

namespace Leadline.Subscribers;

/// <summary>What an internet provider sells, and who has it.</summary>
internal sealed class PlanOperations(
    PlanStore store, LeadReads leads, SubscriberStore subscribers, CounterStore counters, TimeProvider clock)
{
    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such plan.");

    private const int MostPlans = 500;
    private const int LongestText = 200;
    private const string Deed = "change plans";

    private static readonly Counter Numbers = new("plan");

    // Of the documentation's examples (extended §7.6).
    private static readonly Plan[] Sample =
    [
        Example(1, "Basic Plan", 20, 50, "Affordable plan for casual browsing"),
        Example(2, "Premium Plan", 50, 200, "High-speed plan for heavy users"),
        Example(3, "Ultra Plan", 75, 500, "Ultra-fast plan for power users"),
    ];

    public async Task Seed(NpgsqlConnection connection, AccountInMaking account)
    {
        if (!account.WithSample)
            return;
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var plan in Sample)
            await store.Add(connection, account.Id, plan with { CreatedOn = now });
        await CounterStore.Begin(connection, account.Id, Numbers, Sample.Length + 1);
    }

    public Task<IReadOnlyList<Plan>> All(Caller caller) => store.All(caller.AccountId);

    /// <summary>
    /// The plans that cost more than the one which the lead of an ISPCRM number has; all where there is no lead, or it
    /// has none.
    /// </summary>
    public async Task<Result<IReadOnlyList<Plan>>> Upgrades(Caller caller, long? leadNumber)
    {
        var plans = await store.All(caller.AccountId);
        if (leadNumber is not { } number)
            return Result<IReadOnlyList<Plan>>.Success(plans);
        if (await subscribers.FindLead(caller, number) is not { } lead)
            return new Failure(ErrorCode.UnknownRecord, "Customer not found");
        var has = await store.Of(caller.AccountId, Guid.Parse(lead.CustomerId));
        var price = plans.FirstOrDefault(plan => plan.Number == has)?.Price;
        return Result<IReadOnlyList<Plan>>.Success([.. plans.Where(plan => price is null || plan.Price > price)]);
    }

    /// <summary>Makes a plan; with a number changes that one, where what is null stays.</summary>
    public async Task<Result<Plan>> Save(Caller caller, NpgsqlConnection? within, int? number, PlanEdit edit)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await store.Write<Result<Plan>>(caller.AccountId, within, async connection =>
        {
            var plans = await store.All(connection, caller.AccountId);
            var before = number is null
                ? new Plan { Version = 0, CreatedOn = clock.GetUtcNow().UtcDateTime }
                : plans.FirstOrDefault(plan => plan.Number == number);
            if (before is null)
                return Unknown;
            if (edit.ExpectedVersion is { } expected && expected != before.Version)
                return new Failure(
                    ErrorCode.VersionMismatch,
                    $"The plan has changed: it is at version {before.Version}, not {expected}.");
            var after = before with
            {
                Name = edit.Name?.Trim() ?? before.Name,
                Price = edit.Price is { } price ? decimal.Round(price, 2) : before.Price,
                Speed = edit.Speed ?? before.Speed,
                Description = edit.Description ?? before.Description,
                Services = edit.Services is { } services ? [.. services] : before.Services,
                Version = before.Version + 1,
            };
            if (Refusal(after, plans, isNew: number is null) is { } refusal)
                return refusal;
            if (number is null)
            {
                after = after with { Number = (int)await counters.Take(caller.AccountId, Numbers, 1) };
                await store.Add(connection, caller.AccountId, after);
            }
            else
            {
                await store.Replace(connection, caller.AccountId, after);
            }

            return after;
        });
    }

    /// <summary>A plan that somebody has stays.</summary>
    public async Task<Failure?> Delete(Caller caller, NpgsqlConnection? within, int number)
    {
        if (caller.RefuseUnlessAdministrator(Deed) is { } notPermitted)
            return notPermitted;
        return await store.Write<Failure?>(caller.AccountId, within, async connection =>
        {
            if ((await store.All(connection, caller.AccountId)).All(plan => plan.Number != number))
                return Unknown;
            if (await store.IsTaken(connection, caller.AccountId, number))
                return new Failure(ErrorCode.Conflict, "Somebody has this plan.");
            await store.Remove(connection, caller.AccountId, number);
            return null;
        });
    }

    /// <summary>Gives a lead a plan in place of the one that it has, or takes it away.</summary>
    public async Task<Failure?> Give(
        Caller caller, NpgsqlConnection? within, int number, Guid leadId, bool isGiven, CancellationToken cancellation)
    {
        if (await leads.ById(caller, leadId, cancellation) is null)
            return new Failure(ErrorCode.UnknownLead, ErrorTexts.UnknownLead);
        return await store.Write<Failure?>(caller.AccountId, within, async connection =>
        {
            if ((await store.All(connection, caller.AccountId)).All(plan => plan.Number != number))
                return Unknown;
            if (isGiven)
                await store.Give(connection, caller.AccountId, leadId, number, clock.GetUtcNow().UtcDateTime);
            else
                await store.Take(connection, caller.AccountId, leadId, number);
            return null;
        });
    }

    private static Failure? Refusal(Plan plan, IReadOnlyList<Plan> others, bool isNew)
    {
        if (plan.Name.Length == 0)
            return Missing("name");
        if (plan.Name.Length > LongestText || plan.Name.Any(char.IsControl))
            return Invalid("name", $"A name is one line of at most {LongestText} characters.");
        if (isNew && plan.Speed == 0)
            return Missing("speedMbps");
        if (plan.Speed is < 1 or > 10_000_000)
            return Invalid("speedMbps", "'speedMbps' is from 1 to 10,000,000.");
        if (plan.Price is < 0 or > 1_000_000_000)
            return Invalid("price", "'price' is from 0 to 1,000,000,000.");
        if (others.Any(other => other.Number != plan.Number
            && other.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase)))
            return new Failure(ErrorCode.Duplicate, "A plan with this name exists.") { Field = "name" };
        return isNew && others.Count >= MostPlans
            ? new Failure(ErrorCode.LimitExceeded, $"An account has at most {MostPlans} plans.")
            : null;
    }

    private static Plan Example(int number, string name, decimal price, int speed, string description) => new()
    {
        Number = number,
        Name = name,
        Price = price,
        Speed = speed,
        Description = description,
    };

    private static Failure Missing(string field) =>
        new(ErrorCode.MissingAttribute, $"'{field}' is mandatory.") { Field = field };

    private static Failure Invalid(string field, string message) =>
        new(ErrorCode.InvalidInput, message) { Field = field };
}
