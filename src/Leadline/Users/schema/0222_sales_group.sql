-- Users who share leads, and what each may do with the leads of the others.
CREATE TABLE sales_group (
    account_id integer NOT NULL,
    group_id uuid NOT NULL,
    name text NOT NULL,
    description text,
    version integer NOT NULL DEFAULT 1,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    PRIMARY KEY (account_id, group_id)
);

CREATE UNIQUE INDEX sales_group_name ON sales_group (account_id, lower(name));

CREATE TABLE sales_group_member (
    account_id integer NOT NULL,
    group_id uuid NOT NULL,
    user_id uuid NOT NULL,
    is_manager boolean NOT NULL,
    view_leads boolean NOT NULL,
    modify_leads boolean NOT NULL,
    view_companies boolean NOT NULL,
    modify_companies boolean NOT NULL,
    add_users boolean NOT NULL,
    create_automations boolean NOT NULL,
    PRIMARY KEY (account_id, group_id, user_id)
);

CREATE INDEX sales_group_member_user ON sales_group_member (account_id, user_id);
