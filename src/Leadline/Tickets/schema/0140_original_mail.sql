-- The mail that a message came in is kept beside its files: it moves with a merge, and goes when they go.
ALTER TABLE ticket_file ADD COLUMN is_original boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN ticket_file.is_original IS 'The mail as it came, which no list of files shows';
