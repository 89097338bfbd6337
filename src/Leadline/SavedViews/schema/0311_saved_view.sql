-- How people like to look at a list: what is shown of it, in which order, and who else looks at it that way.
CREATE TABLE saved_view (
    account_id integer NOT NULL,
    view_id uuid NOT NULL,
    list text NOT NULL,
    name text NOT NULL,
    filter json,
    sort text,
    columns text[] NOT NULL,
    layout text,
    owner_id uuid NOT NULL,
    is_for_all boolean NOT NULL,
    users uuid[] NOT NULL,
    groups uuid[] NOT NULL,
    version integer NOT NULL,
    created_on timestamptz NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    PRIMARY KEY (account_id, view_id)
);

COMMENT ON COLUMN saved_view.list IS 'leads, tickets, tasks, or opportunities: and the code of their type';
COMMENT ON COLUMN saved_view.groups IS 'Sales groups, or groups of the desk';

CREATE INDEX saved_view_of_list ON saved_view (account_id, list);

-- Where a user has put a view, one's own or another's.
CREATE TABLE saved_view_place (
    account_id integer NOT NULL,
    user_id uuid NOT NULL,
    view_id uuid NOT NULL,
    is_pinned boolean NOT NULL,
    position integer NOT NULL,
    PRIMARY KEY (account_id, user_id, view_id)
);
