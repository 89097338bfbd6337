-- An opportunity's changes in the order of its timeline.
CREATE INDEX event_of_opportunity ON event (account_id, record_id, occurred_on, event_id)
    WHERE kind = 'opportunity.updated';
