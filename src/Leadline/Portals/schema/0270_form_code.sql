-- A code that a form sends to the address or number that a visitor typed is a proof of its own kind, of nobody's.
ALTER TABLE portal_proof DROP CONSTRAINT portal_proof_kind_check;
ALTER TABLE portal_proof ADD CONSTRAINT portal_proof_kind_check CHECK (kind IN ('reset', 'code', 'form'));
