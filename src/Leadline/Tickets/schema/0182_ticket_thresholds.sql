-- As for leads (0180).
ALTER TABLE ticket RESET (autovacuum_analyze_threshold, autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold);
