CREATE INDEX task_of_opportunity_on ON task (account_id, opportunity_id, created_on, task_id)
    WHERE opportunity_id IS NOT NULL;
