using System.Text.Json;
using Leadline.Leads;
using Leadline.Storage.Batching;
using Leadline.Tickets.Sla;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Tickets;

/// <summary>The SQL of writing tickets: all rows of a batch in a statement each.</summary>
internal static class TicketStore
{
    /// <summary>The columns of a whole ticket, in the order that <see cref="Read"/> reads them.</summary>
    public const string Columns =
        """
        t.account_id, t.number, t.ticket_id, t.lead_id, t.version, t.group_id, t.agent_id, t.parent, t.merged_into,
        t.trashed_on, t.created_on, t.created_by, t.modified_on, t.modified_by, t.watchers, t."values", t.policy_id,
        t.response_due_on, t.resolution_due_on, t.responded_on, t.resolved_on, t.response_breached_on,
        t.resolution_breached_on, t.pauses, t.steps_done, t.awaits_agent, t.work_on
        """;

    // unnest would flatten arrays of arrays: lists travel as text that SQL takes apart.
    private static readonly string Row = RowSource.WithAccount(
        "number",
        "ticket_id",
        "lead_id",
        "version",
        "group_id",
        "agent_id",
        "parent",
        "merged_into",
        "trashed_on",
        "created_on",
        "created_by",
        "modified_on",
        "modified_by",
        "watchers",
        "values",
        "policy_id",
        "response_due_on",
        "resolution_due_on",
        "responded_on", "resolved_on", "response_breached_on", "resolution_breached_on", "pauses", "steps_done",
        "awaits_agent", "work_on", "keys");

    public static readonly RowStatement<TicketRow> Insert = Columned(
        order: 40,
        $"""
        INSERT INTO ticket (account_id, number, ticket_id, lead_id, version, group_id, agent_id, parent, merged_into,
            trashed_on, created_on, created_by, modified_on, modified_by, watchers, "values", policy_id,
            response_due_on, resolution_due_on, responded_on, resolved_on, response_breached_on,
            resolution_breached_on, pauses, steps_done, awaits_agent, work_on, keys)
        SELECT account_id, number, ticket_id, lead_id, version, group_id, agent_id, parent, merged_into,
            trashed_on, created_on, created_by, modified_on, modified_by, {TextLists.Unpack(
            "watchers"
        )}, "values", policy_id,
            response_due_on, resolution_due_on, responded_on, resolved_on, response_breached_on,
            resolution_breached_on, pauses, {TextLists.Unpack("steps_done")}, awaits_agent, work_on,
            {TextLists.Unpack("keys")}::integer[]
        FROM ({Row}) u
        """);

    // The look-up has locked it, so its place is the one of its newest version.
    public static readonly RowStatement<TicketRow> Update = Columned(
        order: 41,
        $"""
        UPDATE ticket t SET lead_id = u.lead_id, version = u.version, group_id = u.group_id, agent_id = u.agent_id,
            parent = u.parent, merged_into = u.merged_into, trashed_on = u.trashed_on, modified_on = u.modified_on,
            modified_by = u.modified_by, watchers = {TextLists.Unpack("u.watchers")}, "values" = u."values",
            policy_id = u.policy_id, response_due_on = u.response_due_on, resolution_due_on = u.resolution_due_on,
            responded_on = u.responded_on, resolved_on = u.resolved_on, response_breached_on = u.response_breached_on,
            resolution_breached_on = u.resolution_breached_on, pauses = u.pauses,
            steps_done = {TextLists.Unpack("u.steps_done")}, awaits_agent = u.awaits_agent, work_on = u.work_on,
            keys = {TextLists.Unpack("u.keys")}::integer[]
        FROM ({Row}) u
        CROSS JOIN LATERAL (
            SELECT x.ctid AS place FROM ticket x WHERE x.account_id = $1 AND {RowSource.Key("x.number", "u.number")}) at
        WHERE t.account_id + 0 = $1 AND t.ctid = at.place
        """);

    public static readonly RowStatement<TicketVersion> AddHistory = new RowStatement<TicketVersion>(
            order: 42,
            row => row.AccountId,
            $"""
            INSERT INTO ticket_history (account_id, ticket_id, version, kind, user_id, occurred_on, changes)
            {RowSource.WithAccount("ticket_id", "version", "kind", "user_id", "occurred_on", "changes")}
            """)
        .With(NpgsqlDbType.Uuid, row => row.TicketId)
        .With(NpgsqlDbType.Integer, row => row.Version)
        .With(NpgsqlDbType.Text, row => row.Kind)
        .With(NpgsqlDbType.Uuid, row => row.UserId)
        .With(NpgsqlDbType.TimestampTz, row => row.OccurredOn)
        .With(NpgsqlDbType.Jsonb, row => row.Changes);

    /// <summary>Finds and locks tickets, in the order of their numbers, so that batches do not deadlock.</summary>
    public static NpgsqlBatchCommand FindByNumbers(int accountId, IReadOnlyCollection<long> numbers) =>
        LeadStore.Command(
            $"""
            SELECT {Columns} FROM ({RowSource.Ordered("number")}) k
            CROSS JOIN LATERAL (
                SELECT t.* FROM ticket t
                WHERE t.account_id = $1 AND {RowSource.Key("t.number", "k.number")} FOR UPDATE) t
            """,
            LeadStore.Account(accountId),
            LeadStore.Array(NpgsqlDbType.Bigint, numbers));

