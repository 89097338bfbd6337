ALTER TABLE mail ADD COLUMN sealed bytea;

COMMENT ON COLUMN mail.sealed IS
    'Subject and text of a mail that lets its reader in, encrypted with the key of the server whose id it begins with';
COMMENT ON COLUMN mail.body_text IS 'Gone once the mail is sent; never there where the mail is sealed';
