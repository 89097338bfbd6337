-- The numbers that ISPCRM's clients know subjects, types and statuses of tickets by. A word keeps its number.
CREATE TABLE ispcrm_word (
    account_id integer NOT NULL,
    kind text NOT NULL,
    number integer NOT NULL,
    word text NOT NULL,
    PRIMARY KEY (account_id, kind, number)
);

CREATE UNIQUE INDEX ispcrm_word_word ON ispcrm_word (account_id, kind, word);

COMMENT ON COLUMN ispcrm_word.kind IS 'subject, type or status';
