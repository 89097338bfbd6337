-- Files of leads, of their activities and of their opportunities, which are activities too. A file that lies elsewhere has a
-- URL in place of content.
CREATE TABLE stored_file (
    account_id integer NOT NULL,
    file_id uuid NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 bytea,
    url text,
    description text NOT NULL DEFAULT '',
    is_temporary boolean NOT NULL DEFAULT false,
    is_removed boolean NOT NULL DEFAULT false,
    lead_id uuid,
    activity_id uuid,
    uploaded_by uuid NOT NULL,
    uploaded_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, file_id)
);

COMMENT ON COLUMN stored_file.lead_id IS 'The lead, that of the activity too; null for a file that belongs to none';
COMMENT ON COLUMN stored_file.is_removed IS 'Nobody sees it any more; its content is still to be removed';

CREATE INDEX stored_file_of_lead ON stored_file (account_id, lead_id, file_id);
CREATE INDEX stored_file_of_activity ON stored_file (account_id, activity_id, file_id) WHERE activity_id IS NOT NULL;
CREATE INDEX stored_file_to_remove ON stored_file (account_id, file_id) WHERE is_removed OR is_temporary;

-- The content, in parts of 1 MiB but for the last.
CREATE TABLE stored_file_part (
    account_id integer NOT NULL,
    file_id uuid NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (account_id, file_id, part)
);

-- Mostly pressed already, and read a part at a time.
ALTER TABLE stored_file_part ALTER COLUMN content SET STORAGE EXTERNAL;

-- Files are attached to activities whose type allows it; those that every account starts with did not say.
UPDATE activity_type SET allow_attachments = true WHERE event_code BETWEEN 101 AND 105;
UPDATE account SET version = version + 1 WHERE account_id IN (SELECT account_id FROM activity_type WHERE event_code BETWEEN 101 AND 105);
