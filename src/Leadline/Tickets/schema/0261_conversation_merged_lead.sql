-- What merging two leads looks for.
CREATE INDEX ticket_conversation_merged_lead ON ticket_conversation (account_id, merged_lead, number)
    WHERE merged_lead IS NOT NULL;
