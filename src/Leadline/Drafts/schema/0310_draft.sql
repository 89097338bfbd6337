-- Texts that people have not sent yet. A row is its user's own; it goes once its text is sent, or nobody touches it for long.
CREATE TABLE draft (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    saved_on timestamptz NOT NULL,
    content json NOT NULL,
    PRIMARY KEY (account_id, user_id, key)
);

COMMENT ON COLUMN draft.key IS 'What it is for: kind of record, record, and way of writing, e.g. tickets/157/reply';
