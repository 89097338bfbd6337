CREATE TABLE personal_request (
    account_id integer NOT NULL,
    request_id uuid NOT NULL,
    kind smallint NOT NULL,
    lead_ids uuid[] NOT NULL,
    reason text NOT NULL,
    user_id uuid NOT NULL,
    state smallint NOT NULL,
    progress smallint NOT NULL DEFAULT 0,
    held jsonb,
    traces jsonb,
    created_on timestamptz NOT NULL,
    finished_on timestamptz,
    failure text,
    bytes bigint,
    file_until timestamptz,
    lease uuid,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (account_id, request_id)
);

COMMENT ON TABLE personal_request IS 'Stays for good: who had whose data exported or erased, when and why. It names leads by their ids alone';
COMMENT ON COLUMN personal_request.kind IS '1 export, 2 erase';
COMMENT ON COLUMN personal_request.state IS '1 waiting, 2 running, 3 finished, 4 failed';
COMMENT ON COLUMN personal_request.held IS 'How many records of each kind there were';
COMMENT ON COLUMN personal_request.traces IS
    'While it is being erased: the addresses, numbers and ids to be looked for, which are gone with the leads. Null from the end on';
COMMENT ON COLUMN personal_request.lease IS 'The node that works on it, until leased_until';

CREATE INDEX personal_request_waiting ON personal_request (account_id, request_id) WHERE state IN (1, 2);

CREATE TABLE personal_export_part (
    account_id integer NOT NULL,
    request_id uuid NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (account_id, request_id, part)
);

ALTER TABLE personal_export_part ALTER COLUMN content SET STORAGE EXTERNAL;
