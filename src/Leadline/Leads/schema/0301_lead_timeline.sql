-- What changed of a lead, in the order of time. Points that activities bring are kept apart from edits, which they would bury.
CREATE INDEX event_of_lead ON event (
    account_id, lead_id, (CASE WHEN data - '{Score,EngagementScore}'::text[] = '{}'::jsonb THEN 1 ELSE 0 END), occurred_on, event_id)
    WHERE kind = 'lead.updated';