    /// <summary>
    /// Moves the messages, files and parts of a merged ticket to the one that goes on. A merge is a statement of each
    /// for itself, in their order: the next one may move on what this one brought.
    /// </summary>
    public static void AddMove(RowBuffer rows, Ticket gone, Ticket kept)
    {
        rows.Add(order: 45, LeadStore.Command(
            """
            UPDATE ticket_conversation SET ticket_id = $3, merged_lead = coalesce(merged_lead, $4)
            WHERE account_id = $1 AND ticket_id = $2
            """,
            LeadStore.Account(gone.AccountId),
            Value(gone.Id),
            Value(kept.Id),
            Value(gone.LeadId)));
        rows.Add(order: 46, LeadStore.Command(
            "UPDATE ticket_file SET ticket_id = $3 WHERE account_id = $1 AND ticket_id = $2",
            LeadStore.Account(gone.AccountId),
            Value(gone.Id),
            Value(kept.Id)));
        rows.Add(order: 47, LeadStore.Command(
            "UPDATE ticket SET parent = $3 WHERE account_id = $1 AND parent = $2 AND number <> $3",
            LeadStore.Account(gone.AccountId),
            Value(gone.Number),
            Value(kept.Number)));
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    public static Ticket Read(NpgsqlDataReader reader) => new()
    {
        AccountId = reader.GetInt32(0),
        Number = reader.GetInt64(1),
        Id = reader.GetGuid(2),
        LeadId = reader.GetGuid(3),
        Version = reader.GetInt32(4),
        GroupId = Guid(reader, 5),
        AgentId = Guid(reader, 6),
        Parent = Long(reader, 7),
        MergedInto = Long(reader, 8),
        TrashedOn = Time(reader, 9),
        CreatedOn = reader.GetDateTime(10),
        CreatedBy = reader.GetGuid(11),
        ModifiedOn = reader.GetDateTime(12),
        ModifiedBy = reader.GetGuid(13),
        Watchers = reader.GetFieldValue<string[]>(14),
        Values = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetFieldValue<byte[]>(15))!,
        Sla = new SlaState
        {
            PolicyId = Guid(reader, 16),
            ResponseDueOn = Time(reader, 17),
            ResolutionDueOn = Time(reader, 18),
            RespondedOn = Time(reader, 19),
            ResolvedOn = Time(reader, 20),
            ResponseBreachedOn = Time(reader, 21),
            ResolutionBreachedOn = Time(reader, 22),
            Pauses = JsonSerializer.Deserialize<List<Pause>>(reader.GetFieldValue<byte[]>(23))!,
            StepsDone = reader.GetFieldValue<string[]>(24),
        },
        AwaitsAgent = reader.GetBoolean(25),
        WorkOn = Time(reader, 26),
    };

    private static RowStatement<TicketRow> Columned(int order, string sql) => new RowStatement<TicketRow>(
            order, row => row.Ticket.AccountId, sql)
        .With(NpgsqlDbType.Bigint, row => row.Ticket.Number)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.Id)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.LeadId)
        .With(NpgsqlDbType.Integer, row => row.Ticket.Version)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.GroupId)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.AgentId)
        .With(NpgsqlDbType.Bigint, row => row.Ticket.Parent)
        .With(NpgsqlDbType.Bigint, row => row.Ticket.MergedInto)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.TrashedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.CreatedOn)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.CreatedBy)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.ModifiedOn)
        .With(NpgsqlDbType.Uuid, row => row.Ticket.ModifiedBy)
        .With(NpgsqlDbType.Text, row => TextLists.Pack(row.Ticket.Watchers))
        .With(NpgsqlDbType.Jsonb, row => JsonSerializer.SerializeToUtf8Bytes(row.Ticket.Values))
        .With(NpgsqlDbType.Uuid, row => row.Ticket.Sla.PolicyId)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.ResponseDueOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.ResolutionDueOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.RespondedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.ResolvedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.ResponseBreachedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.Sla.ResolutionBreachedOn)
        .With(NpgsqlDbType.Jsonb, row => JsonSerializer.SerializeToUtf8Bytes(row.Ticket.Sla.Pauses))
        .With(NpgsqlDbType.Text, row => TextLists.Pack(row.Ticket.Sla.StepsDone))
        .With(NpgsqlDbType.Boolean, row => row.Ticket.AwaitsAgent)
        .With(NpgsqlDbType.TimestampTz, row => row.Ticket.WorkOn)
        .With(NpgsqlDbType.Text, row => TextLists.Pack(row.Keys));

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static Guid? Guid(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetGuid(column);

    private static long? Long(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static DateTime? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetDateTime(column);
}

/// <summary>A ticket to write, with the hashes that it is found by.</summary>
internal readonly record struct TicketRow(Ticket Ticket, int[] Keys);

/// <summary>
/// What made a version of a ticket. <paramref name="Changes"/> is JSON: each changed member before and after.
/// </summary>
internal sealed record TicketVersion(
    int AccountId, Guid TicketId, int Version, string Kind, Guid UserId, DateTime OccurredOn, string? Changes);
