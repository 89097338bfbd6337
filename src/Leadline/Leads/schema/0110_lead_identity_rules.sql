-- By which rules the identities of an account's leads were made. When a server brings other rules, or the account gets another
-- country code, they are made anew in the background, from where it had come to.
CREATE TABLE lead_identity_rules (
    account_id integer NOT NULL,
    rules text NOT NULL,
    field text,
    value text,
    lead_id uuid,
    PRIMARY KEY (account_id)
);

COMMENT ON COLUMN lead_identity_rules.field IS 'With value, the identity up to which identities are done; null once all are';
COMMENT ON COLUMN lead_identity_rules.lead_id IS 'The lead up to which mobile_key is done; null once all are';
