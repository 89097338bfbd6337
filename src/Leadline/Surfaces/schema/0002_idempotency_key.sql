-- Answers kept for 24 hours, so that a retry with the same key gets the first answer again.
CREATE TABLE idempotency_key (
    account_id integer NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status integer,
    body bytea,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, key)
);

CREATE INDEX idempotency_key_age ON idempotency_key (account_id, created_on);
