import pg from 'pg';
import { valueText } from './values.js';
import type { Kept } from './statement-names.js';

/** What a statement gave. */
export interface Outcome<T> {
  rows: T[];
  /** Rows it gave or touched; null for commands that know none. */
  rowCount: number | null;
  /** The first word of its tag: SELECT, INSERT, COMMIT, ROLLBACK. */
  command: string;
}

/** The columns of a prepared statement: they cannot change while it is prepared. */
export interface Shape {
  names: string[];
  parsers: ((text: string) => unknown)[];
  /** A row before it is filled. */
  empty: Record<string, unknown>;
}

/** What the driver's connection has beyond its typings. */
interface Wire {
  parsedStatements: Record<string, string | undefined>;
  submittedNamedStatements: Record<string, string | undefined>;
  query(text: string): void;
  parse(config: object): void;
  bind(config: object): void;
  describe(config: object): void;
  execute(config: object): void;
  sync(): void;
}

interface Field {
  name: string;
  dataTypeID: number;
  format: 'text' | 'binary';
}

// process-wide: columns of the program's own statements, no tenant's data; at most MOST_SHAPES
const shapes = new Map<string, { columns: string; shape: Shape }>();
const MOST_SHAPES = 5000;

/** The shape of these columns: one for all tenants whose statement gives the same. */
function shapeOf(text: string, fields: readonly Field[], types: pg.CustomTypesConfig): Shape {
  const columns = fields.map(({ name, dataTypeID, format }) => `${name} ${dataTypeID} ${format}`).join('\n');
  const known = shapes.get(text);
  if (known?.columns === columns) return known.shape;
  const names = fields.map((field) => field.name);
  const shape = {
    names,
    parsers: fields.map(
      ({ dataTypeID, format }) => types.getTypeParser(dataTypeID, format as 'text') as (text: string) => unknown,
    ),
    empty: Object.fromEntries(names.map((name) => [name, null])),
  };
  if (known || shapes.size < MOST_SHAPES) shapes.set(text, { columns, shape });
  return shape;
}

/** A message to the server and what comes back for it. */
abstract class Sent<T> {
  readonly answer: Promise<Outcome<T>>;
  protected readonly found: T[] = []; // `rows` would ask the driver for a portal
  private tag = '';
  private readonly settle: PromiseWithResolvers<Outcome<T>>;
  /** The driver sets it on what has none. */
  callback: () => void = nothing;

  constructor() {
    this.settle = Promise.withResolvers<Outcome<T>>();
    this.answer = this.settle.promise;
  }

  abstract submit(connection: object): Error | null;

  handleCommandComplete({ text }: { text: string }): void {
    this.tag = text;
  }

  handleReadyForQuery(): void {
    const count = Number(this.tag.slice(this.tag.lastIndexOf(' ') + 1));
    const [command = ''] = this.tag.split(' ', 1);
    this.settle.resolve({ rows: this.found, rowCount: Number.isNaN(count) ? null : count, command });
  }

  handleError(error: Error): void {
    this.settle.reject(error);
  }

  handleRowDescription(_message: { fields: Field[] }): void {
    // a command has no rows that anybody reads
  }

  handleDataRow(_message: { fields: (string | null)[] }): void {
    // nor here
  }

  handleEmptyQuery(): void {
    this.tag = '';
  }
}

const nothing = (): void => undefined;

/** One or several statements without values, in one message: BEGIN with its settings, COMMIT. The outcome is the last one's. */
export class Command extends Sent<never> {
  constructor(private readonly text: string) {
    super();
  }

  override submit(connection: object): null {
    (connection as Wire).query(this.text);
    return null;
  }
}

/**
 * A prepared statement with its values. What the driver's own query does at each use and this one at the first only: having
 * the columns described by the server and finding their parsers.
 */
export class Statement<T> extends Sent<T> {
  readonly name: string;
  readonly text: string;
  private shape: Shape | undefined;
  private broken?: Error;

  constructor(
    { name, text }: { name: string; text: string },
    private readonly values: readonly unknown[],
    private readonly kept: Kept,
    private readonly types: pg.CustomTypesConfig,
  ) {
    super();
    this.name = name;
    this.text = text;
  }

  override submit(connection: object): Error | null {
    const wire = connection as Wire;
    const { name, text } = this;
    let values: (string | Buffer | null)[];
    try {
      values = this.values.map(valueText);
    } catch (error) {
      return error as Error; // nothing was sent
    }
    if (wire.parsedStatements[name] === undefined && wire.submittedNamedStatements[name] === undefined) {
      wire.parse({ name, text });
      wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ statement: name, values });
    this.shape = this.kept.shape;
    if (!this.shape) wire.describe({ type: 'P' });
    wire.execute({});
    wire.sync();
    return null;
  }

  override handleRowDescription({ fields }: { fields: Field[] }): void {
    this.shape = this.kept.shape = shapeOf(this.text, fields, this.types);
  }

  override handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.broken) return;
    const { names, parsers, empty } = this.shape!;
    const row: Record<string, unknown> = { ...empty };
    try {
      for (let at = 0; at < fields.length; at += 1) {
        const text = fields[at];
        if (text !== null) row[names[at]!] = parsers[at]!(text!);
      }
    } catch (error) {
      this.broken = error as Error;
    }
    this.found.push(row as T);
  }

  override handleReadyForQuery(): void {
    if (this.broken) this.handleError(this.broken);
    else super.handleReadyForQuery();
  }
}

// A connection that sends ahead takes its own kind of query only, since others may keep a portal open; these never do. Only the
// name of the kind is inherited: what its constructor prepares is what they do without.
Object.setPrototypeOf(Sent.prototype, pg.Query.prototype as object);
