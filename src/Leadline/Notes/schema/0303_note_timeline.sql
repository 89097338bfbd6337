CREATE INDEX lead_note_on ON lead_note (account_id, lead_id, created_on, note_id);
