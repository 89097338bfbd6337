-- Two customers' tickets may become one. Agents see all that was said; a customer sees what was said on tickets of their own.
ALTER TABLE ticket_conversation ADD COLUMN merged_lead uuid;

COMMENT ON COLUMN ticket_conversation.merged_lead IS 'The lead whose ticket it was said on, or meant for, before that was merged; null where none was';

-- The event log knows on which ticket it was said.
UPDATE ticket_conversation c SET merged_lead = t.lead_id
FROM ticket t
JOIN event e ON e.account_id = t.account_id AND e.record_id = t.ticket_id AND e.kind = 'ticket.conversation'
WHERE t.merged_into IS NOT NULL
    AND c.account_id = t.account_id AND c.number = (e.data ->> 'conversation')::bigint AND c.ticket_id <> t.ticket_id;
