using Dapper;
using Leadline.Accounts;
using Leadline.Platform.Http;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Leads;

/// <summary>The SQL of writing leads: all rows of a batch in a statement each.</summary>
internal static class LeadStore
{
    /// <summary>The columns of a whole lead, in the order that <see cref="StoredLead"/> reads them.</summary>
    public const string Columns =
        """
        l.account_id, l.lead_id, l.number, l.owner_id, l.created_by, l.modified_by, l.created_on, l.modified_on,
        l.last_modified_on, l.first_activity_on, l.last_activity_on, l.last_activity_name, l."values"
        """;

    /// <summary>What yields a column of a user <c>u</c> whose id is in this column of the lead.</summary>
    public static string OfUser(string userId, string column) =>
        $"(SELECT {column} FROM app_user u WHERE u.account_id = l.account_id AND u.user_id = l.{userId})";

    /// <summary>The lead of an id in a column of what stands before, to be joined as <c>l</c>.</summary>
    public static string ById(string id, string locked = "") =>
        $"LATERAL (SELECT l.* FROM lead l WHERE l.account_id = $1 AND {RowSource.Key("l.lead_id", id)} {locked})";

    /// <summary>
    /// The ids of the leads that have these keys, whether a key is one of a lead that was merged, and the keys'
    /// numbers: <c>lead_id</c>, <c>is_alias</c>, <c>ord</c>.
    /// </summary>
    public static readonly string IdsOfKeys =
        $"""
        SELECT i.lead_id, i.is_alias, k.ord FROM ({RowSource.Numbered("field", "value")}) k
        CROSS JOIN LATERAL (
            SELECT i.lead_id, i.is_alias FROM lead_identity i
            WHERE i.account_id = $1 AND i.field = k.field AND i.value = k.value OFFSET 0) i
        """;

    // The table has this one index, so that its columns need no order (RowSource.Key).
    private const string Identity =
        """
        SELECT x.ctid AS place FROM lead_identity x
        WHERE x.account_id = $1 AND x.field = u.field AND x.value = u.value
        """;

    /// <summary>Lets a key go, unless it is one of a merged lead, too.</summary>
    public static readonly RowStatement<LeadIdentity> RemoveIdentity = Removing("AND NOT i.is_alias");

    /// <summary>Lets a key go in any case.</summary>
    public static readonly RowStatement<LeadIdentity> ReleaseIdentity = Removing("");

    private static readonly string Rows = RowSource.WithAccount(
        "lead_id", "number", "owner_id", "created_by", "modified_by", "created_on", "modified_on",
        "last_modified_on", "first_activity_on", "last_activity_on", "last_activity_name", "mobile_key", "values");

    public static readonly RowStatement<LeadRow> Insert = Row(
        order: 20,
        $"""
        INSERT INTO lead (account_id, lead_id, number, owner_id, created_by, modified_by, created_on, modified_on,
            last_modified_on, first_activity_on, last_activity_on, last_activity_name, mobile_key, "values")
        {Rows}
        """).ManyByCopy();

    // A lead that only saw an activity keeps its values as they are: they need not travel. The look-up has locked it,
    // so its place is the one of its newest version.
    public static readonly RowStatement<LeadRow> Update = Row(
        order: 21,
        $"""
        UPDATE lead l SET owner_id = u.owner_id, modified_by = u.modified_by, modified_on = u.modified_on,
            last_modified_on = u.last_modified_on, first_activity_on = u.first_activity_on,
            last_activity_on = u.last_activity_on, last_activity_name = u.last_activity_name,
            mobile_key = u.mobile_key, "values" = coalesce(u."values", l."values")
        FROM ({Rows}) u CROSS JOIN {Place("u.lead_id")} at
        WHERE l.account_id + 0 = $1 AND l.ctid = at.place
        """);

    public static readonly RowStatement<LeadIdentity> AddIdentity = new RowStatement<LeadIdentity>(
            order: 22,
            row => row.Key.AccountId,
            $"""
            INSERT INTO lead_identity (account_id, field, value, lead_id)
            SELECT * FROM ({RowSource.WithAccount("field", "value", "lead_id")}) u ORDER BY field, value
            """)
        .WithIdentity()
        .ManyByCopy((one, other) => string.CompareOrdinal(one.Key.Field, other.Key.Field) is var fields && fields != 0
            ? fields
            : string.CompareOrdinal(one.Key.Value, other.Key.Value));

