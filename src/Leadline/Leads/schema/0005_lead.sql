-- One row per person. All field values stand in "values" under their schema names, in canonical text form.
CREATE TABLE lead (
    account_id integer NOT NULL,
    lead_id uuid NOT NULL,
    number bigint NOT NULL,
    owner_id uuid NOT NULL,
    created_by uuid NOT NULL,
    modified_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    last_modified_on timestamptz NOT NULL,
    first_activity_on timestamptz,
    last_activity_on timestamptz,
    last_activity_name text,
    mobile_key text,
    "values" jsonb NOT NULL,
    PRIMARY KEY (account_id, lead_id)
) WITH (toast_tuple_target = 4080, autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN lead.last_modified_on IS 'LeadLastModifiedOn: moves with any change of the lead and with any activity on it';
COMMENT ON COLUMN lead.mobile_key IS 'Mobile as digits in international form: found by phone number, but not unique';

CREATE INDEX lead_created ON lead (account_id, created_on, lead_id);
CREATE INDEX lead_modified ON lead (account_id, modified_on, lead_id);
CREATE INDEX lead_last_modified ON lead (account_id, last_modified_on, lead_id);
CREATE INDEX lead_mobile ON lead (account_id, mobile_key) WHERE mobile_key IS NOT NULL;

-- The one place where a person is found: e-mail, phone and every unique field, normalised. Its primary key is what
-- keeps two racing requests from making two leads.
CREATE TABLE lead_identity (
    account_id integer NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    lead_id uuid NOT NULL,
    PRIMARY KEY (account_id, field, value)
);
