-- What an account sells. A deleted product stays, for the sales of it; its SKU is free again.
CREATE TABLE product (
    account_id integer NOT NULL,
    product_id uuid NOT NULL,
    version integer NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    description text,
    price numeric,
    speed text,
    created_on timestamptz NOT NULL,
    created_by uuid NOT NULL,
    modified_on timestamptz NOT NULL,
    modified_by uuid NOT NULL,
    deleted_on timestamptz,
    PRIMARY KEY (account_id, product_id)
);

COMMENT ON COLUMN product.price IS 'In the currency of the account''s sales';
COMMENT ON COLUMN product.speed IS 'Of a plan for internet access, as 100 Mbps';

CREATE UNIQUE INDEX product_sku ON product (account_id, lower(sku)) WHERE deleted_on IS NULL;
CREATE INDEX product_modified ON product (account_id, modified_on, product_id) WHERE deleted_on IS NULL;

-- How sales activities work, of accounts that have changed it.
CREATE TABLE sales_setting (
    account_id integer NOT NULL,
    converts_to_customer boolean NOT NULL,
    customer_stage text NOT NULL,
    currency_code text NOT NULL,
    currency_symbol text NOT NULL,
    currency_name text NOT NULL,
    PRIMARY KEY (account_id)
);

COMMENT ON COLUMN sales_setting.converts_to_customer IS 'A sale that is won gives its lead the stage of customers';

-- The activity that tells on a lead's timeline of a cancelled sale. Its id follows from its code in every account.
INSERT INTO activity_type (account_id, event_code, type_id, name, display_name, event_type, direction, is_system)
SELECT a.account_id, 3031, '4ccad00c-5de5-8c02-aa4b-4df37dde46f6',
       CASE WHEN EXISTS (
           SELECT FROM activity_type o WHERE o.account_id = a.account_id AND lower(o.name) = 'sales activity cancelled')
       THEN 'Sales Activity Cancelled (sales)' ELSE 'Sales Activity Cancelled' END,
       'Sales Activity Cancelled', 1, 2, true
FROM account a
WHERE NOT EXISTS (SELECT FROM activity_type o WHERE o.account_id = a.account_id AND o.event_code = 3031);

UPDATE account SET version = version + 1;
