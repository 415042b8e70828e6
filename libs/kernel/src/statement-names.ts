import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Tenant } from './tenant.js';

/** Prepared statements kept per connection: about 78 KB each for a list query, so ≤ 15 MB a backend. */
const KEPT = 200;

interface Prepared {
  names: Map<string, true>;
}
const kept = new WeakMap<PoolClient, Prepared>();

const digests = new Map<string, string>(); // process-wide: digests of the program's own constant texts, no tenant's data

/** More texts than the program has; one that is put together anew each time must not fill the table. */
const MOST_DIGESTS = 5000;

function digestOf(text: string): string {
  const known = digests.get(text);
  if (known) return known;
  const made = createHash('sha1').update(text).digest('base64url');
  if (digests.size < MOST_DIGESTS) digests.set(text, made);
  return made;
}

/**
 * Name of a prepared statement: tagged with schema and schema version, because a plan made for one
 * search path is thrown away when another tenant uses it, and because a plan made before an upgrade
 * fails with 0A000 after it.
 */
export function statementName(tenant: Tenant, text: string): string {
  return `${tenant.schema}.${tenant.schemaVersion}.${digestOf(text)}`;
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
