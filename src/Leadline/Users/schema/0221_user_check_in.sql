-- When users came to work and left. The last row of a user says whether the user is in.
CREATE TABLE user_check_in (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    check_in_id uuid NOT NULL,
    is_in boolean NOT NULL,
    occurred_on timestamptz NOT NULL,
    source text NOT NULL,
    location text,
    latitude double precision,
    longitude double precision,
    availability text NOT NULL,
    details jsonb,
    address text,
    PRIMARY KEY (account_id, user_id, check_in_id)
);

COMMENT ON COLUMN user_check_in.check_in_id IS 'Rises with time';
COMMENT ON COLUMN user_check_in.address IS 'The network address that the call came from';
COMMENT ON COLUMN user_check_in.availability IS 'Online, Away or Offline';
