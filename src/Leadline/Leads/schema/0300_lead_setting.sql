-- How an account works with leads, where it has said so.
CREATE TABLE lead_setting (
    account_id integer NOT NULL,
    tells_hidden_duplicates boolean NOT NULL,
    PRIMARY KEY (account_id)
);

COMMENT ON COLUMN lead_setting.tells_hidden_duplicates IS 'Whether it is told that a value is an unseen lead''s';
