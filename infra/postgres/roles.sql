-- The roles of an installation. Run once by a superuser in the database "madang", before the application starts.
-- Table rights are shared by all tenants (tenant_rw); USAGE on a schema is the wall between them. The application's own
-- login has no right at all until a unit of work takes the role of one tenant, so a forgotten scope fails.
CREATE ROLE madang_owner NOLOGIN;
CREATE ROLE madang_migrator LOGIN NOINHERIT CREATEROLE IN ROLE madang_owner;
CREATE ROLE tenant_rw NOLOGIN;
CREATE ROLE madang_app LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS;
CREATE ROLE madang_path LOGIN INHERIT NOSUPERUSER NOBYPASSRLS IN ROLE tenant_rw;
CREATE ROLE madang_platform LOGIN NOSUPERUSER NOBYPASSRLS;

ALTER ROLE madang_app SET search_path = '';
ALTER ROLE madang_app SET statement_timeout = '15s';
ALTER ROLE madang_app SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE madang_app SET lock_timeout = '5s';

-- From PostgreSQL 16 on, creating roles is not enough to hand them out: the migrator administers the ones above.
GRANT madang_owner TO madang_migrator WITH ADMIN TRUE, INHERIT TRUE, SET TRUE;
GRANT tenant_rw TO madang_migrator WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT madang_app TO madang_migrator WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT madang_path TO madang_migrator WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;
GRANT madang_platform TO madang_migrator WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;

-- Owning the database lets the migrator close the schema public and install trusted extensions.
ALTER DATABASE madang OWNER TO madang_migrator;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- No temporary table may take the place of a tenant's.
REVOKE TEMP ON DATABASE madang FROM PUBLIC;
GRANT CREATE ON DATABASE madang TO madang_owner, madang_platform;

CREATE SCHEMA ext AUTHORIZATION madang_migrator;
GRANT USAGE ON SCHEMA ext TO tenant_rw, madang_app, madang_path, madang_owner;

-- Once for all tenants, not once per tenant.
ALTER DEFAULT PRIVILEGES FOR ROLE madang_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO tenant_rw;
