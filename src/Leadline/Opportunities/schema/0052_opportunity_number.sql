-- Opportunities of types that have a field of type AutoId are also known by their number.
ALTER TABLE activity ADD COLUMN opportunity_number bigint;

COMMENT ON COLUMN activity.opportunity_number IS 'The value of an opportunity''s AutoId field, where its type has one';

CREATE UNIQUE INDEX activity_opportunity_number ON activity (account_id, opportunity_number)
    WHERE opportunity_number IS NOT NULL;
