-- A telephony connector's token is a key of its own: it stands in URLs that other systems keep, and opens call logs alone.
ALTER TABLE api_key DROP CONSTRAINT api_key_kind_check;
ALTER TABLE api_key ADD CONSTRAINT api_key_kind_check CHECK (kind IN ('access', 'bearer', 'async', 'connector'));
