-- What an account says of all the mail that goes to its leads.
CREATE TABLE email_settings (
    account_id integer PRIMARY KEY,
    sender text,
    footer_text text NOT NULL DEFAULT '',
    footer_html text NOT NULL DEFAULT '',
    mails_per_minute integer NOT NULL DEFAULT 600,
    track_opens boolean NOT NULL DEFAULT false,
    track_clicks boolean NOT NULL DEFAULT false,
    link_key bytea NOT NULL,
    next_slot timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1
);

COMMENT ON COLUMN email_settings.sender IS 'The address that mail comes from; null for the sending user''s own';
COMMENT ON COLUMN email_settings.mails_per_minute IS 'Of all campaigns together; 0 for no limit';
COMMENT ON COLUMN email_settings.link_key IS
    'Signs the links in mails. It lies here and not in a file, so that every node and a restored backup know who unsubscribes';
COMMENT ON COLUMN email_settings.next_slot IS 'When the next mail of a campaign may be sent';

CREATE TABLE email_template (
    account_id integer NOT NULL,
    template_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    category text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, template_id)
);

COMMENT ON COLUMN email_template.name_key IS 'What names that differ in case alone have in common';

CREATE UNIQUE INDEX email_template_name ON email_template (account_id, name_key);

-- A mailing: one mail to the leads of a list (a campaign), or to one lead.
CREATE TABLE mailing (
    account_id integer NOT NULL,
    mailing_id uuid NOT NULL,
    name text NOT NULL,
    list_id uuid,
    lead_id uuid,
    address_field text,
    copies text,
    template_id uuid,
    template_name text,
    category text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    has_footer boolean NOT NULL,
    sender_id uuid NOT NULL,
    state text NOT NULL,
    reason text,
    due_on timestamptz NOT NULL,
    next_on timestamptz,
    page_end text,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    started_on timestamptz,
    finished_on timestamptz,
    PRIMARY KEY (account_id, mailing_id)
);

COMMENT ON COLUMN mailing.lead_id IS 'The one recipient; null where the leads of a list are';
COMMENT ON COLUMN mailing.template_name IS 'A template that was yet to be made; until then the mailing says nothing';
COMMENT ON COLUMN mailing.subject IS 'As the template was when the mailing was made; so are the bodies';
COMMENT ON COLUMN mailing.state IS 'scheduled, sending, paused, finished, cancelled or failed';
COMMENT ON COLUMN mailing.due_on IS 'When it is to begin';
COMMENT ON COLUMN mailing.next_on IS
    'When its next recipients are to be taken; while a node takes some, when that counts as lost. Null where it rests';
COMMENT ON COLUMN mailing.page_end IS 'Where in the list the last recipients that were taken ended';

CREATE INDEX mailing_next ON mailing (next_on, account_id) WHERE next_on IS NOT NULL;
CREATE INDEX mailing_of_lead ON mailing (account_id, lead_id, due_on) WHERE lead_id IS NOT NULL;

-- What became of a mailing for one lead. A recipient and the mail commit together, and the key lets no lead have two.
CREATE TABLE mailing_recipient (
    account_id integer NOT NULL,
    mailing_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    address text NOT NULL,
    mail_id uuid,
    state text NOT NULL,
    reason text,
    queued_on timestamptz NOT NULL,
    settled_on timestamptz,
    bounced_on timestamptz,
    opened_on timestamptz,
    clicked_on timestamptz,
    unsubscribed_on timestamptz,
    PRIMARY KEY (account_id, mailing_id, lead_id)
);

COMMENT ON COLUMN mailing_recipient.state IS 'queued, sent, failed, bounced or skipped';

CREATE UNIQUE INDEX mailing_recipient_of_mail ON mailing_recipient (account_id, mail_id) WHERE mail_id IS NOT NULL;
CREATE INDEX mailing_recipient_of_lead ON mailing_recipient (account_id, lead_id, mailing_id);
CREATE INDEX mailing_recipient_queued ON mailing_recipient (account_id, mailing_id) WHERE state = 'queued';

-- Addresses that nothing is sent to, whoever's they are.
CREATE TABLE email_suppression (
    account_id integer NOT NULL,
    address_key text NOT NULL,
    address text NOT NULL,
    reason text NOT NULL,
    mailing_id uuid,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, address_key)
);

COMMENT ON COLUMN email_suppression.address_key IS 'What all spellings of the address have in common';
COMMENT ON COLUMN email_suppression.reason IS 'unsubscribed, bounced or added';

-- The activities that tell of mail on a lead's timeline. Their ids follow from their codes in every account.
INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type, direction, is_system)
SELECT a.account_id, s.code, s.type_id,
       CASE WHEN EXISTS (SELECT FROM activity_type o WHERE o.account_id = a.account_id AND lower(o.name) = lower(s.name))
       THEN s.name || ' (e-mail)' ELSE s.name END,
       s.name, 1, s.direction, true
FROM account a
CROSS JOIN (
    VALUES
        (3041, '40dff4c6-6c0c-8f68-b2a1-0e05f7727547'::uuid, 'Email Sent', 1),
        (3042, '6094d427-ba2c-8b3d-967b-45f47f756c00', 'Email Opened', 0),
        (3043, '2bc2e5db-8616-81a7-80bf-1a789547fdb7', 'Email Link Clicked', 0),
        (3044, '16b4ab9a-c2cd-82fa-9ebb-cc3652097d37', 'Email Unsubscribed', 0),
        (3045, 'b011ae17-eacb-87eb-8e72-3d82a2b981f7', 'Email Bounced', 2))
    s (code, type_id, name, direction)
WHERE NOT EXISTS (SELECT FROM activity_type o WHERE o.account_id = a.account_id AND o.event_code = s.code);

UPDATE account SET version = version + 1;
