-- Changes of many leads, worked on in the background: which leads, and what became of each. A lead's row gets its outcome in
-- the transaction that changes the lead, so none is lost or done twice.
CREATE TABLE lead_job (
    account_id integer NOT NULL,
    job_id uuid NOT NULL,
    user_id uuid NOT NULL,
    state smallint NOT NULL,
    action text NOT NULL,
    "values" jsonb,
    list_id uuid,
    filter jsonb,
    cursor text,
    is_collected boolean NOT NULL,
    undoes uuid,
    undone_by uuid,
    created_on timestamptz NOT NULL,
    finished_on timestamptz,
    reason text,
    lease uuid,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (account_id, job_id)
);

COMMENT ON COLUMN lead_job.state IS '1 waiting, 2 running, 3 finished, 4 cancelled, 5 failed';
COMMENT ON COLUMN lead_job.cursor IS 'Behind which lead the filter is to be asked for more, until is_collected';
COMMENT ON COLUMN lead_job.lease IS 'The node that works on it, until leased_until';

CREATE INDEX lead_job_waiting ON lead_job (account_id, job_id) WHERE state IN (1, 2);

CREATE TABLE lead_job_row (
    account_id integer NOT NULL,
    job_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    restore jsonb,
    expected jsonb,
    outcome smallint,
    reason text,
    before jsonb,
    after jsonb,
    PRIMARY KEY (account_id, job_id, lead_id)
);

COMMENT ON COLUMN lead_job_row.restore IS 'Of an undo: the values to set, if the lead''s are still as expected';
COMMENT ON COLUMN lead_job_row.outcome IS '1 done, 2 unchanged, 3 refused, 4 changed meanwhile; null while it waits';

CREATE INDEX lead_job_row_waiting ON lead_job_row (account_id, job_id, lead_id) WHERE outcome IS NULL;
