-- An account is one company. Everything else hangs below its account_id.
CREATE TABLE account (
    account_id integer PRIMARY KEY,
    name text NOT NULL,
    time_zone text NOT NULL DEFAULT 'UTC',
    country_code text,
    call_limit integer,
    bulk_call_limit integer,
    allowed_addresses text[] NOT NULL DEFAULT '{}',
    lead_delete_enabled boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    created_on timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN account.country_code IS 'Digits, e.g. 91: completes phone numbers that carry no country code';
COMMENT ON COLUMN account.call_limit IS 'Calls in any 5 seconds; null is the server default, 0 is no limit';
COMMENT ON COLUMN account.version IS 'Grows with every change of users, keys, fields or types; nodes compare it before they write';

CREATE TABLE app_user (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    email text NOT NULL,
    first_name text NOT NULL DEFAULT '',
    last_name text NOT NULL DEFAULT '',
    role text NOT NULL CHECK (role IN ('Administrator', 'Marketing_User', 'Sales_Manager', 'Sales_User')),
    is_active boolean NOT NULL DEFAULT true,
    password_hash text,
    created_on timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, user_id)
);

CREATE UNIQUE INDEX app_user_email ON app_user (account_id, lower(email));

-- A key of one user. The public half carries the account's number, so that finding it names the account.
CREATE TABLE api_key (
    account_id integer NOT NULL,
    access_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('access', 'bearer', 'async')),
    user_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    created_on timestamptz NOT NULL DEFAULT now(),
    expires_on timestamptz,
    revoked_on timestamptz,
    PRIMARY KEY (account_id, access_key)
);

-- Numbers that count up within an account: lead numbers, ISPCRM lead ids, activity numbers.
CREATE TABLE account_counter (
    account_id integer NOT NULL,
    name text NOT NULL,
    next_value bigint NOT NULL,
    PRIMARY KEY (account_id, name)
);
