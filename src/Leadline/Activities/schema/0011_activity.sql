-- Something that a lead did. The values of the type's own fields stand in "values", in canonical text form.
CREATE TABLE activity (
    account_id integer NOT NULL,
    activity_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    event_code integer NOT NULL,
    number bigint NOT NULL,
    note text,
    status text,
    owner_id uuid,
    activity_on timestamptz NOT NULL,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    is_locked boolean NOT NULL DEFAULT false,
    "values" jsonb NOT NULL,
    PRIMARY KEY (account_id, activity_id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN activity.number IS 'ProspectActivityAutoId: counts up within the account';
COMMENT ON COLUMN activity.activity_on IS 'When it happened, which the wire calls CreatedOn';
COMMENT ON COLUMN activity.created_on IS 'When it was recorded here';

CREATE INDEX activity_lead ON activity (account_id, lead_id, activity_on);
CREATE INDEX activity_type_modified ON activity (account_id, event_code, modified_on, activity_id);
CREATE INDEX activity_modified ON activity (account_id, modified_on, activity_id);
