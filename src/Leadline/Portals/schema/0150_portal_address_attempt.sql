-- At which leads attempts from an address failed, or for which something was asked for from it: of an address, leads count
-- rather than tries. Both columns are hashes. What was counted by tries is forgotten.
CREATE TABLE portal_address_attempt (
    account_id integer NOT NULL,
    portal_id uuid NOT NULL,
    address bytea NOT NULL,
    subject bytea NOT NULL,
    last_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, portal_id, address, subject)
);

CREATE INDEX portal_address_attempt_age ON portal_address_attempt (account_id, last_on);

DELETE FROM portal_attempt;
