import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Tenant } from './tenant.js';

/** Prepared statements kept per connection: about 78 KB each for a list query, so ≤ 15 MB a backend. */
const KEPT = 200;

interface Prepared {
  names: Map<string, true>;
}
const kept = new WeakMap<PoolClient, Prepared>();

/**
 * Name of a prepared statement: tagged with schema and schema version, because a plan made for one
 * search path is thrown away when another tenant uses it, and because a plan made before an upgrade
 * fails with 0A000 after it.
 */
export function statementName(tenant: Tenant, text: string): string {
  return createHash('sha1').update(`${tenant.schema}\n${tenant.schemaVersion}\n${text}`).digest('base64url');
}

/** Notes the use of a name on a connection and deallocates the least recently used ones beyond the cap. */
export function keepStatement(client: PoolClient, name: string): void {
  let prepared = kept.get(client);
  if (!prepared) kept.set(client, (prepared = { names: new Map() }));
  prepared.names.delete(name);
  prepared.names.set(name, true);
  if (prepared.names.size <= KEPT) return;
  const oldest = prepared.names.keys().next().value as string;
  prepared.names.delete(oldest);
  const known = (client as unknown as { connection: { parsedStatements: Record<string, string> } }).connection;
  if (known.parsedStatements[oldest] !== undefined) {
    delete known.parsedStatements[oldest];
    // Not awaited: the pipeline keeps the order, and a failure shows in the query that follows.
    client.query(`DEALLOCATE "${oldest}"`).catch(() => undefined);
  }
}
