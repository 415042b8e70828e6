import { createInterface } from 'node:readline/promises';

type Cell = string | number | boolean | null | undefined;

/** How wide a text stands in a terminal: Korean and other wide letters take two columns. */
const width = (text: string): number =>
  [...text].reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(letter) ? 2 : 1),
    0,
  );

/** Where a command speaks. With `--json` standard output carries one JSON value and nothing else. */
export class Output {
  private lastBar = 0;

  constructor(
    readonly json: boolean,
    private readonly write: (text: string) => void = (text) => void process.stdout.write(text),
    private readonly writeAside: (text: string) => void = (text) => void process.stderr.write(text),
    private readonly live: boolean = Boolean(process.stderr.isTTY),
  ) {}

  /** A line for people. */
  say(text = ''): void {
    if (!this.json) this.write(`${text}\n`);
  }

  /** Rows under headings, as wide as needed. */
  table(headings: string[], rows: Cell[][]): void {
    const cells = [
      headings,
      ...rows.map((row) => row.map((cell) => (cell === true ? 'yes' : cell === false ? 'no' : String(cell ?? '-')))),
    ];
    const widths = headings.map((_, at) => Math.max(...cells.map((row) => width(row[at] ?? ''))));
    const line = (row: string[]): string =>
      row
        .map((cell, at) => cell + ' '.repeat(widths[at]! - width(cell)))
        .join('  ')
        .trimEnd();
    for (const row of cells) this.say(line(row));
  }

  /** How far a long command has come, on standard error. */
  progress(done: number, total: number, what: string): void {
    const filled = Math.round((20 * done) / Math.max(total, 1));
    const text = `[${'#'.repeat(filled)}${'.'.repeat(20 - filled)}] ${done}/${total} ${what}`;
    if (this.live) this.writeAside(`\r${text.slice(0, 100).padEnd(100)}${done >= total ? '\n' : ''}`);
    // Without a terminal a log line now and then says enough.
    else if (done >= total || Date.now() - this.lastBar > 5000) {
      this.lastBar = Date.now();
      this.writeAside(`${text}\n`);
    }
  }

  /** A remark that is not part of the result. */
  aside(text: string): void {
    this.writeAside(`${text}\n`);
  }

  /** The result for programs. */
  result(value: unknown): void {
    if (this.json) this.write(`${JSON.stringify(value ?? null, null, 2)}\n`);
  }

  /** Asks a person to type a word; false when nobody can answer. */
  async typed(question: string, wanted: string): Promise<boolean> {
    if (!process.stdin.isTTY) return false;
    const asked = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return (await asked.question(question)).trim() === wanted;
    } finally {
      asked.close();
    }
  }
}
