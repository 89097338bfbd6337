-- Leads that became a part of another: what they were, for who asks, and where to send whoever still writes to them.
CREATE TABLE merged_lead (
    account_id integer NOT NULL,
    lead_id uuid NOT NULL,
    parent_id uuid NOT NULL,
    audit_id uuid NOT NULL,
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
    "values" jsonb NOT NULL,
    keys jsonb NOT NULL,
    PRIMARY KEY (account_id, lead_id)
);

COMMENT ON COLUMN merged_lead.parent_id IS 'A lead that exists: another one once the parent has been merged in its turn';
COMMENT ON COLUMN merged_lead.audit_id IS 'The activity that tells of the merge on the parent''s timeline';
COMMENT ON COLUMN merged_lead.keys IS 'Fields and values, as pairs, of the identities that lead to the parent since';

CREATE INDEX merged_lead_parent ON merged_lead (account_id, parent_id, lead_id);
CREATE INDEX merged_lead_audit ON merged_lead (account_id, audit_id, lead_id);

-- The identities of merged leads find the lead that they are a part of now.
ALTER TABLE lead_identity ADD COLUMN is_alias boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN lead_identity.is_alias IS 'Of a lead that was merged: stays, whatever becomes of the lead''s own value';
