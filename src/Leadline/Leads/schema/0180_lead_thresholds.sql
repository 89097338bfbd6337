-- No statement of the write path depends on statistics any more: they may be as young as the rest of the server wants them.
ALTER TABLE lead RESET (autovacuum_analyze_threshold, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold);
ALTER TABLE lead_identity RESET (
    autovacuum_analyze_threshold, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold);
