-- What leads are searched by, in place of lead_search: an inverted index kept as ordinary rows, made in batches by a
-- background worker that follows the event log, and always checked against lead itself (docs/decisions/0004-search.md).
DROP TABLE lead_search_progress;
DROP TABLE lead_search;

-- How far an account's index has come: segments hold every event below tx, and all leads once complete; until then
-- leads are entered in the order of their changes, up to filled_on and filled_to. Transaction numbers mean something
-- only in the cluster that gave them: in another one (a restored backup) the index is made anew, and so it is when
-- other fields become searchable.
CREATE TABLE lead_index (
    account_id integer NOT NULL,
    cluster bigint NOT NULL,
    tx xid8 NOT NULL,
    is_complete boolean NOT NULL,
    filled_on timestamptz NOT NULL,
    filled_to uuid NOT NULL,
    searchable integer NOT NULL,
    definitions_version bigint NOT NULL,
    version bigint NOT NULL,
    last_segment bigint NOT NULL,
    node uuid,
    held_until timestamptz,
    PRIMARY KEY (account_id)
);

COMMENT ON COLUMN lead_index.searchable IS 'A hash of the fields that quick search looks into';
COMMENT ON COLUMN lead_index.definitions_version IS 'The account''s version that searchable was taken from';
COMMENT ON COLUMN lead_index.version IS 'Counts up whenever the set of segments changes';
COMMENT ON COLUMN lead_index.node IS 'The server that keeps the index, until held_until unless it asks again';

CREATE TABLE lead_segment (
    account_id integer NOT NULL,
    segment bigint NOT NULL,
    entries integer NOT NULL,
    parts integer NOT NULL,
    bounds timestamptz[] NOT NULL,
    is_live boolean NOT NULL,
    replaced_on timestamptz,
    PRIMARY KEY (account_id, segment)
);

COMMENT ON COLUMN lead_segment.bounds IS 'modified_on of the first, and so the newest, of each 64 entries';
COMMENT ON COLUMN lead_segment.is_live IS 'False while a merged segment is being written, and once it was replaced';
COMMENT ON COLUMN lead_segment.replaced_on IS 'Its rows stay a minute longer, for searches that have begun';

CREATE TABLE lead_segment_part (
    account_id integer NOT NULL,
    segment bigint NOT NULL,
    part integer NOT NULL,
    lists bytea NOT NULL,
    PRIMARY KEY (account_id, segment, part)
) WITH (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN lead_segment_part.lists IS 'Of each token in turn: its hash, the length of its list in bytes, and the list: distances between entries';
ALTER TABLE lead_segment_part ALTER COLUMN lists SET STORAGE EXTERNAL;

CREATE TABLE lead_segment_chunk (
    account_id integer NOT NULL,
    segment bigint NOT NULL,
    chunk integer NOT NULL,
    lead_ids uuid[] NOT NULL,
    modified_on timestamptz[] NOT NULL,
    PRIMARY KEY (account_id, segment, chunk)
) WITH (toast_tuple_target = 4080, autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN lead_segment_chunk.modified_on IS 'As of when the lead was entered: an entry whose lead has changed since is passed over';
