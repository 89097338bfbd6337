using System.Collections.Frozen;
using Leadline.Accounts;
using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>
/// Searches of users (core §6). An account's users are a few thousand at most and always at hand, so that a search
/// runs over them as they are.
/// </summary>
internal sealed class UserSearch(Account account, SalesGroups groups)
{
    /// <summary>What LeadSquared says of a column that there is none of (core §1.8).</summary>
    public static readonly Failure UnknownColumn = new(
        ErrorCode.InvalidInput, "User search has some invalid Attributes");

    private static readonly (string Name, Func<UserSearch, User, string?> Read)[] Columns =
    [
        ("UserId", (_, user) => user.Id.ToString()),
        ("FirstName", (_, user) => user.FirstName),
        ("LastName", (_, user) => user.LastName),
        ("EmailAddress", (_, user) => user.Email),
        ("Role", (_, user) => user.Role),
        ("StatusCode", (_, user) => user.IsActive ? "0" : "1"),
        ("IsAdministrator", (_, user) => user.IsAdministrator ? "1" : "0"),
        ("ManagerUserId", (_, user) => user.ManagerId?.ToString()),
        ("Groups", (search, user) => string.Join(',', search.groupsOf[user.Id])),
        ("CreatedOn", (_, user) => LeadSquaredDates.Text(user.CreatedOn)),
        ("CreatedBy", (_, user) => user.CreatedBy?.ToString()),
        ("ModifiedOn", (_, user) => user.ModifiedOn is { } moment ? LeadSquaredDates.Text(moment) : null),
        ("ModifiedBy", (_, user) => user.ModifiedBy?.ToString()),
        .. UserProfile.Names.Select(name => (name, (Func<UserSearch, User, string?>)((search, user) =>
            user.Field(name) ?? (name == UserProfile.TimeZone ? search.account.TimeZone : null)))),
    ];

    private static readonly FrozenDictionary<string, Func<UserSearch, User, string?>> ByName = Columns
        .Append(("ID", Columns[0].Read))
        .ToFrozenDictionary(column => column.Item1, column => column.Item2, StringComparer.OrdinalIgnoreCase);

    private readonly ILookup<Guid, string> groupsOf = groups.All
        .SelectMany(group => group.Members, (group, member) => (member.UserId, group.Name))
        .ToLookup(membership => membership.UserId, membership => membership.Name);

    private readonly Account account = account;

    /// <summary>The users that meet the conditions, in the order that is asked for; obsolete ones never do.</summary>
    public Result<List<User>> Find(UserSearchBody body)
    {
        var condition = Conditions(body.GroupConditions ?? [], body.GroupOperator);
        if (condition.Failure is { } unreadable)
            return unreadable;
        var found = account.Users.Values.Where(user => !user.IsObsolete).Where(condition.Value).OrderBy(_ => 0);
        foreach (var sorting in (body.Sorting ?? []).Where(sorting => !string.IsNullOrWhiteSpace(sorting.ColumnName)))
        {
            if (!ByName.TryGetValue(sorting.ColumnName!.Trim(), out var read))
                return UnknownColumn;
            found = sorting.Direction?.Trim() == "1"
                ? found.ThenByDescending(user => read(this, user), StringComparer.OrdinalIgnoreCase)
                : found.ThenBy(user => read(this, user), StringComparer.OrdinalIgnoreCase);
        }

        return found.ThenBy(user => user.Id).ToList();
    }

    /// <summary>
    /// The columns that rows have a value in, under the names that they were asked for by; null is all of them.
    /// </summary>
    public static Result<IReadOnlyList<string>> Selected(string? csv)
    {
        var names = (csv ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is [] or ["*"])
            return Result<IReadOnlyList<string>>.Success([.. Columns.Select(column => column.Name)]);
        return names.All(ByName.ContainsKey) ? Result<IReadOnlyList<string>>.Success(names) : UnknownColumn;
    }

    /// <summary>
    /// A row of all columns; those that were not asked for are null. The manager's name comes along with the manager's
    /// id, and cannot be asked for by itself (core §6).
    /// </summary>
    public IReadOnlyDictionary<string, string?> Row(User user, IReadOnlyList<string> selected)
    {
        var row = new Dictionary<string, string?>(Columns.Length + 1);
        foreach (var (name, read) in Columns)
        {
            var asked = selected.FirstOrDefault(one => IsName(one, name));
            row[asked ?? name] = asked is null ? null : read(this, user);
        }

        if (selected.Any(one => IsName(one, "ManagerUserId")))
            row["ManagerName"] = user.ManagerId is { } id ? account.Users.GetValueOrDefault(id)?.Name : null;
        return row;
    }

    private static bool IsName(string sent, string name) =>
        sent.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (name == "UserId" && sent.Equals("ID", StringComparison.OrdinalIgnoreCase));

    // A group's or a condition's operator joins it to the next; what stands before is one parenthesis.
    private Result<Func<User, bool>> Conditions(List<UserSearchGroup> sent, string? between)
    {
        var parts = new List<(Func<User, bool> Test, bool IsOr)>();
        foreach (var group in sent)
        {
            var conditions = new List<(Func<User, bool> Test, bool IsOr)>();
            foreach (var condition in group.Condition ?? [])
            {
                var test = Test(condition);
                if (test.Failure is { } unreadable)
                    return unreadable;
                conditions.Add((test.Value, IsOr(condition.ConditionOperator)));
            }

            if (conditions.Count > 0)
                parts.Add((Joined(conditions), IsOr(group.GroupOperator ?? between)));
        }

        return Joined(parts);
    }

    private static Func<User, bool> Joined(List<(Func<User, bool> Test, bool IsOr)> parts) => user =>
    {
        var holds = parts.Count == 0 || parts[0].Test(user);
        for (var i = 1; i < parts.Count; i++)
            holds = parts[i - 1].IsOr ? holds || parts[i].Test(user) : holds && parts[i].Test(user);
        return holds;
    };

    private Result<Func<User, bool>> Test(UserSearchCondition condition)
    {
        if (!ByName.TryGetValue(condition.LookupName?.Trim() ?? "", out var column))
            return UnknownColumn;
        var value = condition.LookupValue ?? "";
        Func<string, bool>? test = condition.Operator?.Trim().ToLowerInvariant() switch
        {
            "eq" or "=" => kept => Is(kept, value),
            "neq" or "ne" or "<>" => kept => !Is(kept, value),
            "lik" or "like" => kept => kept.Contains(value, StringComparison.OrdinalIgnoreCase),
            "lik_s" => kept => kept.StartsWith(value, StringComparison.OrdinalIgnoreCase),
            "lik_e" => kept => kept.EndsWith(value, StringComparison.OrdinalIgnoreCase),
            "gt" or ">" => kept => Compare(kept, value) > 0,
            "gte" or ">=" => kept => Compare(kept, value) >= 0,
            "lt" or "<" => kept => Compare(kept, value) < 0,
            "lte" or "<=" => kept => Compare(kept, value) <= 0,
            "in" => kept => value.Split(',', StringSplitOptions.TrimEntries).Any(one => Is(kept, one)),
            _ => null,
        };
        return test is null
            ? new Failure(ErrorCode.InvalidOperator, $"Operator '{condition.Operator}' is not valid.")
            : (Func<User, bool>)(user => test(column(this, user) ?? ""));
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static int Compare(string one, string other) =>
        string.Compare(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsOr(string? connective) => "or".Equals(connective?.Trim(), StringComparison.OrdinalIgnoreCase);
}
