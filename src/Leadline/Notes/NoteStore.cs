using Dapper;
using Leadline.Accounts;
using Leadline.Leads;
using Leadline.Leads.Merging;
using Leadline.Leads.Timeline;
using Leadline.Opportunities;
using Leadline.Storage;
using Leadline.Storage.Batching;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Notes;

/// <summary>The SQL of notes.</summary>
internal sealed class NoteStore(Database database)
{
    private const string Columns =
        """
        account_id AS AccountId, note_id AS NoteId, lead_id AS LeadId, opportunity_id AS OpportunityId, text,
        attachment_name AS AttachmentName, attachment_url AS AttachmentUrl, file_id AS FileId, version,
        created_by AS CreatedBy, created_on AS CreatedOn, modified_by AS ModifiedBy, modified_on AS ModifiedOn
        """;

    /// <summary>A deleted lead's notes go with it.</summary>
    public static readonly LeadDeletion DeletedWithLead = LeadDeletion.ByStatements(
        LeadStore.LockBelongings("lead_note", "note_id"), LeadStore.DeleteBelongings("lead_note", "note_id"));

    public static readonly LeadMerging MovedWithLead = LeadMerging.OfAll("lead_note", "note_id");

    public static readonly TimelineSource Timeline = new(
        "note",
        "lead_note n WHERE n.account_id = @accountId AND n.lead_id = @leadId",
        "n.created_on",
        "n.note_id",
        "n.created_by")
    {
        Title = "n.attachment_name",
        Text = "n.text",
        OpportunityId = "n.opportunity_id",
    };

    public static readonly TimelineSource TimelineOfOpportunity = Timeline with
    {
        Of = RecordKind.Opportunity,
        From = "lead_note n WHERE n.account_id = @accountId AND n.opportunity_id = @opportunityId",
    };

    /// <summary>A deleted opportunity's notes go with it.</summary>
    public static readonly OpportunityDeletion DeletedWithOpportunity =
        new(OpportunityStore.DeleteBelongings("lead_note", "created_on"));

    public async Task<LeadNote?> Find(int accountId, Guid noteId, CancellationToken cancellation)
    {
        await using var connection = await database.Open(accountId, cancellation);
        return await connection.QuerySingleOrDefaultAsync<LeadNote>(new CommandDefinition(
            $"SELECT {Columns} FROM lead_note WHERE account_id = @accountId AND note_id = @noteId",
            new { accountId, noteId },
            cancellationToken: cancellation));
    }

    /// <summary>A page of a lead's notes, and how many there are over all pages.</summary>
    public async Task<(long Total, IReadOnlyList<LeadNote> Notes)> Page(
        NoteQuery query, CancellationToken cancellation)
    {
        var direction = query.IsAscending ? "ASC" : "DESC";

        // Ids follow the order of making.
        var order = query.ByModification ? $"modified_on {direction}, note_id {direction}" : $"note_id {direction}";
        await using var connection = await database.Open(query.AccountId, cancellation);
        await using var read = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            SELECT count(*) FROM lead_note
            WHERE account_id = @AccountId AND lead_id = @LeadId AND note_id = coalesce(@NoteId, note_id)
                AND (@Before::uuid IS NULL OR note_id < @Before);
            SELECT {Columns} FROM lead_note
            WHERE account_id = @AccountId AND lead_id = @LeadId AND note_id = coalesce(@NoteId, note_id)
                AND (@Before::uuid IS NULL OR note_id < @Before)
            ORDER BY {order} OFFSET @Offset LIMIT @Most
            """,
            query,
            cancellationToken: cancellation));
        var total = await read.ReadSingleAsync<long>();
        return (total, [.. await read.ReadAsync<LeadNote>()]);
    }

    public static Task Add(NpgsqlConnection connection, LeadNote note) => connection.ExecuteAsync(
        """
        INSERT INTO lead_note (account_id, note_id, lead_id, opportunity_id, text, attachment_name, attachment_url,
            file_id, created_by, created_on, modified_by, modified_on)
        VALUES (@AccountId, @NoteId, @LeadId, @OpportunityId, @Text, @AttachmentName, @AttachmentUrl, @FileId,
            @CreatedBy, @CreatedOn, @ModifiedBy, @ModifiedOn)
        """,
        note);

    /// <summary>Deletes a lead's notes that were made from a moment on and before another; their ids.</summary>
    public static Task<IEnumerable<Guid>> DeleteOfLead(
        NpgsqlConnection connection, int accountId, Guid leadId, DateTime? from, DateTime? before) =>
        connection.QueryAsync<Guid>(
            """
            WITH doomed AS (
                SELECT note_id FROM lead_note
                WHERE account_id = @accountId AND lead_id = @leadId
                    AND created_on >= coalesce(@from::timestamptz, '-infinity')
                    AND created_on < coalesce(@before::timestamptz, 'infinity')
                ORDER BY note_id FOR UPDATE)
            DELETE FROM lead_note n USING doomed
            WHERE n.account_id = @accountId AND n.note_id = doomed.note_id
            RETURNING n.note_id
            """,
            new { accountId, leadId, from, before });

    /// <summary>The note, locked until the commit.</summary>
    public static Task<LeadNote?> Lock(NpgsqlConnection connection, int accountId, Guid noteId) =>
        connection.QuerySingleOrDefaultAsync<LeadNote>(
            $"SELECT {Columns} FROM lead_note WHERE account_id = @accountId AND note_id = @noteId FOR UPDATE",
            new { accountId, noteId });

    /// <summary>Writes what a change made of a locked note.</summary>
    public static Task Update(NpgsqlConnection connection, LeadNote note) => connection.ExecuteAsync(
        """
        UPDATE lead_note SET text = @Text, attachment_name = @AttachmentName, attachment_url = @AttachmentUrl,
            file_id = @FileId, version = @Version, modified_by = @ModifiedBy, modified_on = @ModifiedOn
        WHERE account_id = @AccountId AND note_id = @NoteId
        """,
        note);

    public static Task Delete(NpgsqlConnection connection, int accountId, Guid noteId) => connection.ExecuteAsync(
        "DELETE FROM lead_note WHERE account_id = @accountId AND note_id = @noteId", new { accountId, noteId });
}
