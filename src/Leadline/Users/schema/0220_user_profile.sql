-- What is kept of a user beside the name: whom the user reports to, what the user may do, and free values.
ALTER TABLE app_user
    ADD COLUMN is_obsolete boolean NOT NULL DEFAULT false,
    ADD COLUMN manager_id uuid,
    ADD COLUMN permission_template_id uuid,
    ADD COLUMN profile jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN created_by uuid,
    ADD COLUMN modified_on timestamptz,
    ADD COLUMN modified_by uuid,
    ADD CONSTRAINT app_user_obsolete CHECK (NOT (is_active AND is_obsolete));

COMMENT ON COLUMN app_user.manager_id IS 'Lines upwards never run in a circle: changed under the lock of definitions';
COMMENT ON COLUMN app_user.profile IS 'Texts by LeadSquared''s names; flags are 1 or 0';