    /// <summary>Gives a lead a key that is none of its values: that of a lead that becomes a part of it.</summary>
    public static readonly RowStatement<LeadIdentity> AddAlias = new RowStatement<LeadIdentity>(
            order: 22,
            row => row.Key.AccountId,
            $"""
            INSERT INTO lead_identity (account_id, field, value, lead_id, is_alias)
            SELECT u.*, true FROM ({RowSource.WithAccount("field", "value", "lead_id")}) u ORDER BY field, value
            """)
        .WithIdentity();

    /// <summary>
    /// Notes that something happened on leads that are otherwise no part of the write.
    /// </summary>
    public static readonly RowStatement<SeenActivity> SawActivity = new RowStatement<SeenActivity>(
            order: 25,
            row => row.AccountId,
            $"""
            WITH seen AS (
                SELECT u.lead_id, max(u."on") AS last_on, (array_agg(u.name ORDER BY u."on" DESC))[1] AS name
                FROM ({RowSource.Select("lead_id", "name", "on")}) u
                GROUP BY u.lead_id)
            UPDATE lead l SET last_modified_on = greatest(l.last_modified_on, s.last_on),
                first_activity_on = coalesce(l.first_activity_on, s.last_on),
                last_activity_on = greatest(l.last_activity_on, s.last_on),
                last_activity_name = CASE WHEN l.last_activity_on > s.last_on THEN l.last_activity_name ELSE s.name END
            FROM seen s CROSS JOIN {Place("s.lead_id")} at
            WHERE l.account_id + 0 = $1 AND l.ctid = at.place
            """)
        .Locking(
            $"""
            SELECT FROM ({RowSource.Ordered("lead_id")}) k
            CROSS JOIN LATERAL (
                SELECT FROM lead l WHERE l.account_id = $1 AND {RowSource.Key("l.lead_id", "k.lead_id")} FOR UPDATE) l
            """)
        .With(NpgsqlDbType.Uuid, row => row.LeadId)
        .With(NpgsqlDbType.Text, row => row.TypeName)
        .With(NpgsqlDbType.TimestampTz, row => row.On);

    /// <summary>Deletes leads, after all that hangs on them.</summary>
    public static readonly RowStatement<DoomedLead> Delete = new RowStatement<DoomedLead>(
            order: 299,
            row => row.AccountId,
            $"""
            DELETE FROM lead l USING ({RowSource.Select("lead_id")}) u CROSS JOIN {Place("u.lead_id")} at
            WHERE l.account_id + 0 = $1 AND l.ctid = at.place
            """)
        .With(NpgsqlDbType.Uuid, row => row.LeadId);

    /// <summary>
    /// Locks a table's rows of leads that are being deleted. The table has an index of the account, the lead and the
    /// column <paramref name="next"/>, whose order leaves the planner no other.
    /// </summary>
    public static string LockBelongings(string table, string next) =>
        $"SELECT FROM ({RowSource.Ordered("lead_id")}) u CROSS JOIN {Belongings(table, next, "FOR UPDATE")} at";

    /// <summary>Deletes a table's rows of the leads, after <see cref="LockBelongings"/>.</summary>
    public static string DeleteBelongings(string table, string next) =>
        $"""
        DELETE FROM {table} d USING ({RowSource.Select("lead_id")}) u CROSS JOIN {Belongings(table, next)} at
        WHERE d.account_id + 0 = $1 AND d.ctid = at.place
        """;

    /// <summary>
    /// Gives a table's rows of leads that are being merged to the parents, after <see cref="LockBelongings"/>.
    /// </summary>
    public static string MoveBelongings(string table, string next) =>
        $"""
        UPDATE {table} d SET lead_id = u.parent_id
        FROM {MergedBelongings(table, next)} at
        WHERE d.account_id + 0 = $1 AND d.ctid = at.place
        """;

