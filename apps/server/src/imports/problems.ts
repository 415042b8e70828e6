/** A row of a file that cannot be taken in; `line` counts from 1, 0 stands for the file as a whole. */
export interface BadRow {
  file: string;
  line: number;
  reason: string;
}

/** No list of bad rows is longer: a wrong file is wrong in every row. */
const MOST = 100;

/** A file was refused; nothing of it was taken in. */
export class ImportRefused extends Error {
  constructor(readonly rows: readonly BadRow[]) {
    super(rows.map((row) => `${row.file}${row.line > 0 ? `, line ${row.line}` : ''}: ${row.reason}`).join('\n'));
    this.name = 'ImportRefused';
  }
}

/** Gathers the bad rows of an import: the first one ends it, or the first hundred when all are asked for. */
export class Problems {
  private readonly rows: BadRow[] = [];

  constructor(private readonly all = false) {}

  get none(): boolean {
    return this.rows.length === 0;
  }

  /** Notes a bad row. @throws ImportRefused as soon as no more are wanted */
  add(file: string, line: number, reason: string): void {
    this.rows.push({ file, line, reason });
    if (this.rows.length >= (this.all ? MOST : 1)) this.refuse();
  }

  /** @throws ImportRefused when there was any bad row */
  refuse(): void {
    if (!this.none) throw new ImportRefused(this.rows);
  }
}
