-- Passkeys of users (WebAuthn, discoverable, with user verification): each stands for the password and the second factor.
CREATE TABLE user_passkey (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    passkey_id uuid NOT NULL,
    name text NOT NULL,
    relying_party text NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    created_on timestamptz NOT NULL,
    used_on timestamptz,
    challenged_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, user_id, credential_id)
);

COMMENT ON COLUMN user_passkey.relying_party IS 'The host that it was made at: it is good there alone';
COMMENT ON COLUMN user_passkey.public_key IS 'As COSE_Key (RFC 9052)';
COMMENT ON COLUMN user_passkey.challenged_on IS 'When the challenge that it answered last was given out: neither that nor an older one is taken again';
