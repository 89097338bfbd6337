-- Calls that agents are to be shown while they ring. Nobody looks at one of yesterday.
CREATE TABLE call_popup (
    account_id integer NOT NULL,
    popup_id uuid NOT NULL,
    user_id uuid,
    lead_id uuid,
    source_number text,
    destination_number text,
    display_number text,
    direction text NOT NULL,
    call_session_id text,
    tag text,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, popup_id)
);

CREATE INDEX call_popup_lead ON call_popup (account_id, lead_id, created_on);

COMMENT ON COLUMN call_popup.popup_id IS 'Rises with time';
COMMENT ON COLUMN call_popup.user_id IS 'Null is meant for every user';
COMMENT ON COLUMN call_popup.direction IS 'Inbound or Outbound';
