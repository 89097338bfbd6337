-- The kinds of tasks of an account: those that every account has, and its own. Their fields stand among the account's fields,
-- under the owner 'task/' and the type's id.
CREATE TABLE task_type (
    account_id integer NOT NULL,
    task_type_id uuid NOT NULL,
    name text NOT NULL,
    category smallint NOT NULL,
    description text,
    color text NOT NULL,
    minutes integer NOT NULL,
    is_standard boolean NOT NULL,
    created_on timestamptz NOT NULL,
    created_by uuid,
    modified_on timestamptz NOT NULL,
    modified_by uuid,
    PRIMARY KEY (account_id, task_type_id)
);

COMMENT ON COLUMN task_type.category IS '0 appointment, 1 to-do';
COMMENT ON COLUMN task_type.minutes IS 'How long an appointment takes that names no end';

CREATE UNIQUE INDEX task_type_name ON task_type (account_id, lower(name));

-- Something that a user is to do, or an appointment, which also has an end.
CREATE TABLE task (
    account_id integer NOT NULL,
    task_id uuid NOT NULL,
    number bigint NOT NULL,
    version integer NOT NULL,
    task_type_id uuid NOT NULL,
    category smallint NOT NULL,
    name text NOT NULL,
    description text,
    location text,
    lead_id uuid,
    opportunity_id uuid,
    owner_id uuid NOT NULL,
    due_on timestamptz NOT NULL,
    end_on timestamptz,
    remind_minutes integer,
    remind_days integer,
    remind_at time,
    remind_by_mail boolean NOT NULL,
    remind_on timestamptz,
    completed_on timestamptz,
    completed_by uuid,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    "values" jsonb NOT NULL,
    PRIMARY KEY (account_id, task_id)
);

COMMENT ON COLUMN task.number IS 'Counts up within the account';
COMMENT ON COLUMN task.category IS 'That of its type, for good';
COMMENT ON COLUMN task.lead_id IS 'The lead that it is about, also that of its opportunity';
COMMENT ON COLUMN task.remind_on IS 'When the owner is to be reminded; null once that is done';

CREATE INDEX task_due ON task (account_id, due_on, task_id);
CREATE INDEX task_modified ON task (account_id, modified_on, task_id);
CREATE INDEX task_owner ON task (account_id, owner_id, due_on, task_id);
CREATE INDEX task_lead ON task (account_id, lead_id, due_on);
CREATE INDEX task_opportunity ON task (account_id, opportunity_id, due_on);
CREATE INDEX task_reminder ON task (remind_on) WHERE remind_on IS NOT NULL;

INSERT INTO task_type (account_id, task_type_id, name, category, color, minutes, is_standard, created_on, modified_on)
SELECT a.account_id, t.task_type_id, t.name, t.category, t.color, t.minutes, true, now(), now()
FROM account a
CROSS JOIN (VALUES
    ('a81ff684-f555-8e70-94a2-5d7255c2aaa6'::uuid, 'Meeting', 0, '#F8BBD0', 30),
    ('530a9dce-aef5-804b-b569-d841f2921b1a'::uuid, 'Phone Call', 1, '#BBDEFB', 15),
    ('7a1253ab-f38f-8dbf-b390-f0b0865d2604'::uuid, 'Email', 1, '#C8E6C9', 15),
    ('46278fdf-57d9-8029-97c3-494db39cc993'::uuid, 'Follow-Up', 1, '#FFE0B2', 15),
    ('fc17127d-9cec-8b40-909b-14d8618bba91'::uuid, 'To-Do', 1, '#E1BEE7', 30)
) AS t (task_type_id, name, category, color, minutes);

-- The activity that tells on a lead's timeline of a completed task. Its id follows from its code in every account.
INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type, direction, is_system)
SELECT a.account_id, 3030, 'c832c532-6951-8ee3-9484-6f86b99c9784',
       CASE WHEN EXISTS (
           SELECT FROM activity_type o WHERE o.account_id = a.account_id AND lower(o.name) = 'task completed')
       THEN 'Task Completed (tasks)' ELSE 'Task Completed' END,
       'Task Completed', 1, 2, true
FROM account a
WHERE NOT EXISTS (SELECT FROM activity_type o WHERE o.account_id = a.account_id AND o.event_code = 3030);

UPDATE account SET version = version + 1;
