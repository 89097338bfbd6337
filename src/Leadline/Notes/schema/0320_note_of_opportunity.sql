ALTER TABLE lead_note ADD COLUMN opportunity_id uuid;
COMMENT ON COLUMN lead_note.opportunity_id IS 'The opportunity of the lead that it was written of; null for the lead itself';
CREATE INDEX lead_note_of_opportunity ON lead_note (account_id, opportunity_id, created_on, note_id)
    WHERE opportunity_id IS NOT NULL;
