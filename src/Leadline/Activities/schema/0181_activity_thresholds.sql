-- As for leads (0180).
ALTER TABLE activity RESET (
    autovacuum_analyze_threshold, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold);
