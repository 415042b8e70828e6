import type { ClientBase } from 'pg';

export interface CatalogColumn {
  name: string;
  type: string;
  nullable: boolean;
  hasDefault: boolean;
  identity: boolean;
  /** Computed by the database from other columns: never written. */
  generated: boolean;
}

export interface CatalogTable {
  name: string;
  columns: CatalogColumn[];
  primaryKey: string[];
  foreignKeys: { name: string; columns: string[]; table: string; definition: string }[];
}

const TABLES = `
  SELECT c.relname AS name,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
                     'hasDefault', a.atthasdef AND a.attgenerated = '', 'identity', a.attidentity <> '', 'generated', a.attgenerated <> '')
                     ORDER BY a.attnum)
       FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    coalesce((SELECT json_agg(a.attname ORDER BY k.n) FROM pg_constraint p CROSS JOIN unnest(p.conkey) WITH ORDINALITY k(attnum, n)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE p.conrelid = c.oid AND p.contype = 'p'), '[]') AS "primaryKey",
    coalesce((SELECT json_agg(json_build_object('name', f.conname, 'table', t.relname, 'definition', pg_get_constraintdef(f.oid),
                     'columns', (SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(f.conkey) WITH ORDINALITY k(attnum, n)
                                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum)) ORDER BY f.conname)
                FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid WHERE f.conrelid = c.oid AND f.contype = 'f'), '[]') AS "foreignKeys"
    FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"`;

/**
 * The tables of a schema as the catalogue knows them, each after those it refers to (a circle is broken
 * by name). Call it with the schema first in the search path, so that definitions carry no schema name.
 */
export async function tablesOf(client: ClientBase, schema: string): Promise<CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(TABLES, [schema]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const ordered = new Set<CatalogTable>();
  const visiting = new Set<string>();
  const place = (row: CatalogTable): void => {
    if (visiting.has(row.name)) return;
    visiting.add(row.name);
    for (const { table } of row.foreignKeys) place(byName.get(table)!);
    ordered.add(row);
  };
  rows.forEach(place);
  return [...ordered];
}

/** A name as it may stand in SQL text. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Whether a column holds JSON, whose own null is not SQL's. */
export const isJson = (type: string): boolean => type === 'json' || type === 'jsonb';
