-- Mail that is to be sent, kept until its server takes it. A row is part of the transaction of whatever it tells of.
CREATE TABLE mail (
    account_id integer NOT NULL,
    mail_id uuid NOT NULL,
    recipient text NOT NULL,
    sender text,
    reply_to text,
    subject text NOT NULL,
    body_text text,
    body_html text,
    message_id text,
    in_reply_to text,
    reference_ids text,
    created_on timestamptz NOT NULL DEFAULT now(),
    use_by timestamptz,
    due_on timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    sent_on timestamptz,
    failed_on timestamptz,
    failure text,
    PRIMARY KEY (account_id, mail_id)
);

COMMENT ON COLUMN mail.due_on IS 'When it is next to be tried; while somebody tries it, when that attempt counts as lost';
COMMENT ON COLUMN mail.use_by IS 'When it is no use any more: a link or a code that has expired is not worth sending';
COMMENT ON COLUMN mail.body_text IS 'Gone once the mail is sent or past its use, since it may hold a link that lets its reader in';

CREATE INDEX mail_due ON mail (due_on, account_id) WHERE sent_on IS NULL AND failed_on IS NULL;
CREATE INDEX mail_done ON mail (account_id, (coalesce(sent_on, failed_on))) WHERE sent_on IS NOT NULL OR failed_on IS NOT NULL;
