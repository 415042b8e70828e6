import type { ClientBase } from 'pg';
import { isJson, quoted, tablesOf, type CatalogTable } from './catalog.js';
import { TenancyError } from './errors.js';
import type { TableLine } from './export-format.js';
import { pipelined } from './pipelined.js';

const MOST_ROWS = 1000;
const MOST_TEXT = 1_000_000;

/**
 * Writes rows of an export into an empty schema. References are checked at the end, all at once: they
 * may point forward (a reply to a later comment) and are cheaper so.
 */
export class IncomingRows {
  readonly counts: Record<string, number> = {};
  private waiting: string[] = [];
  private size = 0;
  private first = 0;
  private into?: { table: CatalogTable; columns: string; values: string };

  private constructor(
    private readonly client: ClientBase,
    private readonly tables: Map<string, CatalogTable>,
  ) {}

  /** Takes the references off the tables; the schema must be first in the search path, the role its owner. */
  static async open(client: ClientBase, schema: string): Promise<IncomingRows> {
    const tables = await tablesOf(client, schema);
    const drop = tables.flatMap((t) =>
      t.foreignKeys.map((f) => `ALTER TABLE ${quoted(t.name)} DROP CONSTRAINT ${quoted(f.name)}`),
    );
    await pipelined(client, drop);
    return new IncomingRows(client, new Map(tables.map((table) => [table.name, table])));
  }

  async table(line: TableLine): Promise<void> {
    await this.flush();
    const table = this.tables.get(line.name);
    const unknown = line.columns.find(({ name }) => !table?.columns.some((column) => column.name === name));
    if (!table || unknown)
      throw new TenancyError(
        'export_mismatch',
        line.name,
        `the schema of this version has no ${table ? `column ${line.name}.${unknown!.name}` : `table ${line.name}`}`,
      );
    if (this.counts[line.name] !== undefined)
      throw new TenancyError('export_broken', line.name, `the export has the table ${line.name} twice`);
    this.counts[line.name] = 0;
    // A row of an export says `null` for JSON's own null as for SQL's; where there can be no SQL null it was the former.
    const exact = new Set(
      table.columns.filter(({ type, nullable }) => isJson(type) && !nullable).map(({ name }) => name),
    );
    this.into = {
      table,
      columns: line.columns.map(({ name }) => quoted(name)).join(', '),
      values: line.columns
        .map(({ name }) => (exact.has(name) ? `coalesce(${quoted(name)}, 'null')` : quoted(name)))
        .join(', '),
    };
  }

  async row(json: string, line: number): Promise<void> {
    if (!this.into)
      throw new TenancyError('export_broken', String(line), `line ${line} of the export is a row of no table`);
    if (this.waiting.length === 0) this.first = line;
    this.waiting.push(json);
    this.size += json.length;
    if (this.waiting.length >= MOST_ROWS || this.size >= MOST_TEXT) await this.flush();
  }

  private async flush(): Promise<void> {
    const { into, waiting } = this;
    if (!into || waiting.length === 0) return;
    const name = quoted(into.table.name);
    this.waiting = [];
    this.size = 0;
    try {
      await this.client.query(
        `INSERT INTO ${name} (${into.columns}) OVERRIDING SYSTEM VALUE
         SELECT ${into.values} FROM json_populate_recordset(NULL::${name}, $1::json)`,
        [`[${waiting.join(',')}]`],
      );
    } catch (error) {
      const { message } = error as Error;
      const last = this.first + waiting.length - 1;
      throw new TenancyError(
        'export_row',
        into.table.name,
        `rows of ${into.table.name} (lines ${this.first} to ${last} of the export): ${message}`,
      );
    }
    this.counts[into.table.name]! += waiting.length;
  }

  /** Writes what waits and puts the references back, which checks every one of them. */
  async finish(): Promise<void> {
    await this.flush();
    for (const table of this.tables.values())
      for (const column of table.columns.filter(({ identity }) => identity))
        await this.client.query(
          `SELECT setval(pg_get_serial_sequence($1, $2), greatest((SELECT max(${quoted(column.name)}) FROM ${quoted(table.name)}), 1))`,
          [quoted(table.name), column.name],
        );
    const keys = [...this.tables.values()].flatMap((t) =>
      t.foreignKeys.map((f) => `ALTER TABLE ${quoted(t.name)} ADD CONSTRAINT ${quoted(f.name)} ${f.definition}`),
    );
    await pipelined(this.client, keys);
  }
}
