-- Who else may see or change an opportunity, and until when.
CREATE TABLE opportunity_share (
    account_id integer NOT NULL,
    share_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    user_id uuid NOT NULL,
    can_write boolean NOT NULL,
    shared_by uuid NOT NULL,
    shared_on timestamptz NOT NULL,
    expires_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, opportunity_id, user_id)
);

COMMENT ON COLUMN opportunity_share.share_id IS 'One for all rows of the call that shared them';
