import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';

interface Row {
  kind: string;
  name: string;
  definition: string;
}

// Everything a schema consists of, as text without the schema's name; ordered so that it can be replayed.
const CATALOG = `
  WITH tables AS (
    SELECT c.oid, c.relname FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r'
  )
  SELECT '1 column' AS kind, t.relname || '.' || lpad(a.attnum::text, 4, '0') AS name,
         quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
           || CASE WHEN a.attidentity = 'a' THEN ' GENERATED ALWAYS AS IDENTITY'
                   WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
           || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS definition
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  UNION ALL
  SELECT CASE WHEN k.contype = 'f' THEN '4 foreign key' ELSE '2 constraint' END, t.relname || '.' || k.conname,
         pg_get_constraintdef(k.oid)
    FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype IN ('p', 'u', 'c', 'f')
  UNION ALL
  SELECT '3 index', t.relname || '.' || i.relname, pg_get_indexdef(x.indexrelid)
    FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
   WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u'))
  ORDER BY 1, 2`;

async function catalog(client: ClientBase, schema: string): Promise<Row[]> {
  // With the schema in the path its own names come out unqualified, the same for every tenant.
  await client.query(`SET LOCAL search_path = ${schema}, ext`);
  const { rows } = await client.query<Row>(CATALOG, [schema]);
  return rows.map((row) => ({ ...row, definition: row.definition.replaceAll(`${schema}.`, '') }));
}

/**
 * A hash over columns, constraints and indexes of a schema: equal for equal schemas whatever their
 * name and history. Call it inside a transaction.
 */
export async function schemaFingerprint(client: ClientBase, schema: string): Promise<string> {
  const rows = await catalog(client, schema);
  // Column positions differ after ALTERs; order by name instead.
  const lines = rows.map((row) =>
    row.kind === '1 column' ? `column ${row.name.split('.')[0]} ${row.definition}` : `${row.kind} ${row.name} ${row.definition}`,
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** The statements that make an equal schema from nothing: one per message, in an order that works. */
export async function schemaStatements(client: ClientBase, schema: string): Promise<string[]> {
  const rows = await catalog(client, schema);
  const columns = new Map<string, string[]>();
  const inline = new Map<string, string[]>();
  const late: string[] = [];
  for (const row of rows) {
    const [table, name] = row.name.split('.') as [string, string];
    if (row.kind === '1 column') columns.set(table, [...(columns.get(table) ?? []), row.definition]);
    else if (row.kind === '2 constraint')
      inline.set(table, [...(inline.get(table) ?? []), `CONSTRAINT ${name} ${row.definition}`]);
    else if (row.kind === '4 foreign key') late.push(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${row.definition}`);
    else late.push(row.definition);
  }
  const tables = [...columns].map(
    ([table, lines]) => `CREATE TABLE ${table} (\n  ${[...lines, ...(inline.get(table) ?? [])].join(',\n  ')}\n)`,
  );
  return [...tables, ...late];
}
