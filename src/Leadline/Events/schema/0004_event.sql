-- What happened, committed with the change itself. tx orders events by commit visibility: a reader that stays below
-- pg_snapshot_xmin(pg_current_snapshot()) never passes an event that is still to appear.
CREATE TABLE event (
    account_id integer NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id uuid NOT NULL,
    kind text NOT NULL,
    lead_id uuid,
    record_id uuid,
    user_id uuid NOT NULL,
    occurred_on timestamptz NOT NULL,
    data jsonb,
    PRIMARY KEY (account_id, tx, event_id)
);
