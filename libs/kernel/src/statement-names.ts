import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Shape } from './statement.js';
import type { Tenant } from './tenant.js';

/** A statement that a connection has prepared. */
export interface Kept {
  /** Its columns, once it has been run. */
  shape?: Shape;
}

const kept = new WeakMap<ClientBase, Map<string, Kept>>(); // process-wide: names, in the order of their last use; they go with the connection

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

/** Notes the use of a name on a connection; beyond `most` the one used longest ago is deallocated. */
export function keepStatement(client: ClientBase, name: string, most: number): Kept {
  let names = kept.get(client);
  if (!names) kept.set(client, (names = new Map<string, Kept>()));
  const entry = names.get(name) ?? {};
  names.delete(name);
  names.set(name, entry);
  if (names.size > most) forgetOldest(client, names);
  return entry;
}

function forgetOldest(client: ClientBase, names: Map<string, Kept>): void {
  const [oldest] = names.keys();
  names.delete(oldest!);
  const known = (client as unknown as { connection: { parsedStatements: Record<string, string> } }).connection;
  if (known.parsedStatements[oldest!] !== undefined) {
    delete known.parsedStatements[oldest!];
    // Not awaited: the pipeline keeps the order, and a failure shows in the query that follows.
    client.query(`DEALLOCATE "${oldest}"`).catch(() => undefined);
  }
}
