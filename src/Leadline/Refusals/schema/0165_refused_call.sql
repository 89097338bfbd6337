-- The last calls that an account's integrations made in vain. Nothing depends on it: it is written aside, and trimmed.
CREATE TABLE refused_call (
    account_id integer NOT NULL,
    id uuid NOT NULL,
    refused_on timestamptz NOT NULL,
    request_id text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    status integer NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    user_id uuid,
    address text,
    PRIMARY KEY (account_id, id)
);
