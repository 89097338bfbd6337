-- Fields are data: an account adds its own. The owner is 'lead' or 'activity/{event code}'.
CREATE TABLE field (
    account_id integer NOT NULL,
    owner text NOT NULL,
    schema_name text NOT NULL,
    position integer NOT NULL,
    definition jsonb NOT NULL,
    created_on timestamptz NOT NULL DEFAULT now(),
    modified_on timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, owner, schema_name)
);
