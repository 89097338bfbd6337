-- Lists of leads: static ones, whose members are kept, and dynamic ones, which a filter defines.
CREATE TABLE lead_list (
    account_id integer NOT NULL,
    list_id uuid NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    description text NOT NULL DEFAULT '',
    is_dynamic boolean NOT NULL,
    is_system boolean NOT NULL DEFAULT false,
    filter jsonb,
    member_count bigint NOT NULL DEFAULT 0,
    version integer NOT NULL DEFAULT 1,
    is_deleted boolean NOT NULL DEFAULT false,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, list_id)
) WITH (fillfactor = 50);

COMMENT ON COLUMN lead_list.name_key IS 'What names that differ in case alone have in common';
COMMENT ON COLUMN lead_list.filter IS 'What a dynamic list''s leads meet; null for all leads';
COMMENT ON COLUMN lead_list.member_count IS 'Exact for a static list; for a dynamic one, as of its last count';
COMMENT ON COLUMN lead_list.is_deleted IS 'Nobody sees it any more; its members are still being removed';

CREATE UNIQUE INDEX lead_list_name ON lead_list (account_id, name_key) WHERE NOT is_deleted;

CREATE TABLE lead_list_member (
    account_id integer NOT NULL,
    list_id uuid NOT NULL,
    lead_id uuid NOT NULL,
    added_by uuid NOT NULL,
    added_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, list_id, lead_id)
);

-- What a deleted lead leaves, whatever the size of its lists.
CREATE INDEX lead_list_member_of_lead ON lead_list_member (account_id, lead_id, list_id);

-- The lists that every account has.
INSERT INTO lead_list (account_id, list_id, name, name_key, is_dynamic, is_system, created_by, created_on, modified_by,
    modified_on)
SELECT a.account_id, s.list_id, s.name, lower(s.name), s.is_dynamic, true, s.nobody, a.now, s.nobody, a.now
FROM (SELECT account_id, now() AS now FROM account) a
CROSS JOIN (
    VALUES
        ('6f0c2d51-93ab-8e47-a1d8-5b2e7c904f11'::uuid, 'All Leads', true, '00000000-0000-0000-0000-000000000000'::uuid),
        ('6f0c2d51-93ab-8e47-a1d8-5b2e7c904f12', 'Starred Leads', false, '00000000-0000-0000-0000-000000000000'))
    s (list_id, name, is_dynamic, nobody);
