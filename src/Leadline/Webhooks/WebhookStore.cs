using System.Text.Json;
using Dapper;
using Leadline.Events;
using Leadline.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Webhooks;

/// <summary>A webhook, where it stands in the log, and which events behind that it is done with.</summary>
/// <param name="Webhook">Its settings.</param>
/// <param name="Position">The last event that it is done with, and all before.</param>
/// <param name="Passed">Later events that it is done with.</param>
/// <param name="Moves">Counts how often somebody moved it.</param>
internal sealed record WebhookProgress(Webhook Webhook, LogPosition Position, IReadOnlySet<Guid> Passed, int Moves);

/// <summary>
/// The SQL of webhooks. Which accounts have any that are due is read without locks, across accounts; one node delivers
/// to a webhook at a time.
/// </summary>
internal sealed class WebhookStore(Database database)
{
    private const string Settings =
        """
        w.account_id AS "AccountId", w.webhook_id AS "Id", w.url AS "Url", w.description AS "Description",
        w.content_type AS "ContentType", w.kinds AS "Kinds", w.wire_event AS "WireEvent",
        w.activity_code AS "ActivityCode", w.field AS "Field", w.properties AS "Properties",
        w.headers::text AS "HeaderText", w.notify_on_failure AS "NotifyOnFailure", w.status AS "Status",
        w.status_reason AS "StatusReason", w.failures AS "Failures", w.due_on AS "DueOn", w.created_by AS "CreatedBy",
        w.created_on AS "CreatedOn", w.modified_by AS "ModifiedBy", w.modified_on AS "ModifiedOn",
        w.version AS "Version"
        """;

    private const string Place =
        """
        w.tx::text AS "Tx", w.event_id AS "EventId", w.passed AS "Passed", w.position AS "Moves",
        w.cluster AS "Cluster"
        """;

    private const string IsFree = "(w.node IS NULL OR w.node = @node OR w.held_until < @now)";

    /// <summary>
    /// Webhooks that have events to be told of, or wait for their next try, and that no other node tells; and when.
    /// </summary>
    public async Task<IReadOnlyList<(int AccountId, Guid Id, DateTime On)>> Due(
        Guid node, DateTime now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAcrossAccounts(cancellation);
        return [.. await connection.QueryAsync<(int, Guid, DateTime)>(new CommandDefinition(
            $"""
            SELECT w.account_id, w.webhook_id, w.due_on FROM webhook w
            WHERE w.status = 0 AND {IsFree} AND (w.cluster <> @cluster OR w.due_on > @now OR EXISTS (
                SELECT FROM event e WHERE e.account_id = w.account_id AND (e.tx, e.event_id) > (w.tx, w.event_id)
                    AND e.tx < pg_snapshot_xmin(pg_current_snapshot())))
            """,
            new { node, now, cluster = await database.ClusterId(connection) },
            cancellationToken: cancellation))];
    }

