import { MAIN, PlacementUnavailable } from '@madang/kernel';
import { pipelined } from './pipelined.js';
import type { Placement } from './placement.js';
import type { PlatformDatabase } from './platform-database.js';
import { schemaOf, targetVersion, type Provisioning } from './provisioning.js';
import { schemaFingerprint, schemaLines } from './schema-snapshot.js';

/** How the tables of one tenant differ from those its version should have. */
export interface Drift {
  slug: string | null;
  schema: string;
  missing: string[];
  extra: string[];
}

interface Compared {
  slug: string | null;
  schema: string;
  placement: string;
}

/**
 * Compares every tenant and spare of the newest version with a schema made afresh from the migrations, in its own
 * database and in a transaction that is rolled back. Databases that cannot be reached are left out: the doctor names them.
 */
export async function findDrift(provisioning: Provisioning, platform: PlatformDatabase): Promise<Drift[]> {
  const schemas = await platform.rows<Compared & Record<string, unknown>>(
    `SELECT slug, schema_name AS schema, placement FROM platform.tenants WHERE schema_version = $1
     UNION ALL SELECT NULL, schema_name, $2 FROM platform.spares WHERE schema_version = $1 ORDER BY 1`,
    [targetVersion(provisioning.schema), MAIN],
  );
  const fresh = await provisioning.freeName();
  const found: Drift[] = [];
  for (const name of new Set([MAIN, ...schemas.map(({ placement }) => placement)])) {
    const place = await provisioning.at(name).catch((error: unknown) => {
      if (error instanceof PlacementUnavailable) return undefined;
      throw error;
    });
    if (!place) continue;
    const here = schemas.filter(({ placement }) => placement === name);
    found.push(...(await compareAt(place, provisioning, fresh, here)));
  }
  return found;
}

async function compareAt(
  place: Placement,
  provisioning: Provisioning,
  fresh: string,
  schemas: readonly Compared[],
): Promise<Drift[]> {
  const migrations = [...provisioning.schema.migrations].sort((a, b) => a.version - b.version);
  return place.withAdmin(async (client) => {
    await client.query('BEGIN');
    try {
      await pipelined(
        client,
        schemaOf(
          fresh,
          migrations.flatMap((m) => m.statements),
        ),
      );
      const wanted = await schemaFingerprint(client, fresh);
      const lines = new Set(await schemaLines(client, fresh));
      const found: Drift[] = [];
      for (const { slug, schema } of schemas) {
        const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
        if (rows.length === 0) found.push({ slug, schema, missing: ['the whole schema'], extra: [] });
        else if ((await schemaFingerprint(client, schema)) !== wanted) {
          const has = new Set(await schemaLines(client, schema));
          found.push({
            slug,
            schema,
            missing: [...lines].filter((l) => !has.has(l)),
            extra: [...has].filter((l) => !lines.has(l)),
          });
        }
      }
      return found;
    } finally {
      await client.query('ROLLBACK');
    }
  });
}
