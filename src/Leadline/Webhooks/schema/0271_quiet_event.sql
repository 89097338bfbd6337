-- A change whose caller asked that LeadSquared's webhooks stay silent about it; null where they tell it.
ALTER TABLE event ADD COLUMN is_quiet boolean;
