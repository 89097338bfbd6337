-- The kinds of things that a lead can do. Every account has the system's; its own count from 200.
CREATE TABLE activity_type (
    account_id integer NOT NULL,
    event_code integer NOT NULL,
    type_id uuid NOT NULL,
    name text NOT NULL,
    display_name text NOT NULL,
    description text,
    event_type integer NOT NULL,
    direction integer NOT NULL DEFAULT 0,
    score numeric NOT NULL DEFAULT 0,
    track_location boolean NOT NULL DEFAULT false,
    allow_attachments boolean NOT NULL DEFAULT false,
    show_in_grid boolean NOT NULL DEFAULT true,
    can_delete boolean NOT NULL DEFAULT false,
    is_system boolean NOT NULL DEFAULT false,
    created_on timestamptz NOT NULL DEFAULT now(),
    modified_on timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, event_code)
);

COMMENT ON COLUMN activity_type.event_type IS 'ActivityType on the wire: 2 custom, 3 phone call, 26 stage change, ...';
COMMENT ON COLUMN activity_type.direction IS '0 inbound, 1 outbound, 2 information';

CREATE UNIQUE INDEX activity_type_name ON activity_type (account_id, lower(name));
