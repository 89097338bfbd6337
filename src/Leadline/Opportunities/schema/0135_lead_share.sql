-- Who else may see or change a lead, and until when.
CREATE TABLE lead_share (
    account_id integer NOT NULL,
    share_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    user_id uuid NOT NULL,
    can_write boolean NOT NULL,
    context_entity integer,
    context_id uuid,
    shared_by uuid NOT NULL,
    shared_on timestamptz NOT NULL,
    expires_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, lead_id, user_id)
);

COMMENT ON COLUMN lead_share.share_id IS 'One for all rows of the call that shared them';
COMMENT ON COLUMN lead_share.context_id IS 'The record, an activity say, that the lead was shared for, where one was named';
