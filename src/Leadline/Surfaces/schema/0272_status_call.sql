-- Who is still to be told what came of a call: it named an address for that (StatusWebhookURL). Written in the transaction
-- of the call's work, gone once the address has taken it or was tried often enough.
CREATE TABLE status_call (
    account_id integer NOT NULL,
    call_id uuid NOT NULL,
    url text NOT NULL,
    body text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    due_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, call_id)
);

CREATE INDEX status_call_due ON status_call (due_on);
