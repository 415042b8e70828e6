import type { EntityManager } from 'typeorm';
import type { ClientBase, QueryResultRow } from 'pg';
import { burstOf, type Burst } from './burst.js';
import { columnTypes } from './instants.js';
import { Command, Statement, type Outcome } from './statement.js';
import type { Tenant } from './tenant.js';
import { assertSchemaName } from './tenant.js';
import type { Taken, TenantDatabase } from './tenant-database.js';
import { keepStatement, named } from './statement-names.js';

// At the start of a statement only: `UPDATE … SET role = …` is about a column.
const SETTING = /(?:^|;)\s*(?:set|reset)\s+(?:session|local|role|search_path|all)\b|\bset_config\s*\(/i;

/** What pg's client has beyond its typings: the state of the transaction, and that it takes what sends itself. */
type Inside = { getTransactionStatus(): string; query(sent: object): void };

/**
 * One transaction of one tenant. It opens at the first statement, in the same round trip, and ends
 * with `commit` or `rollback`; a face (page, API operation, job) owns it, services only use it.
 *
 * Statements that are sent before the program next waits travel in one write. In a reading unit each
 * such burst is a transaction of its own, with opening and COMMIT in that same write: under READ
 * COMMITTED every statement has its own snapshot anyway, so readers see no difference, and a page that
 * asks twice wakes a backend twice instead of five times.
 */
export class Unit {
  private taken?: Taken;
  private client?: ClientBase;
  /** Since when it holds a connection. */
  private since = 0;
  private entities?: EntityManager;
  private connecting?: Promise<void>;
  /** The message that opened the transaction, until its answer is known. */
  private opening?: Promise<unknown>;
  /** The COMMIT of the last burst of a reading unit. */
  private closing?: Promise<unknown>;
  private burst?: Burst;
  private gathering = false;
  /** The transaction stays open until `commit` or `rollback`. */
  private lasting = false;
  /** Set by a face for which the whole unit is one act, so that the act may say when it is done. */
  singleAct = false;
  private finishing = false;
  /** The COMMIT that travelled with the last burst. */
  private committing?: Promise<Outcome<never>>;
  private ended = false;
  private readonly committed: (() => Promise<void> | void)[] = [];

  constructor(
    private readonly database: TenantDatabase,
    readonly tenant: Tenant,
    readonly readOnly: boolean,
  ) {}

  /** Rows of one constant SQL text; prepared under a name of this tenant. */
  async rows<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.query<T>(text, values)).rows;
  }

  /** The first row, or undefined. */
  async row<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.query<T>(text, values)).rows[0];
  }

  /**
   * The first row of a statement that is asked once in a while, for what the program then keeps of a tenant. It is planned each
   * time and takes none of the places that a connection has for prepared statements: with a thousand tenants those are scarce.
   */
  async rowSeldom<T extends QueryResultRow>(text: string, values: unknown[] = []): Promise<T | undefined> {
    return (await this.query<T>(text, values, false)).rows[0];
  }

  /** Runs a statement and tells how many rows it touched. */
  async run(text: string, values: unknown[] = []): Promise<number> {
    return (await this.query(text, values)).rowCount ?? 0;
  }

  /** TypeORM's manager inside this transaction: for writes and simple loads. */
  async manager(): Promise<EntityManager> {
    await this.connect();
    this.last();
    return (this.entities ??= this.taken!.manager());
  }

  /**
   * What is sent before the program next waits is the last of this act: where the unit is that act alone, its COMMIT travels
   * along. A statement among them that fails still undoes all, since the server then rolls back; what an act decides by their
   * answers can no longer be undone, so only an act may say this whose statement does nothing when it may not.
   */
  finish(): void {
    this.finishing = this.singleAct && !this.readOnly;
  }

  /** Work that must see the committed state (other counts, signals); dropped on rollback. */
  afterCommit(work: () => Promise<void> | void): void {
    this.committed.push(work);
  }

  private async query<T extends QueryResultRow>(text: string, values: unknown[], often = true): Promise<Outcome<T>> {
    if (SETTING.test(text)) throw new Error('a unit of work may not change role, path or settings');
    await this.connect();
    const { slow } = this.database;
    if (!slow) return this.ask<T>(text, values, often);
    const began = performance.now();
    try {
      return await this.ask<T>(text, values, often);
    } finally {
      const took = performance.now() - began;
      if (took >= slow.ms) slow.tell(this.tenant, text, took);
    }
  }

  private async ask<T extends QueryResultRow>(text: string, values: unknown[], often: boolean): Promise<Outcome<T>> {
    this.gather();
    const { opening } = this;
    const answer = this.send<T>(text, values, often);
    try {
      if (!opening) return await answer;
      const answered = await afterOpening(opening, answer);
      if (this.opening === opening) this.opening = undefined;
      return answered;
    } catch (error) {
      // The trace of an answer leads to the socket; whoever asked is more to the point.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    }
  }

  private send<T extends QueryResultRow>(text: string, values: unknown[], often: boolean): Promise<Outcome<T>> {
    const client = this.client!;
    if (!this.database.prepared || !often) return client.query<T>(text, values);
    const known = named(this.tenant, text);
    const kept = keepStatement(client, known.name, this.database.memory.statements);
    const statement = new Statement<T>(known, values, kept, columnTypes);
    (client as unknown as Inside).query(statement);
    return statement.answer;
  }

  private connect(): Promise<void> {
    if (this.ended || this.committing) throw new Error('this unit of work has ended');
    // Before a connection is taken: what throws between cork and uncork would keep it for ever.
    assertSchemaName(this.tenant.schema);
    return (this.connecting ??= this.database.connect(this.tenant).then((taken) => {
      this.taken = taken;
      this.client = taken.client;
      this.since = performance.now();
    }));
  }

  /** Begins a burst, and sends it when the program waits. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const burst = (this.burst ??= burstOf(this.client!));
    burst.begin();
    if (!this.readOnly) this.last();
    else if (!this.lasting) this.opening = this.begin();
    process.nextTick(() => {
      this.gathering = false;
      if (!this.lasting) {
        this.opening = undefined;
        this.closing = this.command('COMMIT').catch(() => undefined);
      }
      if (this.finishing) {
        this.committing = this.command('COMMIT');
        this.committing.catch(() => undefined);
      }
      burst.send();
    });
  }

  /** Makes the transaction last; opens it where no burst has. */
  private last(): void {
    if (this.lasting) return;
    this.lasting = true;
    if (!this.readOnly || !this.gathering) this.opening = this.begin();
  }

  private begin(): Promise<unknown> {
    const schema = assertSchemaName(this.tenant.schema);
    const role = this.database.isolation === 'role' ? `SET LOCAL ROLE ${schema};` : '';
    const opening = this.command(
      `BEGIN${this.readOnly ? ' READ ONLY' : ''};${role}SET LOCAL search_path = ${schema}, ext, pg_temp;` +
        `SET LOCAL statement_timeout = '${this.database.statementTimeoutMs}ms'` +
        // A statement that writes waits for whoever copies the tenant before it learns that it may not.
        (this.tenant.moving ? `;SET LOCAL lock_timeout = '100ms'` : ''),
    );
    opening.catch(() => undefined);
    return opening;
  }

  private command(text: string): Promise<Outcome<never>> {
    const command = new Command(text);
    (this.client as unknown as Inside).query(command);
    return command.answer;
  }

  /** Ends the transaction; throws when the server rolled it back instead of committing. */
  async commit(): Promise<void> {
    if (!(await this.isOpen())) return;
    try {
      const done = this.lasting ? await (this.committing ?? this.command('COMMIT')) : undefined;
      if (done && done.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    } finally {
      await this.release();
    }
    for (const work of this.committed) await work();
  }

  /** Ends the transaction without its effects. Safe to call at any time. */
  async rollback(): Promise<void> {
    this.finishing = false;
    if (!(await this.isOpen())) return;
    if (this.lasting) await (this.committing ?? this.command('ROLLBACK')).catch(() => undefined);
    await this.release();
  }

  private async isOpen(): Promise<boolean> {
    if (this.ended) return false;
    this.ended = true;
    if (!this.connecting) return false;
    await this.connecting.catch(() => undefined);
    return this.client !== undefined;
  }

  private async release(): Promise<void> {
    if (this.gathering) await new Promise<void>((done) => process.nextTick(done));
    await this.closing;
    // A connection that is not idle could carry one tenant's state into the next unit: destroy it.
    const state = (this.client as unknown as Inside).getTransactionStatus();
    this.taken!.giveBack(state !== 'I');
    this.database.ended?.(this.readOnly, performance.now() - this.since);
  }
}

/** An error of the opening message (role gone, schema gone) explains more than the 25P02 that follows it. */
async function afterOpening<T>(opening: Promise<unknown>, answer: Promise<T>): Promise<T> {
  const [opened, answered] = await Promise.allSettled([opening, answer]);
  if (opened.status === 'rejected') throw opened.reason;
  if (answered.status === 'rejected') throw answered.reason;
  return answered.value;
}
