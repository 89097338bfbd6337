-- Where an account's customers register, sign in and help themselves.
CREATE TABLE portal (
    account_id integer NOT NULL,
    portal_id uuid NOT NULL,
    name text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    allowed_origins text[] NOT NULL DEFAULT '{}',
    settings jsonb NOT NULL,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, portal_id)
);

CREATE INDEX portal_by_id ON portal (portal_id);
CREATE INDEX portal_origins ON portal USING gin (allowed_origins);

-- Keys that a company's own portal carries in its pages: public auth keys and registration tokens, and the tenant keys of
-- auto login. The secret half is derived from the secret key of who asks for it, so asking again gives the same one.
CREATE TABLE portal_token (
    account_id integer NOT NULL,
    token_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('public', 'register', 'autologin')),
    access_key text NOT NULL,
    secret_hash bytea NOT NULL,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    expires_on timestamptz,
    revoked_on timestamptz,
    PRIMARY KEY (account_id, token_id)
);

CREATE INDEX portal_token_owner ON portal_token (account_id, access_key, kind, created_on);

-- A lead that may sign in to a portal. The password is here and nowhere else.
CREATE TABLE portal_user (
    account_id integer NOT NULL,
    portal_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    password_hash text NOT NULL,
    registered_on timestamptz NOT NULL,
    password_changed_on timestamptz NOT NULL,
    last_sign_in_on timestamptz,
    PRIMARY KEY (account_id, portal_id, lead_id)
);

CREATE INDEX portal_user_lead ON portal_user (account_id, lead_id);

CREATE TABLE portal_session (
    account_id integer NOT NULL,
    session_id text NOT NULL,
    portal_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    created_on timestamptz NOT NULL,
    expires_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, session_id)
);

CREATE INDEX portal_session_lead ON portal_session (account_id, lead_id, portal_id);
CREATE INDEX portal_session_expiry ON portal_session (account_id, expires_on);

-- What a lead was sent to prove who it is: a password link, or a sign-in code. Kept for unknown leads as well, so that
-- asking takes the same work whether or not there is one.
CREATE TABLE portal_proof (
    account_id integer NOT NULL,
    proof_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('reset', 'code')),
    portal_id uuid NOT NULL,
    lead_id uuid,
    secret_hash bytea NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    created_on timestamptz NOT NULL,
    expires_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, proof_id)
);

CREATE INDEX portal_proof_lead ON portal_proof (account_id, lead_id, portal_id);
CREATE INDEX portal_proof_expiry ON portal_proof (account_id, expires_on);

-- Failed attempts, counted by lead and by address; subject is a hash, since it may stand for a value that somebody typed.
CREATE TABLE portal_attempt (
    account_id integer NOT NULL,
    portal_id uuid NOT NULL,
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_on timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (account_id, portal_id, subject)
);

CREATE INDEX portal_attempt_age ON portal_attempt (account_id, last_on);
