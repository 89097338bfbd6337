using Leadline.Accounts;
using Leadline.Fields;
using Leadline.Leads.Search;
using Leadline.Platform.Errors;

namespace Leadline.Analytics;

/// <summary>Counts leads by whose they are and what they have.</summary>
internal sealed class LeadReportOperations(LeadSearch leads)
{
    /// <summary>
    /// The leads that meet the filter: how many each user has, and how many have each value of a field. The most come
    /// first.
    /// </summary>
    /// <param name="users">The users whose leads count; null is everybody's.</param>
    public async Task<Result<LeadReport>> Count(
        Caller caller,
        IReadOnlyCollection<User>? users,
        RecordFilter? filter,
        string field,
        CancellationToken cancellation)
    {
        var tallied = await leads.Tally(caller, filter, field, cancellation);
        if (tallied.Failure is { } failure)
            return failure;
        var byOwner = tallied.Value.GroupBy(tally => tally.OwnerId)
            .ToDictionary(owner => owner.Key, owner => owner.Sum(tally => tally.Count));
        var meant = users?.Select(user => user.Id).ToHashSet()
            ?? caller.Account.Users.Values.Where(user => !user.IsObsolete).Select(user => user.Id)
                .Concat(byOwner.Keys).ToHashSet();
        var rows = meant.Select(id => Row(caller.Account, id, byOwner.GetValueOrDefault(id)));
        var values = tallied.Value.Where(tally => meant.Contains(tally.OwnerId))
            .GroupBy(tally => string.IsNullOrEmpty(tally.Value) ? null : tally.Value)
            .Select(value => new ValueLeads(value.Key, value.Sum(tally => tally.Count)));
        return new LeadReport(
            [
                .. rows.OrderByDescending(row => row.Count)
                    .ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.UserId),
            ],
            [.. values.OrderByDescending(row => row.Count).ThenBy(row => row.Value, StringComparer.Ordinal)]);
    }

    private static UserLeads Row(Account account, Guid id, long count)
    {
        var user = account.Users.GetValueOrDefault(id);
        return new UserLeads(id, user?.Name, user?.Email, count);
    }
}
