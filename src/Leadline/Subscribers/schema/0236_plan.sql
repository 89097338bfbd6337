-- What an internet provider sells, and which of it a customer has.
CREATE TABLE plan (
    account_id integer NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    price numeric(12, 2) NOT NULL,
    speed integer NOT NULL,
    description text,
    services text[] NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, number)
);

CREATE UNIQUE INDEX plan_name ON plan (account_id, lower(name));

COMMENT ON COLUMN plan.number IS 'Counts up within the account, from 1; a plan that is gone leaves a gap';
COMMENT ON COLUMN plan.speed IS 'Mbps';

CREATE TABLE subscriber_plan (
    account_id integer NOT NULL,
    lead_id uuid NOT NULL,
    plan_number integer NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (account_id, lead_id)
);

CREATE INDEX subscriber_plan_number ON subscriber_plan (account_id, lead_id, plan_number);
