ALTER TABLE account ADD COLUMN password_length integer;

COMMENT ON COLUMN account.password_length IS 'The fewest characters of a user''s password; null is the server default';
