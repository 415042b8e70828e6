import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Folder of the data sets with right answers: MADANG_DATA_SETS, or a sibling of the repository. */
export const dataSets = resolve(root, process.env.MADANG_DATA_SETS ?? '../shared/data');

/** Absolute path of a set, or undefined (said in one line) where the data is not there. */
export function dataSet(name: string): string | undefined {
  const path = resolve(dataSets, name);
  if (existsSync(path)) return path;
  process.stdout.write(`${name}: skipped, no data set here (set MADANG_DATA_SETS)\n`);
  return undefined;
}

/** A text file of a set. */
export const readText = (path: string): string => readFileSync(path, 'utf8');

/** A JSON file of a set. */
export const readJson = (path: string): any => JSON.parse(readText(path)); // eslint-disable-line @typescript-eslint/no-explicit-any

/** Counts right answers and prints `set: passed/total` with every miss and its reason. */
export class Tally {
  passed = 0;
  total = 0;
  readonly misses: string[] = [];
  constructor(readonly name: string) {}

  check(right: boolean, what: string, reason = ''): boolean {
    this.total++;
    if (right) this.passed++;
    else this.misses.push(reason ? `${what}: ${reason}` : what);
    return right;
  }

  print(): this {
    process.stdout.write(`${this.name}: ${this.passed}/${this.total}\n`);
    for (const miss of this.misses) process.stdout.write(`  miss ${miss}\n`);
    return this;
  }
}
