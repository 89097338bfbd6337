namespace Leadline.PersonalData;

/// <summary>Records of a kind that the account holds of a person.</summary>
/// <param name="Kind">What they are called, on the wire and in an export.</param>
/// <param name="Table">Where they stand.</param>
/// <param name="Condition">Which are the person's: of the parameters @leads, @emails.</param>
internal sealed record PersonalTable(string Kind, string Table, string Condition)
{
    /// <summary>Columns that say nothing about the person, or let somebody in.</summary>
    public string[] Hidden { get; init; } = [];

    /// <summary>The column that holds a file.</summary>
    public string? Content { get; init; }

    /// <summary>The id and the name of the file, as columns.</summary>
    public string FileName { get; init; } = "''";

    /// <summary>Whether no index leads to them: they are exported, and not counted while somebody waits.</summary>
    public bool IsSlow { get; init; }
}

/// <summary>
/// The SQL that says what the account holds of a person, the one list for showing, exporting and counting it.
/// </summary>
internal static class PersonalTableStore
{
    private const string OfLead = "x.lead_id = ANY(@leads)";

    private const string OfTicket =
        """
        x.ticket_id IN (
            SELECT t.ticket_id FROM ticket t WHERE t.account_id = @accountId AND t.lead_id = ANY(@leads))
        """;

    public static readonly IReadOnlyList<PersonalTable> All =
    [
        new("leads", "lead", OfLead) { Hidden = ["mobile_key"] },
        new("mergedLeads", "merged_lead", OfLead) { Hidden = ["keys"] },
        new("history", "event", $"x.kind = 'lead.updated' AND {OfLead}") { Hidden = ["tx", "is_quiet"] },
        new("activities", "activity", $"x.event_code < 12000 AND {OfLead}") { Hidden = ["opportunity_key"] },
        new("opportunities", "activity", $"x.event_code >= 12000 AND {OfLead}") { Hidden = ["opportunity_key"] },
        new("notes", "lead_note", OfLead),
        new("files", "stored_file", $"NOT x.is_removed AND {OfLead}") { Hidden = ["sha256", "is_removed"] },
        new("tasks", "task", OfLead),
        new("tickets", "ticket", OfLead) { Hidden = ["keys", "work_on", "steps_done"] },
        new("ticketHistory", "ticket_history", OfTicket),
        new("ticketMessages", "ticket_conversation", OfTicket),
        new("ticketFiles", "ticket_file", OfTicket)
        {
            Hidden = ["content"],
            Content = "content",
            FileName = "x.file_id || '-' || CASE WHEN x.is_original THEN 'original.eml' ELSE x.name END",
        },
        new("lists", "lead_list_member", OfLead),
        new("shares", "lead_share", OfLead),
        new("emails", "mailing", OfLead),
        new("campaignEmails", "mailing_recipient", OfLead),
        new("portalUsers", "portal_user", OfLead) { Hidden = ["password_hash"] },
        new("portalSessions", "portal_session", OfLead) { Hidden = ["secret_hash"] },
        new("calls", "call_popup", OfLead),
        new("subscriberNumbers", "ispcrm_lead", OfLead),
        new("subscriberPlans", "subscriber_plan", OfLead),
        new("optOuts", "email_suppression", "x.address_key = ANY(@emails)"),
        new("events", "event", $"x.kind <> 'lead.updated' AND {OfLead}")
        {
            Hidden = ["tx", "is_quiet"],
            IsSlow = true,
        },
        new("outbox", "mail", Theirs("x.recipient")) { Hidden = ["sealed"], IsSlow = true },
        new("mailsSetAside", "set_aside_mail", Theirs("x.sender"))
        {
            Hidden = ["content", "message_key"],
            Content = "content",
            FileName = "x.mail_id || '.eml'",
            IsSlow = true,
        },
        new("webhookDeliveries", "webhook_delivery", OfLead) { IsSlow = true },
    ];

    /// <summary>How many there are of each kind.</summary>
    public static string Count(IEnumerable<PersonalTable> tables) => string.Join(
        " UNION ALL ",
        tables.Select(table =>
            $"""
            SELECT '{table.Kind}' AS kind, count(*) AS records FROM {table.Table} x
            WHERE x.account_id = @accountId AND {table.Condition}
            """));

    /// <summary>The records of a kind as JSON.</summary>
    public static string Read(PersonalTable table) =>
        $"""
        SELECT (to_jsonb(x) - @hidden)::text FROM {table.Table} x
        WHERE x.account_id = @accountId AND {table.Condition}
        """;

    /// <summary>The files that records of a kind hold themselves.</summary>
    public static string ReadFiles(PersonalTable table) =>
        $"""
        SELECT {table.FileName}, x.{table.Content} FROM {table.Table} x
        WHERE x.account_id = @accountId AND {table.Condition}
        """;

    /// <summary>That an address, with a name or without, is the person's.</summary>
    public static string Theirs(string column) =>
        $"(lower({column}) = ANY(@emails) OR lower({column}) LIKE ANY(@bracketed))";
}
