-- A plan that is kept from when a table held a few dozen rows reads all of it: then one index is as cheap as another, also one
-- that only holds lead_id at its end. Until there are enough rows to tell, there are to be no statistics at all.
ALTER TABLE lead SET (
    autovacuum_analyze_threshold = 5000, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = 5000);
ALTER TABLE lead_identity SET (
    autovacuum_analyze_threshold = 5000, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = 5000);
