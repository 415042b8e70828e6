import { Injectable } from '@nestjs/common';
import { db, now, tenant } from '@madang/kernel';
import { me } from './sessions.service.js';

/** Columns that make a row somebody's own; the other references to people are acts upon others. */
const OWN = ['person_id', 'author_id', 'owner_id'];
/** Never part of a download: they would open doors. */
const SECRETS = [
  'token_hash',
  'password_hash',
  'off_hash',
  'email_hash',
  'code_hash',
  'sealed',
  'search',
  'search_text',
];

interface Reference {
  name: string;
  column: string;
  /** The table hangs on `subjects` row by row: what a method keeps beside the subject. */
  extends: boolean;
}

/**
 * Everything the tenant keeps about me. The tables are found by their foreign keys to `people` and
 * `subjects`, so a part that is added later is in the download without being named here.
 */
@Injectable()
export class MyData {
  async collect(): Promise<Record<string, unknown>> {
    const id = me();
    const tables: Record<string, unknown[]> = {};
    const add = async (name: string, sql: string): Promise<void> => {
      const rows = await db().rows<{ row: Record<string, unknown> }>(sql, [id]);
      const clean = rows.map(({ row }) =>
        Object.fromEntries(Object.entries(row).filter(([key]) => !SECRETS.includes(key))),
      );
      if (clean.length > 0) tables[name] = [...(tables[name] ?? []), ...clean];
    };
    await add('people', 'SELECT to_jsonb(p) AS row FROM people p WHERE p.id = $1');
    for (const { name, column, extends: part } of await references()) {
      if (part)
        await add(
          name,
          `SELECT to_jsonb(t) AS row FROM ${name} t JOIN subjects s ON s.id = t.${column} WHERE s.author_id = $1`,
        );
      else await add(name, `SELECT to_jsonb(t) AS row FROM ${name} t WHERE t.${column} = $1`);
    }
    await add(
      'audit',
      `SELECT jsonb_build_object('act', act, 'reason', reason, 'at', at) AS row FROM audit WHERE actor_id = $1 OR (object_kind = 'person' AND object_id = $1::text) ORDER BY at`,
    );
    return { format: 'madang-person', version: 1, site: tenant().name, made: now().toISOString(), tables };
  }
}

/** Names come from the catalogue, quoted by the server itself. */
async function references(): Promise<Reference[]> {
  return db().rows<Reference>(
    `SELECT quote_ident(c.relname) AS name, quote_ident(a.attname) AS column, k.confrelid = 'subjects'::regclass AS extends
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND cardinality(k.conkey) = 1
        AND ((k.confrelid = 'people'::regclass AND a.attname = ANY($1))
          OR (k.confrelid = 'subjects'::regclass AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indkey::text = a.attnum::text)))
      ORDER BY c.relname, a.attname`,
    [OWN],
  );
}
