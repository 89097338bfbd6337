-- The second factor of users at signing in (TOTP, RFC 6238), and the codes in place of a lost one.
CREATE TABLE user_second_factor (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    sealed_secret bytea NOT NULL,
    created_on timestamptz NOT NULL,
    confirmed_on timestamptz,
    last_step bigint NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    PRIMARY KEY (account_id, user_id)
);

COMMENT ON COLUMN user_second_factor.sealed_secret IS 'Encrypted with the server''s own key, which is not in the database';
COMMENT ON COLUMN user_second_factor.confirmed_on IS 'Null until a first code has shown that the user has it: it is not asked for before';
COMMENT ON COLUMN user_second_factor.last_step IS 'The time step of the last code that was taken: neither it nor an older one is taken again';
COMMENT ON COLUMN user_second_factor.failures IS 'Wrong codes since the last right one';

CREATE TABLE user_recovery_code (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    code_hash bytea NOT NULL,
    PRIMARY KEY (account_id, user_id, code_hash)
);

ALTER TABLE user_session ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
ALTER TABLE account ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN user_session.second_factor IS 'The user has shown a second factor in it, or what stands for one';
COMMENT ON COLUMN account.second_factor_required IS 'Sessions without a second factor may do nothing but set one up';
