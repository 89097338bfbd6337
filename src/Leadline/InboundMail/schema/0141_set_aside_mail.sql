-- Mail that made no ticket: notices of machines, and what could not be read. Agents look through it and take it up.
CREATE TABLE set_aside_mail (
    account_id integer NOT NULL,
    mail_id uuid NOT NULL,
    message_key bytea NOT NULL,
    reason text NOT NULL,
    detail text,
    sender text NOT NULL,
    subject text NOT NULL,
    received_on timestamptz NOT NULL,
    is_taken boolean NOT NULL DEFAULT false,
    content bytea NOT NULL,
    PRIMARY KEY (account_id, mail_id)
);

COMMENT ON COLUMN set_aside_mail.is_taken IS 'True within the transaction that makes a ticket of it';

CREATE INDEX set_aside_mail_received ON set_aside_mail (account_id, received_on);
ALTER TABLE set_aside_mail ALTER COLUMN content SET STORAGE EXTERNAL;