    /// <summary>
    /// Takes a webhook for this node, or goes on with it; null where it is not due, switched off, gone, or another
    /// node's.
    /// </summary>
    public Task<WebhookProgress?> Hold(int accountId, Guid id, Guid node, DateTime now, DateTime until) =>
        database.Transaction(
            accountId,
            async connection =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>(
                    $"""
                    UPDATE webhook w SET node = @node, held_until = @until
                    WHERE w.account_id = @accountId AND w.webhook_id = @id AND w.status = 0 AND w.due_on <= @now
                        AND {IsFree}
                    RETURNING {Settings}, {Place}
                    """,
                    new { accountId, id, node, now, until });
                if (row is null)
                    return null;
                var cluster = await database.ClusterId(connection);
                return row.Cluster == cluster
                    ? row.ToProgress()
                    : await StartOver(connection, row.ToProgress(), cluster);
            });

    /// <summary>
    /// Keeps how far a webhook has come and when it is due again, unless somebody moved it meanwhile.
    /// </summary>
    /// <param name="progress">How far.</param>
    /// <param name="node">Who says so.</param>
    /// <param name="deliveries">What was sent.</param>
    /// <param name="also">What belongs to the same transaction.</param>
    public Task<bool> Keep(
        WebhookProgress progress,
        Guid node,
        IEnumerable<WebhookDelivery> deliveries,
        Func<NpgsqlConnection, Webhook, Task> also) =>
        database.Transaction(
            progress.Webhook.AccountId,
            async connection =>
            {
                var webhook = progress.Webhook;
                await using var command = new NpgsqlCommand(
                    """
                    UPDATE webhook SET tx = $3, event_id = $4, passed = $5, failures = $6, due_on = $7, status = $8,
                        status_reason = $9
                    WHERE account_id = $1 AND webhook_id = $2 AND node = $10 AND position = $11 AND status = 0
                    """,
                    connection);
                Add(command, NpgsqlDbType.Integer, webhook.AccountId);
                Add(command, NpgsqlDbType.Uuid, webhook.Id);
                Add(command, NpgsqlDbType.Xid8, progress.Position.Tx);
                Add(command, NpgsqlDbType.Uuid, progress.Position.EventId);
                Add(command, NpgsqlDbType.Array | NpgsqlDbType.Uuid, progress.Passed.ToArray());
                Add(command, NpgsqlDbType.Integer, webhook.Failures);
                Add(command, NpgsqlDbType.TimestampTz, webhook.DueOn);
                Add(command, NpgsqlDbType.Smallint, (short)webhook.Status);
                Add(command, NpgsqlDbType.Text, webhook.StatusReason);
                Add(command, NpgsqlDbType.Uuid, node);
                Add(command, NpgsqlDbType.Integer, progress.Moves);
                await WebhookDeliveryStore.Add(connection, webhook, deliveries);
                if (await command.ExecuteNonQueryAsync() == 0)
                    return false;
                await also(connection, webhook);
                return true;
            });

    /// <summary>Goes on holding the webhooks of an account that this node holds.</summary>
    public async Task Renew(int accountId, Guid node, DateTime until)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            "UPDATE webhook SET held_until = @until WHERE account_id = @accountId AND node = @node",
            new { accountId, node, until });
    }

    /// <summary>Leaves a webhook to whichever node comes first.</summary>
    public async Task Release(int accountId, Guid id, Guid node)
    {
        await using var connection = await database.Open(accountId);
        await connection.ExecuteAsync(
            """
            UPDATE webhook SET node = NULL WHERE account_id = @accountId AND webhook_id = @id AND node = @node
            """,
            new { accountId, id, node });
    }

    /// <summary>The account's webhooks, oldest first.</summary>
    public async Task<IReadOnlyList<Webhook>> All(int accountId)
    {
        await using var connection = await database.Open(accountId);
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Settings} FROM webhook w WHERE w.account_id = @accountId ORDER BY w.created_on, w.webhook_id",
            new { accountId });
        return [.. rows.Select(row => row.ToWebhook())];
    }

    /// <summary>Locks the account's webhooks until the commit.</summary>
    public static async Task<IReadOnlyList<Webhook>> Lock(NpgsqlConnection connection, int accountId)
    {
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {Settings} FROM webhook w WHERE w.account_id = @accountId ORDER BY w.webhook_id FOR UPDATE",
            new { accountId });
        return [.. rows.Select(row => row.ToWebhook())];
    }

    /// <summary>Adds a webhook, which is told of what happens from now on.</summary>
    public async Task Add(NpgsqlConnection connection, Webhook webhook) => await connection.ExecuteAsync(
        """
        INSERT INTO webhook (account_id, webhook_id, url, description, content_type, kinds, wire_event, activity_code,
            field, properties, headers, notify_on_failure, status, status_reason, due_on, cluster, event_id, created_by,
            created_on, modified_by, modified_on)
        VALUES (@AccountId, @Id, @Url, @Description, @ContentType, @kinds, @WireEvent, @ActivityCode, @Field,
            @Properties, @headers::jsonb, @NotifyOnFailure, @status, @StatusReason, @DueOn, @cluster, @none,
            @CreatedBy, @CreatedOn, @ModifiedBy, @ModifiedOn)
        """,
        Values(webhook, await database.ClusterId(connection)));

    /// <summary>Replaces a webhook's settings and switches it on or off; where it stands in the log stays.</summary>
    public static Task Replace(NpgsqlConnection connection, Webhook webhook) => connection.ExecuteAsync(
        """
        UPDATE webhook SET url = @Url, description = @Description, content_type = @ContentType, kinds = @kinds,
            wire_event = @WireEvent, activity_code = @ActivityCode, field = @Field, properties = @Properties,
            headers = @headers::jsonb, notify_on_failure = @NotifyOnFailure, status = @status,
            status_reason = @StatusReason, failures = @Failures, due_on = @DueOn, modified_by = @ModifiedBy,
            modified_on = @ModifiedOn, version = version + 1
        WHERE account_id = @AccountId AND webhook_id = @Id
        """,
        Values(webhook, cluster: 0));

    /// <summary>Has a webhook told again of what happened since a moment.</summary>
    public static Task<int> Rewind(NpgsqlConnection connection, int accountId, Guid id, DateTime from) =>
        connection.ExecuteAsync(
            """
            UPDATE webhook w SET passed = '{}', position = position + 1,
                (tx, event_id) = (
                    SELECT least(first.tx, w.tx), CASE WHEN first.tx <= w.tx THEN @none ELSE w.event_id END
                    FROM (
                        SELECT min(e.tx) AS tx FROM event e
                        WHERE e.account_id = w.account_id AND e.occurred_on >= @from
                    ) first)
            WHERE w.account_id = @accountId AND w.webhook_id = @id
            """,
            new { accountId, id, from, none = Guid.Empty });

    public static async Task<bool> Remove(NpgsqlConnection connection, int accountId, Guid id) =>
        await connection.ExecuteAsync(
            """
            DELETE FROM webhook_delivery WHERE account_id = @accountId AND webhook_id = @id;
            DELETE FROM webhook WHERE account_id = @accountId AND webhook_id = @id
            """,
            new { accountId, id }) > 0;

    // The log of a restored backup has the restore's transaction throughout, and its events are in the order of their
    // ids, which begin with their time. Those of the last minutes may be told twice.
    private static async Task<WebhookProgress> StartOver(
        NpgsqlConnection connection, WebhookProgress progress, long cluster)
    {
        var (webhook, eventId) = (progress.Webhook, SomeMinutesBefore(progress.Position.EventId));
        var tx = await connection.ExecuteScalarAsync<string>(
            """
            UPDATE webhook SET cluster = @cluster, event_id = @eventId, passed = '{}',
                tx = least(tx, pg_snapshot_xmin(pg_current_snapshot()))
            WHERE account_id = @AccountId AND webhook_id = @Id RETURNING tx::text
            """,
            new { webhook.AccountId, webhook.Id, cluster, eventId });
        return progress with { Position = new LogPosition(TxOf(tx!), eventId), Passed = new HashSet<Guid>() };
    }

    private static Guid SomeMinutesBefore(Guid eventId)
    {
        const int Milliseconds = 5 * 60 * 1000;
        var bytes = new byte[16];
        var time = new byte[8];
        eventId.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes.AsSpan(0, 6).CopyTo(time.AsSpan(2));
        var moment = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(time);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(moment - Milliseconds, 0));
        bytes.AsSpan().Clear();
        time.AsSpan(2).CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong TxOf(string text) => ulong.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private static object Values(Webhook webhook, long cluster) => new
    {
        webhook.AccountId,
        webhook.Id,
        webhook.Url,
        webhook.Description,
        webhook.ContentType,
        kinds = webhook.Kinds.ToArray(),
        webhook.WireEvent,
        webhook.ActivityCode,
        webhook.Field,
        webhook.Properties,
        headers = JsonSerializer.Serialize(webhook.Headers),
        webhook.NotifyOnFailure,
        status = (short)webhook.Status,
        webhook.StatusReason,
        webhook.Failures,
        webhook.DueOn,
        webhook.CreatedBy,
        webhook.CreatedOn,
        webhook.ModifiedBy,
        webhook.ModifiedOn,
        cluster,
        none = Guid.Empty,
    };

    /// <summary>A webhook as its row has it.</summary>
    private sealed record Row
    {
        public int AccountId { get; init; }
        public Guid Id { get; init; }
        public string Url { get; init; } = "";
        public string Description { get; init; } = "";
        public string ContentType { get; init; } = "";
        public string[] Kinds { get; init; } = [];
        public int? WireEvent { get; init; }
        public int? ActivityCode { get; init; }
        public string? Field { get; init; }
        public string? Properties { get; init; }
        public string HeaderText { get; init; } = "[]";
        public bool NotifyOnFailure { get; init; }
        public short Status { get; init; }
        public string? StatusReason { get; init; }
        public int Failures { get; init; }
        public DateTime DueOn { get; init; }
        public Guid CreatedBy { get; init; }
        public DateTime CreatedOn { get; init; }
        public Guid ModifiedBy { get; init; }
        public DateTime ModifiedOn { get; init; }
        public int Version { get; init; }
        public string Tx { get; init; } = "0";
        public Guid EventId { get; init; }
        public Guid[] Passed { get; init; } = [];
        public int Moves { get; init; }
        public long Cluster { get; init; }

        public WebhookProgress ToProgress() =>
            new(ToWebhook(), new LogPosition(TxOf(Tx), EventId), Passed.ToHashSet(), Moves);

        public Webhook ToWebhook() => new()
        {
            AccountId = AccountId,
            Id = Id,
            Url = Url,
            Description = Description,
            ContentType = ContentType,
            Kinds = Kinds,
            WireEvent = WireEvent,
            ActivityCode = ActivityCode,
            Field = Field,
            Properties = Properties,
            Headers = JsonSerializer.Deserialize<WebhookHeader[]>(HeaderText)!,
            NotifyOnFailure = NotifyOnFailure,
            Status = (WebhookStatus)Status,
            StatusReason = StatusReason,
            Failures = Failures,
            DueOn = DueOn,
            CreatedBy = CreatedBy,
            CreatedOn = CreatedOn,
            ModifiedBy = ModifiedBy,
            ModifiedOn = ModifiedOn,
            Version = Version,
        };
    }
}
