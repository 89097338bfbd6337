using Leadline.Accounts;
using Leadline.Platform.Errors;
using Npgsql;

namespace Leadline.ServiceDesk;

/// <summary>What a desk defines.</summary>
internal static class DeskDefinitionKinds
{
    public const string Group = "group";
    public const string Policy = "policy";
    public const string Hours = "hours";
}

/// <summary>Changes groups of agents, SLA policies and business hours.</summary>
internal sealed class DeskDefinitionOperations(DeskOperations desks, DeskStore store)
{
    private const int MostOfAKind = 500;

    private static readonly Failure TooMany = new(
        ErrorCode.LimitExceeded, $"An account has at most {MostOfAKind} definitions of a kind.");

    public static readonly Failure Unknown = new(ErrorCode.UnknownRecord, "There is no such definition.");

    /// <summary>Adds or replaces the definition that <paramref name="make"/> makes for the desk as it is.</summary>
    public async Task<Result<T>> Save<T>(
        Caller caller, NpgsqlConnection? within, string kind, Guid id, Func<Desk, Result<T>> make)
        where T : class
    {
        T? saved = null;
        var failure = await Change(caller, within, kind, async (connection, desk) =>
        {
            var made = make(desk);
            if (made.Failure is { } refusal)
                return refusal;
            if (MostOfAKind <= kind switch
            {
                DeskDefinitionKinds.Group => desk.Groups.Count(group => group.Id != id),
                DeskDefinitionKinds.Policy => desk.Policies.Count(policy => policy.Id != id),
                _ => desk.Hours.Count(hours => hours.Id != id),
            })
                return TooMany;
            saved = made.Value;
            await store.SaveDefinition(connection, desk.AccountId, kind, id, saved);
            return null;
        });
        return failure is null ? saved! : failure;
    }

    /// <summary>Removes a definition unless <paramref name="refuse"/> says why it has to stay.</summary>
    public Task<Failure?> Remove(
        Caller caller, NpgsqlConnection? within, string kind, Guid id, Func<Desk, Failure?> refuse) =>
        Change(caller, within, kind, async (connection, desk) =>
            refuse(desk) is { } refusal ? refusal
            : await store.RemoveDefinition(connection, desk.AccountId, kind, id) == 0 ? Unknown
            : null);

    /// <summary>Runs a change of definitions. What open tickets were promised follows in the background.</summary>
    private async Task<Failure?> Change(
        Caller caller, NpgsqlConnection? within, string kind, Func<NpgsqlConnection, Desk, Task<Failure?>> change) =>
        (await desks.Change(caller, within, async (connection, desk) =>
        {
            if (await change(connection, desk) is { } refusal)
                return refusal;
            if (kind != DeskDefinitionKinds.Group)
                await store.RefreshTickets(connection, desk);
            return desk;
        })).Failure;
}
