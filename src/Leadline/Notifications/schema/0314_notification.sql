-- What each user is told of, made of the account's log: once for an event, a user and a reason.
CREATE TABLE notification (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    record_kind text NOT NULL,
    record_id uuid NOT NULL,
    user_by uuid,
    occurred_on timestamptz NOT NULL,
    is_read boolean NOT NULL DEFAULT false,
    is_pinned boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, user_id, notification_id)
);

CREATE UNIQUE INDEX notification_once ON notification (account_id, user_id, event_id, kind);
CREATE INDEX notification_of_record ON notification (account_id, record_id) WHERE NOT is_read;

-- Up to where the log has been read. What happened before there were notifications is told to nobody; a new account's log
-- is read from its beginning.
CREATE TABLE notification_cursor (
    account_id integer NOT NULL,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id uuid NOT NULL,
    PRIMARY KEY (account_id)
);

INSERT INTO notification_cursor (account_id, event_id)
SELECT account_id, '00000000-0000-0000-0000-000000000000' FROM account;
