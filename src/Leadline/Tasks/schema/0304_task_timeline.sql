CREATE INDEX task_of_lead_on ON task (account_id, lead_id, created_on, task_id) WHERE lead_id IS NOT NULL;
