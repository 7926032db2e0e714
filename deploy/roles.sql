-- Two roles on PostgreSQL: cleanhands_owner owns the tables and migrates, the service signs in as
-- cleanhands. Given as the superuser, in the database cleanhands; more than once does no harm, also
-- where the tables are there already. `cleanhands migrate` leaves the service less of the ledger.
ALTER DATABASE cleanhands OWNER TO cleanhands_owner;
REASSIGN OWNED BY cleanhands TO cleanhands_owner;
ALTER SCHEMA public OWNER TO cleanhands_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, cleanhands;
REVOKE TEMPORARY ON DATABASE cleanhands FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cleanhands;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cleanhands;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO cleanhands;
ALTER DEFAULT PRIVILEGES FOR ROLE cleanhands_owner
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cleanhands;
ALTER DEFAULT PRIVILEGES FOR ROLE cleanhands_owner
  GRANT USAGE, SELECT ON SEQUENCES TO cleanhands;
