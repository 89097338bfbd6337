-- The hash of a key in place of the key, and answers that nobody can open without it: nonce, tag and cipher text of
-- AES-GCM. What was kept in clear is forgotten.
TRUNCATE idempotency_key;
ALTER TABLE idempotency_key ALTER COLUMN key TYPE bytea USING convert_to(key, 'UTF8');
