-- What timelines show by itself: calls, opportunities, what happened to tickets and mails. Other activities are the most, and
-- need no place here.
CREATE INDEX activity_of_kind ON activity (account_id, lead_id, event_code, activity_on, activity_id)
    WHERE event_code IN (21, 22, 3020, 3021, 3022, 3023, 3041, 3042, 3043, 3044, 3045) OR event_code >= 12000;
