/** First import of a bundle: traces in places of the sources, by the table that lies beside each of its files. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLines } from './line-tables.mjs';
import { followTraces } from './traces.mjs';

const tables = new Map();

followTraces((url, row, column) => {
  if (!tables.has(url)) {
    const table = `${fileURLToPath(url)}.lines`;
    tables.set(url, existsSync(table) ? readLines(readFileSync(table), url) : undefined);
  }
  return tables.get(url)?.(row, column);
});
