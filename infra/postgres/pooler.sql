-- PgBouncer asks here how a login proves itself, and for the two logins that may come through it only.
CREATE ROLE madang_pooler LOGIN NOSUPERUSER NOINHERIT;
CREATE SCHEMA pooler;
CREATE FUNCTION pooler.login_of(wanted text) RETURNS TABLE (login text, verifier text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS 'SELECT rolname::text, rolpassword::text FROM pg_authid WHERE rolname = wanted AND rolname IN (''madang_app'', ''madang_path'')';
REVOKE ALL ON FUNCTION pooler.login_of(text) FROM PUBLIC;
GRANT USAGE ON SCHEMA pooler TO madang_pooler;
GRANT EXECUTE ON FUNCTION pooler.login_of(text) TO madang_pooler;
