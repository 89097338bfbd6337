ALTER TABLE mail
    ADD COLUMN copies text,
    ADD COLUMN is_bulk boolean NOT NULL DEFAULT false,
    ADD COLUMN is_followed boolean NOT NULL DEFAULT false,
    ADD COLUMN unsubscribe_url text;

COMMENT ON COLUMN mail.copies IS 'Addresses that get a copy (Cc), separated by commas';
COMMENT ON COLUMN mail.is_bulk IS 'One of many that say the same: whatever else is due goes first';
COMMENT ON COLUMN mail.is_followed IS 'Whoever left it has yet to be told what became of it';
COMMENT ON COLUMN mail.unsubscribe_url IS 'Where a POST unsubscribes the recipient (RFC 8058)';

CREATE INDEX mail_followed ON mail (account_id, mail_id)
    WHERE is_followed AND (sent_on IS NOT NULL OR failed_on IS NOT NULL);
