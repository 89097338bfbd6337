ALTER TABLE mail ADD COLUMN is_automatic boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN mail.is_automatic IS 'Nobody wrote it: it says so in its headers, so that no machine answers it';
