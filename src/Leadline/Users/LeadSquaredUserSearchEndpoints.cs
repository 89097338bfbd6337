using Leadline.Platform.Errors;
using Leadline.Protocol.LeadSquared;
using Leadline.Surfaces;

namespace Leadline.Users;

/// <summary>LeadSquared's search of users (core §6).</summary>
internal sealed class LeadSquaredUserSearchEndpoints(SalesGroupOperations groups)
{
    private const int LargestPage = 1_000;

    private static readonly Failure PageTooLarge = new(
        ErrorCode.InvalidInput, $"PageSize can't be greater than {LargestPage}");

    public async Task<Failure?> Search(Call call)
    {
        var read = call.ReadOrDefault<UserSearchBody>();
        if (read.Failure is { } unreadable)
            return unreadable;
        var body = read.Value;
        var size = body.Paging?.PageSize is > 0 and var asked ? asked : LargestPage;
        if (size > LargestPage)
            return PageTooLarge;
        var selected = UserSearch.Selected(body.Columns?.Include_CSV);
        if (selected.Failure is { } unknown)
            return unknown;
        var search = new UserSearch(call.Caller.Account, await groups.Get(call.Caller.AccountId));
        var found = search.Find(body);
        if (found.Failure is { } failure)
            return failure;
        var skip = (Math.Max(body.Paging?.PageIndex ?? 1, 1) - 1L) * size;
        return call.Answer(
            new UsersFoundResponse(
                [
                    .. found.Value.Skip((int)Math.Min(skip, int.MaxValue)).Take(size)
                        .Select(user => search.Row(user, selected.Value)),
                ],
                found.Value.Count),
            LeadSquaredJson.Default.UsersFoundResponse);
    }
}
