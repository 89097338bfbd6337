-- What a user may do in the service desk, whatever the user's role elsewhere.
ALTER TABLE app_user ADD COLUMN service_role text
    CHECK (service_role IN ('Admin', 'Supervisor', 'Group Manager', 'Agent', 'Light Agent'));

COMMENT ON COLUMN app_user.service_role IS 'Null while never given: administrators are Admin then, all others Supervisor';
