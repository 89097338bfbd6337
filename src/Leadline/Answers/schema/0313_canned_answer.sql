-- What agents say again and again, and the changes that they make again and again.
CREATE TABLE canned_answer (
    account_id integer NOT NULL,
    answer_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    scope text NOT NULL CHECK (scope IN ('own', 'group', 'all')),
    group_id uuid,
    title text NOT NULL,
    html text NOT NULL,
    text text NOT NULL,
    version integer NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    PRIMARY KEY (account_id, answer_id)
);

COMMENT ON COLUMN canned_answer.group_id IS 'The group of the desk that it is for, where its scope is a group';

CREATE TABLE canned_answer_file (
    account_id integer NOT NULL,
    answer_id uuid NOT NULL,
    file_id uuid NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    size integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (account_id, answer_id, file_id)
);

CREATE TABLE macro (
    account_id integer NOT NULL,
    macro_id uuid NOT NULL,
    name text NOT NULL,
    changes jsonb NOT NULL,
    version integer NOT NULL,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    PRIMARY KEY (account_id, macro_id)
);
