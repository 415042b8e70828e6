import type { CatalogTable } from './catalog.js';
import type { TableClasses } from './column-classes.js';
import { TenancyError } from './errors.js';

export interface ExportContents {
  /** Password hashes, sessions and tokens too. */
  secrets: boolean;
  /** People and everything they did; without them only how the site is arranged. */
  people: boolean;
}

/** A table of an export: the columns that leave, and those that stay. */
export interface PlannedTable {
  table: CatalogTable;
  columns: string[];
  omitted: string[];
  /** Only these rows leave: a condition on `r`. */
  rows?: string;
}

/** Whether the row can be made again without a value for this column. */
const spared = ({ nullable, hasDefault, identity }: CatalogTable['columns'][number]): boolean =>
  nullable || hasDefault || identity;

/**
 * What of a schema leaves, in the order of its references. A table goes as a whole when a column
 * that must stay has no default, and so does one that cannot do without a row of such a table.
 * @throws TenancyError column_unclassified for a column nobody has decided about
 */
export function planExport(
  tables: readonly CatalogTable[],
  classes: Readonly<Record<string, TableClasses>>,
  contents: ExportContents,
): PlannedTable[] {
  for (const { name, columns } of tables)
    for (const column of columns)
      if (!classes[name]?.columns[column.name])
        throw new TenancyError(
          'column_unclassified',
          `${name}.${column.name}`,
          `the column ${name}.${column.name} has no class; decide in column-classes.ts whether it may leave`,
        );
  const stays = new Map(tables.map((table) => [table.name, columnsThatStay(table, classes[table.name]!, contents)]));
  const left = new Set(
    tables
      .filter(({ name }) => !contents.people && classes[name]!.fate === 'people' && !classes[name]!.kept)
      .map(({ name }) => name),
  );
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const table of tables) {
      const stay = stays.get(table.name)!;
      for (const key of table.foreignKeys)
        if (key.table !== table.name && left.has(key.table)) key.columns.forEach((name) => stay.add(name));
      if (table.columns.some((column) => stay.has(column.name) && !spared(column))) left.add(table.name);
    }
  }
  return tables
    .filter(({ name }) => !left.has(name))
    .map((table) => {
      const stay = stays.get(table.name)!;
      const columns = table.columns
        .filter(({ name, generated }) => !generated && !stay.has(name))
        .map(({ name }) => name);
      const rows = contents.people ? undefined : classes[table.name]!.kept;
      return { table, columns, omitted: [...stay].sort(), ...(rows ? { rows } : {}) };
    });
}

function columnsThatStay(table: CatalogTable, classes: TableClasses, contents: ExportContents): Set<string> {
  const stay = table.columns.filter(
    ({ name, hasDefault }) =>
      (classes.columns[name] === 'secret' && !contents.secrets) ||
      // A counter of people, in a copy that has none, begins anew.
      (classes.columns[name] === 'internal' && !contents.people && hasDefault),
  );
  return new Set(stay.map(({ name }) => name));
}
