import { MAIN, PlacementUnavailable } from '@madang/kernel';
import { check, inspectRoles, inspectServer, type Check } from './inspect-database.js';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';
import type { Provisioning } from './provisioning.js';

interface Housed {
  placement: string;
  schemas: string[];
}

/** Whether every database that tenants lie in is there and as it should be, and whether registry and residents agree. */
export async function inspectPlacements(provisioning: Provisioning, platform: PlatformDatabase): Promise<Check[]> {
  const housed = await platform.rows<Housed & Record<string, unknown>>(
    `SELECT placement, array_agg(schema_name ORDER BY schema_name) AS schemas FROM platform.tenants
      WHERE placement <> $1 GROUP BY placement`,
    [MAIN],
  );
  const [moves] = await platform.rows<{ open: string | null }>(
    `SELECT string_agg(t.slug || ' to ' || m.to_placement, ', ' ORDER BY t.slug) AS open FROM platform.moves m
       JOIN platform.tenants t ON t.id = m.tenant_id WHERE m.ended_at IS NULL AND m.started_at < now() - interval '1 hour'`,
  );
  const named = provisioning.placements.names().filter((name) => name !== MAIN);
  const names = [...new Set([...named, ...housed.map(({ placement }) => placement)])].sort();
  const found: Check[] = [];
  for (const name of names) {
    const schemas = housed.find(({ placement }) => placement === name)?.schemas ?? [];
    found.push(...(await inspectPlacement(provisioning, platform, name, schemas)));
  }
  if (names.length > 0)
    found.push(
      check(
        'moves',
        moves?.open == null,
        moves?.open ?? 'none is stuck',
        'a worker settles them; or run: madang tenant settle-moves',
        'warning',
      ),
    );
  return found;
}

async function inspectPlacement(
  provisioning: Provisioning,
  platform: PlatformDatabase,
  name: string,
  schemas: readonly string[],
): Promise<Check[]> {
  const of = (what: string): string => `${name}: ${what}`;
  let place: Placement;
  try {
    place = await provisioning.at(name);
  } catch (error) {
    if (!(error instanceof PlacementUnavailable)) throw error;
    return [check(of('database'), false, error.why, `its ${schemas.length} tenants answer 503 until it is back`)];
  }
  const checks = await place.withAdmin(async (client) => [
    ...(await inspectServer(client)),
    ...(await inspectRoles(client, 'platform.residents')),
  ]);
  const residents = await place.platform.rows<{ schema: string; stands: boolean }>(
    `SELECT coalesce(r.schema_name, n.nspname) AS schema, r.schema_name IS NOT NULL AND n.oid IS NOT NULL AS stands FROM platform.residents r
       FULL JOIN (SELECT oid, nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9]+$') n ON n.nspname = r.schema_name ORDER BY 1`,
  );
  const leaving = await platform.rows<{ schema: string }>(
    'SELECT schema_name AS schema FROM platform.moves WHERE ended_at IS NULL',
  );
  const known = new Set([...schemas, ...leaving.map(({ schema }) => schema)]);
  const there = new Set(residents.filter(({ stands }) => stands).map(({ schema }) => schema));
  const wrong = [
    ...residents
      .filter(({ schema, stands }) => !stands || !known.has(schema))
      .map(({ schema }) => `${schema} belongs to nobody`),
    ...schemas.filter((schema) => !there.has(schema)).map((schema) => `${schema} is missing`),
  ];
  return [
    ...checks.map((one) => ({ ...one, name: of(one.name) })),
    check(
      of('residents'),
      wrong.length === 0,
      wrong.join('; ') || `${schemas.length} tenants`,
      'compare platform.residents there with placement in platform.tenants',
    ),
  ];
}
