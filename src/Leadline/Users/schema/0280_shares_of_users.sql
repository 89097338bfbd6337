-- What is shared with a user is looked up by the user: with every call of one whose rights are limited. Users' ids are
-- no two accounts'. Hashes have no order: a sorted index could be taken for the shorter way to a lead's shares.
CREATE INDEX lead_share_user ON lead_share USING hash (user_id);
CREATE INDEX opportunity_share_user ON opportunity_share USING hash (user_id);
