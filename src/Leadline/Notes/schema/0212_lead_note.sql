-- What people wrote down of a lead.
CREATE TABLE lead_note (
    account_id integer NOT NULL,
    note_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    text text NOT NULL,
    attachment_name text,
    attachment_url text,
    file_id uuid,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, note_id)
);

COMMENT ON COLUMN lead_note.attachment_name IS 'As it was passed, or the name of the file';
COMMENT ON COLUMN lead_note.attachment_url IS 'Of an attachment that lies elsewhere';
COMMENT ON COLUMN lead_note.file_id IS 'Of an attachment that is a file of the account';

CREATE INDEX lead_note_of_lead ON lead_note (account_id, lead_id, note_id);