    /// <summary>
    /// Takes a table's rows of leads that are being merged away, to be added anew where the parents have none:
    /// <c>d</c> with the parent, <c>u.parent_id</c>.
    /// </summary>
    public static string TakeBelongings(string table, string next, string columns) =>
        $"""
        DELETE FROM {table} d USING {MergedBelongings(table, next)} at
        WHERE d.account_id + 0 = $1 AND d.ctid = at.place
        RETURNING u.parent_id, {columns}
        """;

    /// <summary>
    /// Keeps definitions as they are until the commit. Shared by writers; it only holds up a change of definitions.
    /// </summary>
    public static NpgsqlBatchCommand LockDefinitions(int accountId) => Command(
        $"SELECT pg_advisory_xact_lock_shared({AccountStore.DefinitionsLock}, $1)", Account(accountId));

    /// <summary>The version of the account's definitions.</summary>
    public static NpgsqlBatchCommand ReadVersion(int accountId) => Command(
        "SELECT version FROM account WHERE account_id = $1", Account(accountId));

    /// <summary>
    /// Finds and locks the leads of these keys. Leads are locked in the order of their ids, so that batches do not
    /// deadlock. A row without a lead is that of a key whose lead went while this one waited for it.
    /// </summary>
    public static NpgsqlBatchCommand FindByKeys(int accountId, IReadOnlyCollection<IdentityKey> keys) => Command(
        $"""
        SELECT {Columns}, k.ord, k.is_alias
        FROM ({IdsOfKeys} ORDER BY i.lead_id) k
        LEFT JOIN {ById("k.lead_id", "FOR UPDATE")} l ON true
        """,
        Account(accountId),
        Array(NpgsqlDbType.Text, keys.Select(key => key.Field)),
        Array(NpgsqlDbType.Text, keys.Select(key => key.Value)));

    /// <inheritdoc cref="FindByKeys"/>
    public static NpgsqlBatchCommand FindByIds(int accountId, IReadOnlyCollection<Guid> ids) => Command(
        $"""
        SELECT {Columns}, 0, false
        FROM ({RowSource.Ordered("lead_id")}) k
        CROSS JOIN {ById("k.lead_id", "FOR UPDATE")} l
        """,
        Account(accountId),
        Array(NpgsqlDbType.Uuid, ids));

    /// <summary>
    /// That the lead <c>l</c> is one of a <see cref="RecordScope"/>: <c>@OwnerIds</c> and <c>@SharedIds</c>.
    /// </summary>
    public const string IsOfScope =
        "(@OwnerIds::uuid[] IS NULL OR l.owner_id = ANY(@OwnerIds) OR l.lead_id = ANY(@SharedIds))";

    /// <summary>
    /// Those of the leads that exist and that the caller may see; none of them is deleted before the commit of the
    /// transaction that asks, which adds something to them.
    /// </summary>
    public static Task<IEnumerable<Guid>> Keep(NpgsqlConnection connection, Caller caller, params Guid[] leadIds)
    {
        var scope = caller.Scope(RecordKind.Lead, Deed.View);
        return connection.QueryAsync<Guid>(
            $"""
            SELECT lead_id FROM lead l WHERE account_id = @AccountId AND lead_id = ANY(@leadIds) AND {IsOfScope}
            ORDER BY lead_id FOR KEY SHARE
            """,
            new { caller.AccountId, leadIds, scope.OwnerIds, scope.SharedIds });
    }

    /// <summary>
    /// What a statement asks of a record, named as it is there: that its lead is one of the scope. Empty where that is
    /// nothing.
    /// </summary>
    public static string SeenBy(RecordScope leads, string record) => leads.IsAll
        ? ""
        : $"""

           AND EXISTS (
              SELECT FROM lead seen WHERE seen.account_id = {record}.account_id AND seen.lead_id = {record}.lead_id
                  AND (seen.owner_id = ANY(@ofLeads) OR seen.lead_id = ANY(@sharedLeads)))
          """;

    /// <summary>Adds what <see cref="SeenBy"/> names.</summary>
    public static void AddScope(DynamicParameters parameters, RecordScope leads)
    {
        parameters.Add("ofLeads", leads.OwnerIds);
        parameters.Add("sharedLeads", leads.SharedIds);
    }

