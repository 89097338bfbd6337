-- Users who have signed in with a password. A session's secret is known to its browser alone.
CREATE TABLE user_session (
    account_id integer NOT NULL,
    session_id uuid NOT NULL,
    user_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    created_on timestamptz NOT NULL,
    seen_on timestamptz NOT NULL,
    expires_on timestamptz NOT NULL,
    address text,
    agent text,
    PRIMARY KEY (account_id, session_id)
);

CREATE INDEX user_session_user ON user_session (account_id, user_id);

COMMENT ON COLUMN user_session.expires_on IS 'Moves on while the session is used, up to a last moment';
COMMENT ON COLUMN user_session.agent IS 'What the browser called itself when the session began';
