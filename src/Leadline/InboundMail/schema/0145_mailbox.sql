-- Mailboxes elsewhere, from which mail is fetched by IMAP. A node holds one for as long as it renews its hold; what it has taken is
-- remembered by the message's UID, which means nothing once the folder's UIDVALIDITY is another (RFC 3501 §2.3.1.1).
CREATE TABLE mailbox (
    account_id integer NOT NULL,
    mailbox_id uuid NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    security text NOT NULL,
    fingerprint text,
    user_name text NOT NULL,
    has_token boolean NOT NULL,
    secret bytea NOT NULL,
    folder text NOT NULL,
    after_taking text NOT NULL,
    move_to text,
    poll_seconds integer NOT NULL,
    is_active boolean NOT NULL,
    version integer NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    uid_validity bigint,
    last_uid bigint NOT NULL DEFAULT 0,
    taken bigint NOT NULL DEFAULT 0,
    refused bigint NOT NULL DEFAULT 0,
    last_checked_on timestamptz,
    last_error text,
    failures integer NOT NULL DEFAULT 0,
    due_on timestamptz NOT NULL,
    holder uuid,
    held_until timestamptz,
    PRIMARY KEY (account_id, mailbox_id)
);

COMMENT ON COLUMN mailbox.secret IS 'The password or OAuth2 token, encrypted with the key of the server''s key file';
COMMENT ON COLUMN mailbox.version IS 'Grows with each change of the settings: who holds the mailbox by older ones lets go';
COMMENT ON COLUMN mailbox.uid_validity IS 'Null until the folder has been looked through once';
COMMENT ON COLUMN mailbox.due_on IS 'When it is next to be looked into; while somebody holds it, when that began to be due';

CREATE INDEX mailbox_due ON mailbox (due_on, account_id) WHERE is_active;
