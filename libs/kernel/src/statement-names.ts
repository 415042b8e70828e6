import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Shape } from './statement.js';
import type { Tenant } from './tenant.js';

/** Prepared statements kept per connection: about 78 KB each for a list query, so ≤ 15 MB a backend. */
const KEPT = 200;
/** With fewer than this a connection has room for another tenant. */
export const ROOMY = KEPT / 2;

/** A statement that a connection has prepared. */
export interface Kept {
  schema: string;
  /** Its columns, once it has been run. */
  shape?: Shape;
}

interface Prepared {
  /** In the order of their last use. */
  names: Map<string, Kept>;
  /** How many of them are of a schema. */
  schemas: Map<string, number>;
}
const kept = new WeakMap<ClientBase, Prepared>();

interface Known {
  digest: string;
  /** The first of all equal texts: what connections remember is then one string, not one for each tenant. */
  text: string;
}

const texts = new Map<string, Known>(); // process-wide: the program's own constant texts, no tenant's data

/** More texts than the program has; one that is put together anew each time must not fill the table. */
const MOST_TEXTS = 5000;

function known(text: string): Known {
  const found = texts.get(text);
  if (found) return found;
  const made = { digest: createHash('sha1').update(text).digest('base64url'), text };
  if (texts.size < MOST_TEXTS) texts.set(text, made);
  return made;
}

/**
 * A text under the name of its prepared statement: tagged with schema and schema version, because a plan made for one
 * search path is thrown away when another tenant uses it, and because a plan made before an upgrade
 * fails with 0A000 after it.
 */
export function named(tenant: Tenant, statement: string): { name: string; text: string } {
  const { digest, text } = known(statement);
  return { name: `${tenant.schema}.${tenant.schemaVersion}.${digest}`, text };
}

/** Notes the use of a name on a connection and deallocates the least recently used ones beyond the cap. */
export function keepStatement(client: ClientBase, { schema }: Tenant, name: string): Kept {
  let prepared = kept.get(client);
  if (!prepared) kept.set(client, (prepared = { names: new Map(), schemas: new Map() }));
  const { names } = prepared;
  const known = names.get(name);
  if (known) names.delete(name);
  else count(prepared, schema, 1);
  const entry = known ?? { schema };
  names.set(name, entry);
  if (names.size > KEPT) forgetOldest(client, prepared);
  return entry;
}

function forgetOldest(client: ClientBase, prepared: Prepared): void {
  const [oldest, { schema }] = prepared.names.entries().next().value as [string, Kept];
  prepared.names.delete(oldest);
  count(prepared, schema, -1);
  const known = (client as unknown as { connection: { parsedStatements: Record<string, string> } }).connection;
  if (known.parsedStatements[oldest] !== undefined) {
    delete known.parsedStatements[oldest];
    // Not awaited: the pipeline keeps the order, and a failure shows in the query that follows.
    client.query(`DEALLOCATE "${oldest}"`).catch(() => undefined);
  }
}

function count({ schemas }: Prepared, schema: string, more: 1 | -1): void {
  const now = (schemas.get(schema) ?? 0) + more;
  if (now > 0) schemas.set(schema, now);
  else schemas.delete(schema);
}

/** What a connection knows of a tenant: whether it has statements of it, and how many it has in all. */
export function affinity(client: ClientBase, schema: string): { knows: boolean; size: number } {
  const prepared = kept.get(client);
  return prepared ? { knows: prepared.schemas.has(schema), size: prepared.names.size } : NOTHING;
}

const NOTHING = { knows: false, size: 0 };
