-- How far leads have to be entered while an account's index is being made: those that changed later than the index was
-- begun are in the event log as well, and were entered twice.
ALTER TABLE lead_index ADD COLUMN fill_until timestamptz NOT NULL DEFAULT 'infinity';

COMMENT ON COLUMN lead_index.fill_until IS 'The latest change of a lead when the index was begun';
