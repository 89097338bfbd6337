-- Named sets of permissions. A user has one of them or none.
CREATE TABLE permission_template (
    account_id integer NOT NULL,
    template_id uuid NOT NULL,
    name text NOT NULL,
    description text,
    permissions jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    PRIMARY KEY (account_id, template_id)
);

CREATE UNIQUE INDEX permission_template_name ON permission_template (account_id, lower(name));