    /// <summary>The key by which <see cref="FindByKeys"/> found the row; null for a row found by its id.</summary>
    public static IdentityKey? FoundBy(NpgsqlDataReader reader, IdentityKey[] keys) =>
        reader.GetInt32(13) is > 0 and var ordinal ? keys[ordinal - 1] : null;

    /// <summary>The values as the JSON object that the database keeps.</summary>
    public static byte[] Json(Dictionary<string, string> values)
    {
        var buffer = JsonBuffer.Rent();
        var json = buffer.Writer;
        json.WriteStartObject();
        foreach (var (name, value) in values)
            json.WriteString(name, value);
        json.WriteEndObject();
        var bytes = buffer.Written().ToArray();
        buffer.Return();
        return bytes;
    }

    private static string MergedBelongings(string table, string next) =>
        $"""({RowSource.Select("lead_id", "parent_id")}) u CROSS JOIN {Belongings(table, next)}""";

    private static RowStatement<LeadIdentity> Removing(string condition) => new RowStatement<LeadIdentity>(
            order: 10,
            row => row.Key.AccountId,
            $"""
            DELETE FROM lead_identity i USING ({RowSource.Select("field", "value", "lead_id")}) u
            CROSS JOIN LATERAL ({Identity} OFFSET 0) at
            WHERE i.account_id + 0 = $1 AND i.ctid = at.place AND i.lead_id = u.lead_id {condition}
            """)
        .Locking(
            $"SELECT FROM ({RowSource.Select("field", "value")}) u CROSS JOIN LATERAL ({Identity} FOR UPDATE) at",
            columnCount: 2)
        .WithIdentity();

    private static RowStatement<LeadIdentity> WithIdentity(this RowStatement<LeadIdentity> statement) => statement
        .With(NpgsqlDbType.Text, row => row.Key.Field)
        .With(NpgsqlDbType.Text, row => row.Key.Value)
        .With(NpgsqlDbType.Uuid, row => row.LeadId);

    private static string Belongings(string table, string next, string locked = "") =>
        $"""
        LATERAL (
            SELECT x.ctid AS place FROM {table} x
            WHERE x.account_id = $1 AND x.lead_id = u.lead_id ORDER BY x.{next} {locked})
        """;

    private static string Place(string id) =>
        $"LATERAL (SELECT x.ctid AS place FROM lead x WHERE x.account_id = $1 AND {RowSource.Key("x.lead_id", id)})";

    private static RowStatement<LeadRow> Row(int order, string sql) => new RowStatement<LeadRow>(
            order, row => row.Lead.AccountId, sql)
        .With(NpgsqlDbType.Uuid, row => row.Lead.Id)
        .With(NpgsqlDbType.Bigint, row => row.Lead.Number)
        .With(NpgsqlDbType.Uuid, row => row.Lead.OwnerId)
        .With(NpgsqlDbType.Uuid, row => row.Lead.CreatedBy)
        .With(NpgsqlDbType.Uuid, row => row.Lead.ModifiedBy)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.CreatedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.ModifiedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.LastModifiedOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.FirstActivityOn)
        .With(NpgsqlDbType.TimestampTz, row => row.Lead.LastActivityOn)
        .With(NpgsqlDbType.Text, row => row.Lead.LastActivityName)
        .With(NpgsqlDbType.Text, row => row.MobileKey)
        .With(NpgsqlDbType.Jsonb, row => row.Values);

    /// <summary>A statement of a batch with its parameters.</summary>
    public static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>The account of a statement, its first parameter.</summary>
    public static NpgsqlParameter<int> Account(int accountId) => new() { TypedValue = accountId };

    /// <summary>Many values as one parameter, to be read with <c>unnest</c>.</summary>
    public static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. values] };
}

/// <summary>A key of a lead, to be kept or let go.</summary>
internal readonly record struct LeadIdentity(IdentityKey Key, Guid LeadId);

/// <summary>A lead to write; no values when they stay.</summary>
internal readonly record struct LeadRow(Lead Lead, string? MobileKey, byte[]? Values);

/// <summary>An activity of a lead that is otherwise no part of the write.</summary>
internal readonly record struct SeenActivity(int AccountId, Guid LeadId, string TypeName, DateTime On);
