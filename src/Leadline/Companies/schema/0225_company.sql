-- Companies: what LeadSquared's API calls companies or accounts. A lead's RelatedCompanyId names the lead's company.
CREATE TABLE company_type (
    account_id integer NOT NULL,
    type_id uuid NOT NULL,
    name text NOT NULL,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, type_id)
);

CREATE UNIQUE INDEX company_type_name ON company_type (account_id, lower(name));

INSERT INTO company_type (account_id, type_id, name, created_on)
SELECT account_id, gen_random_uuid(), 'Account', now() FROM account;

CREATE TABLE company (
    account_id integer NOT NULL,
    company_id uuid NOT NULL,
    number bigint NOT NULL,
    type_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    "values" jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    last_activity_on timestamptz,
    PRIMARY KEY (account_id, company_id)
);

-- What identifies a company: its name among those of its type, and the numbers that other systems give it.
CREATE UNIQUE INDEX company_name ON company (account_id, type_id, lower("values" ->> 'CompanyName'));
CREATE UNIQUE INDEX company_number ON company (account_id, lower("values" ->> 'CompanyNumber'))
    WHERE "values" ->> 'CompanyNumber' IS NOT NULL;
CREATE UNIQUE INDEX company_identifier ON company (account_id, lower("values" ->> 'CompanyIdentifier'))
    WHERE "values" ->> 'CompanyIdentifier' IS NOT NULL;
CREATE INDEX company_modified ON company (account_id, modified_on);

CREATE TABLE company_activity_type (
    account_id integer NOT NULL,
    event_code integer NOT NULL,
    name text NOT NULL,
    created_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, event_code)
);

CREATE UNIQUE INDEX company_activity_type_name ON company_activity_type (account_id, lower(name));

CREATE TABLE company_activity (
    account_id integer NOT NULL,
    activity_id uuid NOT NULL,
    company_id uuid NOT NULL,
    event_code integer NOT NULL,
    note text NOT NULL,
    fields jsonb NOT NULL,
    activity_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    created_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    PRIMARY KEY (account_id, activity_id)
);

CREATE INDEX company_activity_company ON company_activity (account_id, company_id, activity_on);
