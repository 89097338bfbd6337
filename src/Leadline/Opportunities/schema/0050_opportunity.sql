-- An opportunity is an activity of its lead: its row stands in the table of activities, its type's code counts from 12000.
ALTER TABLE activity
    ADD COLUMN opportunity_id uuid,
    ADD COLUMN opportunity_key uuid;

COMMENT ON COLUMN activity.opportunity_id IS 'The opportunity that the activity was posted on, or whose capture it records';
COMMENT ON COLUMN activity.opportunity_key IS
    'Of an opportunity whose type has a duplicate rule: a digest of its type and of the values that make a duplicate';

-- What keeps two racing captures from making two opportunities.
CREATE UNIQUE INDEX activity_opportunity_key ON activity (account_id, lead_id, opportunity_key)
    WHERE opportunity_key IS NOT NULL;

-- The records of captures (32, 33) are the lead's history, not the opportunity's: they need no place here.
CREATE INDEX activity_of_opportunity ON activity (account_id, opportunity_id, activity_on)
    WHERE opportunity_id IS NOT NULL AND event_code NOT IN (32, 33);

-- What an opportunity type has beyond what every activity type has.
CREATE TABLE opportunity_type (
    account_id integer NOT NULL,
    event_code integer NOT NULL,
    plural_name text NOT NULL,
    modified_by uuid,
    PRIMARY KEY (account_id, event_code)
);
