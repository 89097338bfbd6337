-- How a user likes the application.
CREATE TABLE user_preference (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    settings jsonb NOT NULL,
    version integer NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, user_id)
);

-- What people call a key, and when it was last used: written aside, to the minute.
ALTER TABLE api_key ADD COLUMN name text;

CREATE TABLE api_key_use (
    account_id integer NOT NULL,
    access_key text NOT NULL,
    used_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, access_key)
);
