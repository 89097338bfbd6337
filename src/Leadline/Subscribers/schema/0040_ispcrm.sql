-- The numbers that ISPCRM's clients know leads and users by. Both count up within the account.
CREATE TABLE ispcrm_lead (
    account_id integer NOT NULL,
    number bigint NOT NULL,
    lead_id uuid NOT NULL,
    status text NOT NULL,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, number)
);

CREATE UNIQUE INDEX ispcrm_lead_id ON ispcrm_lead (account_id, lead_id);

COMMENT ON TABLE ispcrm_lead IS 'A row outlives its lead, so that a number never means another person';

CREATE TABLE ispcrm_subscriber (
    account_id integer NOT NULL,
    number bigint NOT NULL,
    user_id uuid NOT NULL,
    PRIMARY KEY (account_id, number)
);

CREATE UNIQUE INDEX ispcrm_subscriber_user ON ispcrm_subscriber (account_id, user_id);
