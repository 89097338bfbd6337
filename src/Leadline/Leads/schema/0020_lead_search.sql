-- What leads are searched by: hashes of the parts of their searchable text and of each exact value. Derived from lead,
-- kept by a background worker that follows the event log, and always checked against lead itself.
CREATE TABLE lead_search (
    account_id integer NOT NULL,
    lead_id uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    tokens integer[] NOT NULL,
    PRIMARY KEY (account_id, lead_id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN lead_search.modified_on IS 'As of when the lead was entered: candidates are put in order before lead itself is read';
COMMENT ON COLUMN lead_search.tokens IS 'Each hash has the account mixed in, so that the index needs no column for it';

CREATE INDEX lead_search_tokens ON lead_search USING gin (tokens) WITH (fastupdate = on, gin_pending_list_limit = 4096);

-- How far the index has come: it holds every event up to this one, and all leads once complete. Until then leads are
-- entered in the order of their ids, up to filled_to. Transaction numbers mean something only in the cluster that gave
-- them: in another one (a restored backup) the index is made anew, and so it is when other fields become searchable.
CREATE TABLE lead_search_progress (
    account_id integer NOT NULL,
    cluster bigint NOT NULL,
    tx xid8 NOT NULL,
    event_id uuid NOT NULL,
    is_complete boolean NOT NULL,
    filled_to uuid NOT NULL,
    searchable integer NOT NULL,
    definitions_version bigint NOT NULL,
    PRIMARY KEY (account_id)
);

COMMENT ON COLUMN lead_search_progress.searchable IS 'A hash of the fields that quick search looks into';
COMMENT ON COLUMN lead_search_progress.definitions_version IS 'The account''s version that searchable was taken from';
