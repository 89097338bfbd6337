-- Who outside is told of events, and what they were sent. A webhook follows the account's log by itself: tx and event_id
-- are the last event that it is done with, passed holds those behind them that it is done with already. A restored backup
-- has the transaction of the restore in tx, here as in the log.
CREATE TABLE webhook (
    account_id integer NOT NULL,
    webhook_id uuid NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    content_type text NOT NULL,
    kinds text[] NOT NULL,
    wire_event integer,
    activity_code integer,
    field text,
    properties text,
    headers jsonb NOT NULL,
    notify_on_failure boolean NOT NULL,
    status smallint NOT NULL,
    status_reason text,
    failures integer NOT NULL DEFAULT 0,
    due_on timestamptz NOT NULL,
    cluster bigint NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id uuid NOT NULL,
    passed uuid[] NOT NULL DEFAULT '{}',
    position integer NOT NULL DEFAULT 0,
    node uuid,
    held_until timestamptz,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    PRIMARY KEY (account_id, webhook_id)
);

COMMENT ON COLUMN webhook.kinds IS 'Kinds of events as the log names them; one that ends in * stands for all that begin so';
COMMENT ON COLUMN webhook.wire_event IS 'The number of the LeadSquared event whose form its bodies have; null for Leadline''s own';
COMMENT ON COLUMN webhook.status IS '0 on, 1 switched off by hand, 2 switched off after failures';
COMMENT ON COLUMN webhook.failures IS 'Tries in a row of which none succeeded';
COMMENT ON COLUMN webhook.position IS 'Counts up when somebody moves it, so that a delivery under way does not move it back';
COMMENT ON COLUMN webhook.node IS 'The server that delivers, until held_until unless it asks again';

CREATE TABLE webhook_delivery (
    account_id integer NOT NULL,
    webhook_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    lead_id uuid,
    attempt integer NOT NULL,
    sent_on timestamptz NOT NULL,
    milliseconds integer NOT NULL,
    status integer,
    problem text,
    answer text,
    body text NOT NULL,
    is_given_up boolean NOT NULL,
    PRIMARY KEY (account_id, webhook_id, delivery_id)
);

COMMENT ON COLUMN webhook_delivery.status IS 'HTTP status of the answer; null where there was none';
COMMENT ON COLUMN webhook_delivery.is_given_up IS 'The event was left after this try, since others got through';
