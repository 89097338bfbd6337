-- Files of leads that were sent to be imported, and how far each has come: what stands before "read_to" is done. That moves in
-- the transaction that writes the rows' leads, so no row is lost or done twice.
CREATE TABLE lead_import (
    account_id integer NOT NULL,
    import_id uuid NOT NULL,
    user_id uuid NOT NULL,
    state smallint NOT NULL,
    format smallint NOT NULL,
    mode smallint NOT NULL,
    search_by text,
    source text,
    columns text[] NOT NULL,
    separator text NOT NULL,
    bytes bigint NOT NULL DEFAULT 0,
    received_on timestamptz NOT NULL,
    started_on timestamptz,
    progressed_on timestamptz,
    finished_on timestamptz,
    reason text,
    read_to bigint NOT NULL DEFAULT 0,
    line bigint NOT NULL DEFAULT 1,
    rows_read bigint NOT NULL DEFAULT 0,
    created bigint NOT NULL DEFAULT 0,
    updated bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    lease uuid,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (account_id, import_id)
) WITH (fillfactor = 40);

COMMENT ON COLUMN lead_import.state IS '0 being received, 1 waiting, 2 running, 3 finished, 4 cancelled, 5 failed';
COMMENT ON COLUMN lead_import.format IS '0 CSV, 1 NDJSON';
COMMENT ON COLUMN lead_import.mode IS '0 create or update, 1 create only, 2 update only';
COMMENT ON COLUMN lead_import.read_to IS 'The first byte of the next row';
COMMENT ON COLUMN lead_import.line IS 'The line that it stands on, from 1';
COMMENT ON COLUMN lead_import.lease IS 'The node that works on it, until leased_until';

CREATE INDEX lead_import_waiting ON lead_import (account_id, import_id) WHERE state IN (1, 2);

-- The file, in parts of 1 MiB but for the last.
CREATE TABLE lead_import_part (
    account_id integer NOT NULL,
    import_id uuid NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (account_id, import_id, part)
);

-- Read in pieces, and not worth the time that PostgreSQL takes to press it.
ALTER TABLE lead_import_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- Rows that came to nothing: where they stand in the file, and why.
CREATE TABLE lead_import_refusal (
    account_id integer NOT NULL,
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    at bigint NOT NULL,
    length integer NOT NULL,
    field text,
    reason text NOT NULL,
    PRIMARY KEY (account_id, import_id, line)
);
