namespace Leadline.PersonalData;

/// <summary>
/// The SQL of what the deletion of a lead leaves: what was sent and received, what waits, what was written down on the
/// way. Each statement may run again. What is kept, and why, <see cref="KeptData"/> says.
/// </summary>
internal static class PersonalErasureStore
{
    private const string WhatItIsAbout = "convert_to(concat(j.filter::text, j.\"values\"::text), 'UTF8')";

    public static readonly IReadOnlyList<string> Statements =
    [
        // Files of the leads were hidden with them; their content is removed at once here.
        """
        DELETE FROM stored_file_part p USING stored_file f
        WHERE p.account_id = @accountId AND f.account_id = @accountId AND f.file_id = p.file_id
            AND f.lead_id = ANY(@leads);
        DELETE FROM stored_file WHERE account_id = @accountId AND lead_id = ANY(@leads)
        """,

        // Exports of theirs that can still be fetched.
        """
        DELETE FROM personal_export_part p USING personal_request r
        WHERE p.account_id = @accountId AND r.account_id = @accountId AND r.request_id = p.request_id
            AND r.lead_ids && @leads;
        UPDATE personal_request SET bytes = NULL WHERE account_id = @accountId AND lead_ids && @leads
        """,

        // That something happened stays in the log, and what it was does not.
        "DELETE FROM event WHERE account_id = @accountId AND lead_id = ANY(@leads) AND data IS NOT NULL",
        "DELETE FROM webhook_delivery WHERE account_id = @accountId AND lead_id = ANY(@leads)",
        """
        UPDATE lead_job_row SET before = NULL, after = NULL, restore = NULL, expected = NULL, reason = NULL
        WHERE account_id = @accountId AND lead_id = ANY(@leads)
        """,
        $"""
        UPDATE lead_job j SET filter = NULL, "values" = NULL
        WHERE j.account_id = @accountId AND j.state IN (3, 4, 5) AND ({Mentions(WhatItIsAbout)} OR NOT EXISTS (
            SELECT FROM lead_job_row r
            WHERE r.account_id = @accountId AND r.job_id = j.job_id AND r.lead_id <> ALL(@leads)))
        """,

        // What they said on tickets of others, and that they watch them.
        $"""
        WITH said AS (
            DELETE FROM ticket_conversation c
            WHERE c.account_id = @accountId
                AND (c.merged_lead = ANY(@leads) OR {PersonalTableStore.Theirs("c.sender")})
            RETURNING c.number)
        DELETE FROM ticket_file f USING said WHERE f.account_id = @accountId AND f.conversation = said.number
        """,
        $"""
        UPDATE ticket_conversation c SET recipients = ARRAY(
            SELECT r FROM unnest(c.recipients) r WHERE NOT {PersonalTableStore.Theirs("r")})
        WHERE c.account_id = @accountId
            AND EXISTS (SELECT FROM unnest(c.recipients) r WHERE {PersonalTableStore.Theirs("r")})
        """,
        $"""
        UPDATE ticket t SET watchers = ARRAY(
            SELECT w FROM unnest(t.watchers) w WHERE NOT {PersonalTableStore.Theirs("w")})
        WHERE t.account_id = @accountId
            AND EXISTS (SELECT FROM unnest(t.watchers) w WHERE {PersonalTableStore.Theirs("w")})
        """,

        """
        UPDATE ticket_history SET changes = regexp_replace(changes::text, @addresses, 'erased', 'gi')::jsonb
        WHERE account_id = @accountId AND changes::text ~* @addresses
        """,
        """
        UPDATE event SET data = regexp_replace(data::text, @addresses, 'erased', 'gi')::jsonb
        WHERE account_id = @accountId AND kind LIKE 'ticket.%' AND data::text ~* @addresses
        """,

        // Mail to them, and mail to users about their tickets and tasks.
        $"""
        DELETE FROM mail m
        WHERE m.account_id = @accountId AND ({PersonalTableStore.Theirs("m.recipient")}
            OR m.recipient = ANY(SELECT 'tel:' || p FROM unnest(@phones) p)
            OR m.subject LIKE ANY(@tokens) OR m.message_id LIKE ANY(@tokens) OR m.subject = ANY(@subjects)
            OR lower(m.copies) ~ @words)
        """,
        $"""
        DELETE FROM set_aside_mail m
        WHERE m.account_id = @accountId AND ({PersonalTableStore.Theirs("m.sender")}
            OR lower(encode(m.content, 'escape')) ~ @words)
        """,

        // Drafts of users, and what they were notified of.
        """
        DELETE FROM draft d
        WHERE d.account_id = @accountId AND (split_part(d.key, '/', 2) = ANY(@records)
            OR concat(split_part(d.key, '/', 1), '/', split_part(d.key, '/', 2)) = ANY(@records)
            OR lower(d.content::text) ~ @words)
        """,
        "DELETE FROM notification WHERE account_id = @accountId AND record_id::text = ANY(@records)",
        """
        DELETE FROM call_popup
        WHERE account_id = @accountId AND (source_number = ANY(@phones) OR destination_number = ANY(@phones)
            OR display_number = ANY(@phones))
        """,

        // Requests that were carried out.
        $$"""
        WITH erased AS (
            UPDATE intake_request q SET body = convert_to('{}', 'UTF8'), target = NULL
            FROM intake_cursor c
            WHERE q.account_id = @accountId AND c.account_id = @accountId AND q.arrival <= c.done
                AND NOT EXISTS (
                    SELECT FROM intake_parked p WHERE p.account_id = @accountId AND p.arrival = q.arrival)
                AND ({{Mentions("q.body")}} OR lower(q.target) LIKE ANY(@mentions))
            RETURNING q.arrival)
        UPDATE intake_result r SET reason = CASE WHEN r.reason IS NOT NULL THEN 'Erased' END,
            message = CASE WHEN r.status = 0 THEN r.message END
        FROM erased WHERE r.account_id = @accountId AND r.arrival = erased.arrival
        """,
        "DELETE FROM status_call WHERE account_id = @accountId AND lower(body) LIKE ANY(@mentions)",

        // The files of imports that have ended, which are kept for the rows that were refused. An address may stand
        // across the end of a part.
        $"""
        WITH ended AS (
            SELECT DISTINCT p.import_id FROM lead_import_part p
            JOIN lead_import i ON i.account_id = p.account_id AND i.import_id = p.import_id
            LEFT JOIN lead_import_part n
                ON n.account_id = p.account_id AND n.import_id = p.import_id AND n.part = p.part + 1
            WHERE p.account_id = @accountId AND i.state IN (3, 4, 5)
                AND {Mentions("p.content || coalesce(substring(n.content FROM 1 FOR 300), ''::bytea)")}),
        refused AS (
            DELETE FROM lead_import_refusal r USING ended
            WHERE r.account_id = @accountId AND r.import_id = ended.import_id)
        DELETE FROM lead_import_part p USING ended
        WHERE p.account_id = @accountId AND p.import_id = ended.import_id
        """,
    ];

    /// <summary>That bytes hold an address, a number or the id of a lead; rather one time too many.</summary>
    private static string Mentions(string bytes) => $"lower(encode({bytes}, 'escape')) LIKE ANY(@mentions)";
}
