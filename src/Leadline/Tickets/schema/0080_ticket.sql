-- How an account's service desk works. An account without a row has the API switched off and the default settings.
CREATE TABLE service_desk (
    account_id integer PRIMARY KEY,
    api_enabled boolean NOT NULL DEFAULT false,
    api_addresses text[] NOT NULL DEFAULT '{}',
    settings jsonb NOT NULL DEFAULT '{}',
    refresh_after bigint,
    modified_on timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN service_desk.refresh_after IS 'Policies or hours have changed: open tickets beyond this number are still to be scheduled anew';
COMMENT ON COLUMN service_desk.api_addresses IS 'CIDR ranges that callers of the Service CRM API must come from; none lets everyone in';

-- Groups of agents, SLA policies and business hours: few, read with every ticket, changed rarely.
CREATE TABLE desk_definition (
    account_id integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('group', 'policy', 'hours')),
    definition_id uuid NOT NULL,
    definition jsonb NOT NULL,
    created_on timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, kind, definition_id)
);

-- Whose turn it was last in a group. Its row is locked while an agent is chosen, so that nodes do not choose at once.
CREATE TABLE ticket_group_turn (
    account_id integer NOT NULL,
    group_id uuid NOT NULL,
    last_agent uuid,
    PRIMARY KEY (account_id, group_id)
);

-- One row a ticket. Field values stand in "values" under their schema names, in canonical text form.
CREATE TABLE ticket (
    account_id integer NOT NULL,
    number bigint NOT NULL,
    ticket_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    version integer NOT NULL,
    group_id uuid,
    agent_id uuid,
    parent bigint,
    merged_into bigint,
    trashed_on timestamptz,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    watchers text[] NOT NULL,
    "values" jsonb NOT NULL,
    policy_id uuid,
    response_due_on timestamptz,
    resolution_due_on timestamptz,
    responded_on timestamptz,
    resolved_on timestamptz,
    response_breached_on timestamptz,
    resolution_breached_on timestamptz,
    pauses jsonb NOT NULL,
    steps_done text[] NOT NULL,
    awaits_agent boolean NOT NULL,
    work_on timestamptz,
    keys integer[] NOT NULL,
    PRIMARY KEY (account_id, number)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.1);

COMMENT ON COLUMN ticket.version IS 'Grows by one with every change; ticket_history has a row for each';
COMMENT ON COLUMN ticket.pauses IS 'Times of waiting for the customer, as [from, to] pairs; the last one lasts while it has no end';
COMMENT ON COLUMN ticket.steps_done IS 'SLA reminders, breaches and escalations that have happened';
COMMENT ON COLUMN ticket.work_on IS 'When the desk''s worker has to look at the ticket next';
COMMENT ON COLUMN ticket.keys IS 'Hashes of the account with each value and each word: what rare filters are answered from';

CREATE UNIQUE INDEX ticket_by_id ON ticket (account_id, ticket_id);
CREATE INDEX ticket_lead ON ticket (account_id, lead_id, number);
CREATE INDEX ticket_created ON ticket (account_id, created_on, number);
CREATE INDEX ticket_modified ON ticket (account_id, modified_on, number);
CREATE INDEX ticket_due ON ticket (account_id, resolution_due_on, number)
    WHERE resolution_due_on IS NOT NULL AND resolved_on IS NULL AND trashed_on IS NULL;
CREATE INDEX ticket_parent ON ticket (account_id, parent) WHERE parent IS NOT NULL;
CREATE INDEX ticket_open_agent ON ticket (account_id, agent_id)
    WHERE agent_id IS NOT NULL AND resolved_on IS NULL AND trashed_on IS NULL;
CREATE INDEX ticket_work ON ticket (work_on) WHERE work_on IS NOT NULL;
CREATE INDEX ticket_keys ON ticket USING gin (keys) WITH (gin_pending_list_limit = 1024);

-- Every change of a ticket, told by the version that it made.
CREATE TABLE ticket_history (
    account_id integer NOT NULL,
    ticket_id uuid NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    occurred_on timestamptz NOT NULL,
    changes jsonb,
    PRIMARY KEY (account_id, ticket_id, version)
);

-- What was said on a ticket: by the customer, to the customer, or among agents.
CREATE TABLE ticket_conversation (
    account_id integer NOT NULL,
    number bigint NOT NULL,
    ticket_id uuid NOT NULL,
    kind text NOT NULL,
    body text,
    html text,
    sender text,
    recipients text[] NOT NULL,
    message_id text,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    PRIMARY KEY (account_id, number)
);

CREATE INDEX ticket_conversation_ticket ON ticket_conversation (account_id, ticket_id, number);
CREATE INDEX ticket_conversation_message ON ticket_conversation (account_id, message_id) WHERE message_id IS NOT NULL;

-- Files stand in the database, so that a backup holds them.
CREATE TABLE ticket_file (
    account_id integer NOT NULL,
    file_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    conversation bigint,
    name text NOT NULL,
    content_type text NOT NULL,
    size integer NOT NULL,
    content bytea NOT NULL,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, file_id)
);

CREATE INDEX ticket_file_ticket ON ticket_file (account_id, ticket_id, created_on);
ALTER TABLE ticket_file ALTER COLUMN content SET STORAGE EXTERNAL;

-- Mail that has been taken in, so that a message is taken in once, whatever happens between commit and clean-up.
CREATE TABLE ticket_mail (
    account_id integer NOT NULL,
    message_key bytea NOT NULL,
    ticket_id uuid,
    received_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, message_key)
);

-- The activity types under which tickets stand on a lead's timeline. Their ids follow from their codes in every account.
INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type, direction, is_system)
SELECT a.account_id, t.event_code, t.type_id,
       CASE WHEN EXISTS (
           SELECT FROM activity_type o WHERE o.account_id = a.account_id AND lower(o.name) = lower(t.name))
       THEN t.name || ' (service desk)' ELSE t.name END,
       t.name, 1, t.direction, true
FROM account a
CROSS JOIN (VALUES
    (3020, '07f73362-c035-808e-9d28-9077cbebab65'::uuid, 'Ticket Created', 2),
    (3021, 'cea52c64-468e-86e8-8fc0-4e0d736e35c1'::uuid, 'Ticket Updated', 2),
    (3022, '7768dceb-5032-8a71-aead-a253b5fe0ab5'::uuid, 'Ticket Message Received', 0),
    (3023, 'f1d15a53-e106-8a0d-badc-07e1add4de96'::uuid, 'Ticket Reply Sent', 1)
) AS t (event_code, type_id, name, direction)
WHERE NOT EXISTS (
    SELECT FROM activity_type o WHERE o.account_id = a.account_id AND o.event_code = t.event_code);

UPDATE account SET version = version + 1 WHERE account_id IN (SELECT account_id FROM activity_type WHERE event_code = 3020);
