using Dapper;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Leads.Search;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;

namespace Leadline.Lists;

/// <summary>
/// The SQL of the members that static lists keep. Whoever changes some locks their leads first, each in the order of
/// the ids, and the list's own row last, where the count stands: as the deletion of a lead does.
/// </summary>
internal sealed class ListMemberStore(Database database)
{
    /// <summary>Members up to which the leads of a list are read one by one, whatever their order is to be.</summary>
    private const int FewMembers = 20_000;

    private static readonly string Doomed =
        $"""
        SELECT m.list_id, count(*) AS members FROM ({RowSource.Select("lead_id")}) u
        CROSS JOIN LATERAL (
            SELECT x.list_id FROM lead_list_member x
            WHERE x.account_id = $1 AND x.lead_id = u.lead_id ORDER BY x.list_id) m
        GROUP BY m.list_id
        """;

    private static readonly string PlaceOfList =
        $"""
        SELECT x.ctid AS place FROM lead_list x
        WHERE x.account_id = $1 AND {RowSource.Key("x.list_id", "g.list_id")}
        """;

    /// <summary>Deleted leads leave their lists, and the lists' counts tell.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("lead_list_member", "list_id"),
        $"""
        SELECT FROM (SELECT d.list_id FROM ({Doomed}) d ORDER BY d.list_id) g
        CROSS JOIN LATERAL ({PlaceOfList} FOR NO KEY UPDATE) at
        """,
        $"""
        UPDATE lead_list l SET member_count = l.member_count - g.members
        FROM ({Doomed}) g CROSS JOIN LATERAL ({PlaceOfList}) at
        WHERE l.account_id + 0 = $1 AND l.ctid = at.place
        """,
        LeadStore.DeleteBelongings("lead_list_member", "list_id"));

    /// <summary>
    /// A merged lead's parent is in its lists; where it was there already, the list has one member less.
    /// </summary>
    public static readonly LeadMerging MovedWithLead = LeadMerging.ByStatements(
        LeadStore.LockBelongings("lead_list_member", "list_id"),
        $"""
        SELECT FROM (SELECT d.list_id FROM ({Doomed}) d ORDER BY d.list_id) g
        CROSS JOIN LATERAL ({PlaceOfList} FOR NO KEY UPDATE) at
        """,
        $"""
        WITH taken AS ({LeadStore.TakeBelongings("lead_list_member", "list_id", "d.list_id, d.added_by, d.added_on")}),
        added AS (
            INSERT INTO lead_list_member (account_id, list_id, lead_id, added_by, added_on)
            SELECT $1, t.list_id, t.parent_id, t.added_by, t.added_on
            FROM (SELECT DISTINCT ON (t.list_id, t.parent_id) t.* FROM taken t
                ORDER BY t.list_id, t.parent_id, t.added_on) t
            ON CONFLICT DO NOTHING RETURNING list_id)
        UPDATE lead_list l SET member_count = l.member_count - g.fewer
        FROM (
            SELECT n.list_id, sum(n.one) AS fewer
            FROM (SELECT t.list_id, 1 AS one FROM taken t UNION ALL SELECT a.list_id, -1 FROM added a) n
            GROUP BY n.list_id) g
        CROSS JOIN LATERAL ({PlaceOfList}) at
        WHERE l.account_id + 0 = $1 AND l.ctid = at.place
        """);

    /// <summary>What holds for the leads <c>l</c> that are members of a list with so many.</summary>
    public static LeadCondition Members(Guid listId, long count) => new(
        count <= FewMembers
            ? """
              l.lead_id = ANY (ARRAY(
                  SELECT m.lead_id FROM lead_list_member m WHERE m.account_id = @account AND m.list_id = @p0))
              """
            : """
              EXISTS (
                  SELECT FROM lead_list_member m
                  WHERE m.account_id = @account AND m.list_id = @p0 AND m.lead_id = l.lead_id)
              """,
        Tokens: null)
    {
        Parameters = [listId],
    };

    public async Task<bool> Has(int accountId, Guid listId, Guid leadId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (
                SELECT FROM lead_list_member
                WHERE account_id = @accountId AND list_id = @listId AND lead_id = @leadId)
            """,
            new { accountId, listId, leadId },
            cancellationToken: cancellation));
    }

    /// <summary>Adds leads to a list; those that were no members yet.</summary>
    public static Task<IEnumerable<Guid>> Add(
        NpgsqlConnection connection, int accountId, Guid listId, Guid[] leadIds, Guid userId, DateTime now) =>
        connection.QueryAsync<Guid>(
            """
            INSERT INTO lead_list_member (account_id, list_id, lead_id, added_by, added_on)
            SELECT @accountId, @listId, u.lead_id, @userId, @now
            FROM (SELECT unnest(@leadIds) AS lead_id ORDER BY 1) u
            ON CONFLICT DO NOTHING RETURNING lead_id
            """,
            new { accountId, listId, leadIds, userId, now });

    /// <summary>Those of the leads that are members, locked until the commit.</summary>
    public static Task<IEnumerable<Guid>> Lock(
        NpgsqlConnection connection, int accountId, Guid listId, Guid[] leadIds) => connection.QueryAsync<Guid>(
        """
        SELECT lead_id FROM lead_list_member
        WHERE account_id = @accountId AND list_id = @listId AND lead_id = ANY(@leadIds)
        ORDER BY lead_id FOR UPDATE
        """,
        new { accountId, listId, leadIds });

    /// <summary>Some members, locked until the commit.</summary>
    public static Task<IEnumerable<Guid>> LockSome(
        NpgsqlConnection connection, int accountId, Guid listId, int most) => connection.QueryAsync<Guid>(
        """
        SELECT lead_id FROM lead_list_member
        WHERE account_id = @accountId AND list_id = @listId ORDER BY lead_id LIMIT @most FOR UPDATE
        """,
        new { accountId, listId, most });

    /// <summary>Removes locked members: by their whole key, whatever the planner believes of the table.</summary>
    public static Task Remove(NpgsqlConnection connection, int accountId, Guid listId, Guid[] leadIds) =>
        connection.ExecuteAsync(
            """
            DELETE FROM lead_list_member
            WHERE account_id = @accountId AND list_id = @listId AND lead_id = ANY(@leadIds)
            """,
            new { accountId, listId, leadIds });

    /// <summary>Counts members in or out; what the count is then, null where the list is gone.</summary>
    public static Task<long?> Count(NpgsqlConnection connection, int accountId, Guid listId, int difference) =>
        connection.ExecuteScalarAsync<long?>(
            """
            UPDATE lead_list SET member_count = member_count + @difference
            WHERE account_id = @accountId AND list_id = @listId AND NOT is_deleted
            RETURNING member_count
            """,
            new { accountId, listId, difference });
}
