-- By which identities at other providers (OpenID Connect) users sign in. An identity is remembered when its verified e-mail address has
-- first named its user: from then on the address may change on either side.
CREATE TABLE user_identity (
    account_id integer NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, issuer, subject),
    UNIQUE (account_id, issuer, user_id)
);

CREATE INDEX user_identity_subject ON user_identity (issuer, subject);
