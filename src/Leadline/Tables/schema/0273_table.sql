-- Tables of an account's own: what its dropdowns and programs look up. Columns are fields as leads have them, kept as JSON
-- in their order; a row's values are canonical texts by column.
CREATE TABLE data_table (
    account_id integer NOT NULL,
    table_id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    columns jsonb NOT NULL,
    row_count integer NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, table_id)
);

CREATE UNIQUE INDEX data_table_name ON data_table (account_id, lower(name));

COMMENT ON COLUMN data_table.row_count IS 'Kept under the lock of the table''s row, which every writer of its rows takes';

CREATE TABLE data_row (
    account_id integer NOT NULL,
    table_id uuid NOT NULL,
    row_id uuid NOT NULL,
    "values" jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, table_id, row_id)
);
