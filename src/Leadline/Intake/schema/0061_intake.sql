-- Requests of the asynchronous API as they came, one partition a day: made ahead and dropped whole by a sweep. What a day
-- was not made for, and what a restored backup holds, lies in the default partition. A request's arrival counts up within
-- its account without gaps, in the order of commits: it is given under the account's lock.
CREATE TABLE intake_request (
    account_id integer NOT NULL,
    call smallint NOT NULL,
    arrival bigint NOT NULL,
    received_on timestamptz NOT NULL,
    user_id uuid NOT NULL,
    target text,
    totals bigint[],
    body bytea NOT NULL,
    PRIMARY KEY (account_id, arrival, received_on)
) PARTITION BY RANGE (received_on);

COMMENT ON COLUMN intake_request.target IS 'What the query or the path says beside the body, such as leadId=...';
COMMENT ON COLUMN intake_request.totals IS 'On the last request of a batch: how many of each call the account has ever sent';

CREATE TABLE intake_request_rest PARTITION OF intake_request DEFAULT;

-- How requests ended, written in the transaction of their effect. The primary key makes a second effect impossible.
CREATE TABLE intake_result (
    account_id integer NOT NULL,
    call smallint NOT NULL,
    status smallint NOT NULL,
    attempts smallint NOT NULL,
    arrival bigint NOT NULL,
    received_on timestamptz NOT NULL,
    finished_on timestamptz NOT NULL,
    reason text,
    message text,
    PRIMARY KEY (account_id, arrival, received_on)
) PARTITION BY RANGE (received_on);

COMMENT ON COLUMN intake_result.status IS '0 success, 1 failure (the request''s own), 2 error (the server''s, after the last retry)';

CREATE INDEX intake_result_failed ON intake_result (account_id, arrival) WHERE status <> 0;

CREATE TABLE intake_result_rest PARTITION OF intake_result DEFAULT;

-- How far an account has come: everything up to "done" has its result or waits in intake_parked. Who locks the row works on
-- the account. Without a node's memory of it: "finished" less the newest request's "totals" is what waits.
CREATE TABLE intake_cursor (
    account_id integer NOT NULL,
    done bigint NOT NULL,
    done_on timestamptz NOT NULL,
    finished bigint[] NOT NULL,
    parked integer NOT NULL DEFAULT 0,
    due_on timestamptz,
    paced_on timestamptz NOT NULL DEFAULT '-infinity',
    is_paused boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id)
) WITH (fillfactor = 40, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);

COMMENT ON COLUMN intake_cursor.due_on IS 'When the next parked request may run; null while none is parked';

-- Requests that wait for a retry, and those about the same lead that wait behind them (due_on null).
CREATE TABLE intake_parked (
    account_id integer NOT NULL,
    arrival bigint NOT NULL,
    received_on timestamptz NOT NULL,
    call smallint NOT NULL,
    attempts smallint NOT NULL,
    due_on timestamptz,
    reason text,
    names jsonb NOT NULL,
    PRIMARY KEY (account_id, arrival)
);

COMMENT ON COLUMN intake_parked.names IS 'By what the request names its lead: fields and values in turn, an id under an empty field';

-- How many requests of each call had been finished when a minute began in which any was: what rates are taken from.
CREATE TABLE intake_pace (
    account_id integer NOT NULL,
    minute timestamptz NOT NULL,
    finished bigint[] NOT NULL,
    PRIMARY KEY (account_id, minute)
);
