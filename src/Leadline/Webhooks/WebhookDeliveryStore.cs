using Dapper;
using Leadline.Storage;
using Npgsql;

namespace Leadline.Webhooks;

/// <summary>A try to tell a webhook of an event.</summary>
internal sealed record WebhookDelivery
{
    public Guid Id { get; init; }

    public required Guid EventId { get; init; }

    public required string Kind { get; init; }

    public Guid? LeadId { get; init; }

    /// <summary>1 for the first try of this event.</summary>
    public int Attempt { get; init; }

    public DateTime SentOn { get; init; }

    public int Milliseconds { get; init; }

    /// <summary>HTTP status of the answer; null where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no answer.</summary>
    public string? Problem { get; init; }

    /// <summary>The beginning of the answer.</summary>
    public string? Answer { get; init; }

    public required string Body { get; init; }

    /// <summary>The event was left after this try, since others got through.</summary>
    public bool IsGivenUp { get; init; }
}

/// <summary>The SQL of what was sent to webhooks and answered.</summary>
internal sealed class WebhookDeliveryStore(Database database)
{
    private const string Columns =
        """
        delivery_id AS "Id", event_id AS "EventId", kind AS "Kind", lead_id AS "LeadId", attempt AS "Attempt",
        sent_on AS "SentOn", milliseconds AS "Milliseconds", status AS "Status", problem AS "Problem",
        answer AS "Answer", body AS "Body", is_given_up AS "IsGivenUp"
        """;

    /// <summary>Deliveries that are kept of a webhook.</summary>
    public const int MostKept = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static Task Add(NpgsqlConnection connection, Webhook webhook, IEnumerable<WebhookDelivery> deliveries)
    {
        WebhookDelivery[] rows = [.. deliveries];
        return rows.Length == 0 ? Task.CompletedTask : connection.ExecuteAsync(
            """
            INSERT INTO webhook_delivery (account_id, webhook_id, delivery_id, event_id, kind, lead_id, attempt,
                sent_on, milliseconds, status, problem, answer, body, is_given_up)
            SELECT @AccountId, @Id, * FROM unnest(@ids, @events, @kinds, @leads, @attempts, @moments, @times, @statuses,
                @problems, @answers, @bodies, @given)
            """,
            new
            {
                webhook.AccountId,
                webhook.Id,
                ids = rows.Select(row => row.Id).ToArray(),
                events = rows.Select(row => row.EventId).ToArray(),
                kinds = rows.Select(row => row.Kind).ToArray(),
                leads = rows.Select(row => row.LeadId).ToArray(),
                attempts = rows.Select(row => row.Attempt).ToArray(),
                moments = rows.Select(row => row.SentOn).ToArray(),
                times = rows.Select(row => row.Milliseconds).ToArray(),
                statuses = rows.Select(row => row.Status).ToArray(),
                problems = rows.Select(row => row.Problem).ToArray(),
                answers = rows.Select(row => row.Answer).ToArray(),
                bodies = rows.Select(row => row.Body).ToArray(),
                given = rows.Select(row => row.IsGivenUp).ToArray(),
            });
    }

    /// <summary>The deliveries before one, newest first; failed ones alone when asked.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> List(
        int accountId, Guid webhookId, Guid? before, bool onlyFailed, int most)
    {
        await using var connection = await database.Open(accountId);
        return [.. await connection.QueryAsync<WebhookDelivery>(
            $"""
            SELECT {Columns} FROM webhook_delivery
            WHERE account_id = @accountId AND webhook_id = @webhookId
                AND (@before::uuid IS NULL OR delivery_id < @before)
                AND (NOT @onlyFailed OR status IS DISTINCT FROM 200)
            ORDER BY delivery_id DESC LIMIT @most
            """,
            new { accountId, webhookId, before, onlyFailed, most })];
    }

    /// <summary>A delivery of a webhook; null where there is none of the id.</summary>
    public async Task<WebhookDelivery?> Find(int accountId, Guid webhookId, Guid deliveryId)
    {
        await using var connection = await database.Open(accountId);
        return await connection.QuerySingleOrDefaultAsync<WebhookDelivery>(
            $"""
            SELECT {Columns} FROM webhook_delivery
            WHERE account_id = @accountId AND webhook_id = @webhookId AND delivery_id = @deliveryId
            """,
            new { accountId, webhookId, deliveryId });
    }

    /// <summary>Drops what is older than seven days, and all but the newest of each webhook.</summary>
    public async Task Sweep(int accountId, DateTime now)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            DELETE FROM webhook_delivery d USING webhook w
            WHERE w.account_id = @accountId AND d.account_id = @accountId AND d.webhook_id = w.webhook_id
                AND (d.sent_on < @since OR d.delivery_id <= (
                    SELECT k.delivery_id FROM webhook_delivery k
                    WHERE k.account_id = @accountId AND k.webhook_id = w.webhook_id
                    ORDER BY k.delivery_id DESC OFFSET @MostKept LIMIT 1))
            """,
            new { accountId, since = now - Lifetime, MostKept });
    }
}
