using Dapper;
using Leadline.Storage;
using Leadline.Surfaces;

namespace Leadline.Refusals;

/// <summary>The SQL of refused calls.</summary>
internal sealed class RefusedCallStore(Database database)
{
    private const int MostKept = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Adds calls of the account, oldest first, and drops those that are too old or too many.</summary>
    public async Task Add(int accountId, IReadOnlyList<RefusedCall> calls)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            INSERT INTO refused_call
                (account_id, id, refused_on, request_id, method, route, status, code, reason, user_id, address)
            SELECT @accountId, * FROM unnest(
                @ids, @moments, @requests, @methods, @routes, @statuses, @codes, @reasons, @users, @addresses);
            DELETE FROM refused_call WHERE account_id = @accountId AND (refused_on < @since OR id <= (
                SELECT id FROM refused_call WHERE account_id = @accountId ORDER BY id DESC OFFSET @MostKept LIMIT 1))
            """,
            new
            {
                accountId,
                MostKept,
                since = calls[^1].RefusedOn - Lifetime,
                ids = calls.Select(call => call.Id).ToArray(),
                moments = calls.Select(call => call.RefusedOn).ToArray(),
                requests = calls.Select(call => call.RequestId).ToArray(),
                methods = calls.Select(call => call.Method).ToArray(),
                routes = calls.Select(call => call.Route).ToArray(),
                statuses = calls.Select(call => call.Status).ToArray(),
                codes = calls.Select(call => call.Code).ToArray(),
                reasons = calls.Select(call => call.Reason).ToArray(),
                users = calls.Select(call => call.UserId).ToArray(),
                addresses = calls.Select(call => call.Address).ToArray(),
            });
    }

    /// <summary>The calls before one, newest first.</summary>
    public async Task<IReadOnlyList<RefusedCall>> List(int accountId, Guid? before, int most)
    {
        await using var connection = await database.Open(accountId);
        return
        [
            .. await connection.QueryAsync<RefusedCall>(
                """
                SELECT account_id AS AccountId, id, refused_on AS RefusedOn, request_id AS RequestId, method, route,
                    status, code, reason, user_id AS UserId, address
                FROM refused_call WHERE account_id = @accountId AND (@before::uuid IS NULL OR id < @before)
                ORDER BY id DESC LIMIT @most
                """,
                new { accountId, before, most }),
        ];
    }
}
