import { setTimeout as pause } from 'node:timers/promises';
import { assertSchemaName } from '@madang/kernel';
import type pg from 'pg';
import { isJson, quoted, tablesOf, type CatalogTable } from './catalog.js';
import { COLUMN_CLASSES, type TableClasses } from './column-classes.js';
import { TenancyError } from './errors.js';
import { rowsOf } from './export.js';
import { planExport } from './export-plan.js';
import { IncomingRows } from './import-rows.js';
import { schemaFingerprint } from './schema-snapshot.js';

/** Below the time after which PostgreSQL looks for deadlocks: whoever writes at this moment is never the one to fail. */
const LOCK_PATIENCE = '300ms';
const BUSY_MS = 60_000;
const LOCK_TIMEOUT = '55P03';

/** What two sessions have to agree about for the same row to be the same text. */
const SAME_TEXT = [
  `SET LOCAL TimeZone = 'UTC'`,
  `SET LOCAL DateStyle = 'ISO, YMD'`,
  `SET LOCAL IntervalStyle = 'postgres'`,
  `SET LOCAL extra_float_digits = 1`,
  `SET LOCAL bytea_output = 'hex'`,
  `SET LOCAL statement_timeout = 0`,
  `SET LOCAL idle_in_transaction_session_timeout = 0`,
];

/** The tables of a tenant as they stand, in a transaction that keeps everybody else from writing to them. */
export interface Held {
  client: pg.Client;
  tables: CatalogTable[];
}

/**
 * Opens a transaction in which nobody else may write to the tenant's tables; whoever reads is not disturbed. Writers
 * under way are waited for, and none of them fails for it.
 * @throws TenancyError tenant_busy when they do not end
 */
export async function holdTables(client: pg.Client, schema: string, waiting: () => Promise<void>): Promise<Held> {
  const until = Date.now() + BUSY_MS;
  for (;;) {
    await client.query('BEGIN');
    for (const setting of SAME_TEXT) await client.query(setting);
    await client.query('SET LOCAL ROLE madang_owner');
    await client.query(`SET LOCAL search_path = ${assertSchemaName(schema)}, ext`);
    await client.query(`SET LOCAL lock_timeout = '${LOCK_PATIENCE}'`);
    const tables = await tablesOf(client, schema);
    if (tables.length === 0)
      throw new TenancyError('schema_missing', schema, 'its schema is not in the database that the registry names');
    try {
      await client.query(`LOCK TABLE ${tables.map(({ name }) => quoted(name)).join(', ')} IN SHARE MODE`);
      await client.query('SET LOCAL lock_timeout = 0');
      return { client, tables };
    } catch (error) {
      await client.query('ROLLBACK');
      if ((error as { code?: string }).code !== LOCK_TIMEOUT) throw error;
      if (Date.now() > until)
        throw new TenancyError('tenant_busy', schema, 'somebody is writing all the time; try again later');
      await waiting();
      await pause(200);
    }
  }
}

/**
 * Copies every row into an empty schema that is first in the other's search path, references last, and sequences where they stood.
 * @param tell called after every table; what it throws ends the copy
 * @returns rows by table
 */
export async function copyRows(
  { client, tables }: Held,
  into: pg.ClientBase,
  schema: string,
  tell: (table: string, rows: number) => Promise<void>,
  classes: Readonly<Record<string, TableClasses>> = COLUMN_CLASSES,
): Promise<Record<string, number>> {
  for (const setting of SAME_TEXT) await into.query(setting);
  const incoming = await IncomingRows.open(into, schema);
  let line = 0;
  for (const planned of planExport(tables, classes, { secrets: true, people: true })) {
    const { table, columns } = planned;
    await incoming.table({
      $: 'table',
      name: table.name,
      columns: columns.map((name) => ({ name, type: '' })),
      omitted: [],
    });
    for await (const [json] of rowsOf(client, planned)) await incoming.row(json, (line += 1));
    await tell(table.name, line);
  }
  await incoming.finish();
  await copyJsonNulls(client, tables, into);
  for (const table of tables)
    for (const { name } of table.columns.filter(({ identity }) => identity)) {
      const { rows } = await client.query<{ last: string | null }>(
        `SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass)::text AS last`,
        [quoted(table.name), name],
      );
      if (rows[0]!.last)
        await into.query('SELECT setval(pg_get_serial_sequence($1, $2), $3::bigint)', [
          quoted(table.name),
          name,
          rows[0]!.last,
        ]);
    }
  return incoming.counts;
}

/** A row as JSON says `null` for both nulls of a column that may have either: the rows with JSON's own are found again by their keys. */
async function copyJsonNulls(client: pg.Client, tables: readonly CatalogTable[], into: pg.ClientBase): Promise<void> {
  for (const { name, columns, primaryKey } of tables)
    for (const column of columns.filter(({ type, nullable }) => isJson(type) && nullable)) {
      const keys = primaryKey.map(quoted);
      const { rows } = await client.query<{ keys: string | null }>(
        `SELECT json_agg(row_to_json(k))::text AS keys FROM (SELECT ${keys.join(', ')} FROM ${quoted(name)} WHERE ${quoted(column.name)}::text = 'null') k`,
      );
      if (rows[0]!.keys)
        await into.query(
          `UPDATE ${quoted(name)} t SET ${quoted(column.name)} = 'null' FROM json_populate_recordset(NULL::${quoted(name)}, $1::json) k
            WHERE ${keys.map((key) => `t.${key} = k.${key}`).join(' AND ')}`,
          [rows[0]!.keys],
        );
    }
}

/**
 * Compares the two schemas, and for every table how many rows there are and a sum over a digest of each, whatever
 * their order on disk.
 * @returns the names of what differs
 */
export async function compareSchemas({ client, tables }: Held, into: pg.ClientBase, schema: string): Promise<string[]> {
  const differ: string[] = [];
  if ((await schemaFingerprint(client, schema)) !== (await schemaFingerprint(into, schema)))
    differ.push('the tables themselves (see madang doctor, drift)');
  for (const { name, columns } of tables) {
    // Columns by name: those of an older schema stand in another order.
    const row = columns
      .map((column) => quoted(column.name))
      .sort()
      .join(', ');
    const sql = `SELECT count(*)::text || ' ' || coalesce(sum(('x' || left(md5(ROW(${row})::text), 16))::bit(64)::bigint::numeric), 0)::text AS print
      FROM ${quoted(name)}`;
    const [here, there] = await Promise.all([client.query<{ print: string }>(sql), into.query<{ print: string }>(sql)]);
    if (here.rows[0]!.print !== there.rows[0]!.print) differ.push(name);
  }
  return differ;
}
