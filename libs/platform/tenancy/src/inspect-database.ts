import type { ClientBase } from 'pg';

/** One thing `doctor` looked at. */
export interface Check {
  name: string;
  level: 'good' | 'warning' | 'bad';
  found: string;
  /** What to do, unless all is well. */
  advice?: string;
}

/** A check that is good when `ok`, else of the given level with advice. */
export const check = (
  name: string,
  ok: boolean,
  found: string,
  advice: string,
  level: 'warning' | 'bad' = 'bad',
): Check => (ok ? { name, level: 'good', found } : { name, level, found, advice });

/** What the server is and how it is set. */
export async function inspectServer(client: ClientBase): Promise<Check[]> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_version') AS named,
            current_setting('max_connections') AS connections, current_setting('max_locks_per_transaction') AS locks,
            current_setting('recovery_init_sync_method') AS sync, current_setting('jit') AS jit,
            (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
            (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND state_change < now() - interval '30 s') AS idle,
            (SELECT string_agg(e.extname, ', ' ORDER BY e.extname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
              WHERE n.nspname = 'ext' AND e.extname IN ('pg_trgm', 'btree_gin')) AS extensions,
            (SELECT array_length(ext.show_trgm('솔밭'), 1)) AS trigrams, pg_size_pretty(pg_database_size(current_database())) AS size`,
  );
  const s = rows[0]!;
  const share = Number(s['used']) / Number(s['connections']);
  return [
    check('PostgreSQL', Number(s['version']) >= 150_000, s['named']!, 'use PostgreSQL 15 or newer; 18 is recommended'),
    check(
      'extensions',
      s['extensions'] === 'btree_gin, pg_trgm',
      s['extensions'] ?? 'none',
      'CREATE EXTENSION pg_trgm, btree_gin WITH SCHEMA ext',
    ),
    check(
      'letters',
      Number(s['trigrams'] ?? 0) > 0,
      `${s['trigrams'] ?? 0} trigrams of a Korean word`,
      'the cluster drops Korean letters in searches; see docs/operate/postgres.md, Setting up',
    ),
    check(
      'connections',
      share < 0.8,
      `${s['used']} of ${s['connections']} used`,
      'raise max_connections or lower POOL_SIZE',
      'warning',
    ),
    check(
      'locks',
      Number(s['locks']) >= 128,
      `max_locks_per_transaction ${s['locks']}`,
      'set max_locks_per_transaction = 256: making a tenant locks over a thousand relations',
      'warning',
    ),
    check(
      'restart',
      s['sync'] === 'syncfs',
      `recovery_init_sync_method ${s['sync']}`,
      'set it to syncfs: after a crash thousands of tenants start in seconds instead of minutes',
      'warning',
    ),
    check('jit', s['jit'] === 'off', `jit ${s['jit']}`, 'set jit = off: statements are short', 'warning'),
    check(
      'idle in transaction',
      s['idle'] === '0',
      `${s['idle']} for more than 30 s`,
      'find them in pg_stat_activity; a unit of work never waits',
      'warning',
    ),
    { name: 'database size', level: 'good', found: s['size']! },
  ];
}

/**
 * Whether the walls between roles stand as docs/operate/postgres.md describes them.
 * @param housed relation with the `schema_name` of every tenant that lies in this database
 */
export async function inspectRoles(
  client: ClientBase,
  housed = `(SELECT schema_name FROM platform.tenants WHERE placement = 'main')`,
): Promise<Check[]> {
  const { rows } = await client.query<{ problem: string }>(
    `SELECT rolname || ' may sign in' AS problem FROM pg_roles WHERE rolcanlogin AND rolname IN ('madang_owner', 'tenant_rw')
     UNION ALL SELECT r.rolname || ' may sign in' FROM pg_roles r JOIN pg_namespace n ON n.nspname = r.rolname WHERE r.rolcanlogin AND r.rolname ~ '^t_[0-9]+$'
     UNION ALL SELECT rolname || ' has more than the rights of a plain login' FROM pg_roles
       WHERE rolname IN ('madang_app', 'madang_path', 'madang_platform') AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
     UNION ALL SELECT 'madang_app inherits the rights of its roles' FROM pg_roles WHERE rolname = 'madang_app' AND rolinherit
     UNION ALL SELECT rolname || ' has a search path' FROM pg_roles
       WHERE rolname IN ('madang_app', 'madang_path') AND NOT coalesce(rolconfig, '{}') && ARRAY['search_path=', 'search_path=""']
     UNION ALL SELECT 'madang_app may read platform.' || c.relname FROM pg_class c
       WHERE c.relnamespace = 'platform'::regnamespace AND c.relkind = 'r' AND has_table_privilege('madang_app', c.oid, 'SELECT')
     UNION ALL SELECT 'madang_app is a member of ' || r FROM unnest(ARRAY['madang_owner', 'madang_platform']) r WHERE pg_has_role('madang_app', r, 'MEMBER')
     UNION ALL SELECT 'everybody may use the schema public' WHERE EXISTS (
       SELECT 1 FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a WHERE n.nspname = 'public' AND a.grantee = 0)
     UNION ALL SELECT 'everybody may make temporary tables' WHERE EXISTS (
       SELECT 1 FROM pg_database d CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee = 0 AND a.privilege_type = 'TEMPORARY')
     UNION ALL SELECT 'the schema ' || n.nspname || ' is open to ' || CASE a.grantee WHEN 0 THEN 'everybody' ELSE a.grantee::regrole::text END
       FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
       WHERE n.nspname ~ '^t_[0-9]+$' AND a.grantee <> n.nspowner AND (a.grantee = 0 OR a.grantee::regrole::text NOT IN (n.nspname, 'madang_path'))
     UNION ALL SELECT 'the role ' || t.schema_name || ' is not as it was made' FROM ${housed} t
       WHERE NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = t.schema_name AND pg_has_role('madang_app', r.oid, 'MEMBER')
                            AND pg_has_role(r.oid, 'tenant_rw', 'MEMBER'))
     ORDER BY 1`,
  );
  const found = rows.map(({ problem }) => problem);
  return [
    check(
      'roles and rights',
      found.length === 0,
      found.join('; ') || 'as they should be',
      'compare with infra/postgres/roles.sql and docs/operate/postgres.md',
    ),
  ];
}
