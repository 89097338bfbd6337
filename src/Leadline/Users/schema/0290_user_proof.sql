-- What lets a user in once, for a time: the links to a new password and of invitations, and the challenge between the first and the
-- second half of signing in. Only hashes of their secrets are known here.
CREATE TABLE user_proof (
    account_id integer NOT NULL,
    proof_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('reset', 'invitation', 'challenge')),
    user_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    created_on timestamptz NOT NULL,
    created_by uuid,
    expires_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, proof_id)
);

CREATE INDEX user_proof_user ON user_proof (account_id, user_id, kind);

COMMENT ON COLUMN user_proof.created_by IS 'Who invited the user; null for what users ask for themselves';
