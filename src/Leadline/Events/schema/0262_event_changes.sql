-- What changed of an activity, and of all of them in a window of time. Other events stand in no index but the log's own.
CREATE INDEX event_of_changed ON event (account_id, record_id, occurred_on)
    WHERE kind IN ('activity.updated', 'opportunity.updated');
CREATE INDEX event_changed_on ON event (account_id, occurred_on, event_id)
    WHERE kind IN ('activity.updated', 'opportunity.updated');
