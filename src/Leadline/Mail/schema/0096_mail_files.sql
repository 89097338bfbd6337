ALTER TABLE mail ADD COLUMN file_ids uuid[] NOT NULL DEFAULT '{}';

COMMENT ON COLUMN mail.file_ids IS 'Files that go along. They stay where they are kept and are read when the mail is sent';
