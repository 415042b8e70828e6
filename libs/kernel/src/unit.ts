import type { EntityManager, QueryRunner } from 'typeorm';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import type { Tenant } from './tenant.js';
import { assertSchemaName } from './tenant.js';
import type { TenantDatabase } from './tenant-database.js';
import { keepStatement, statementName } from './statement-names.js';

const SETTING = /\b(set|reset)\s+(session|local|role|search_path|all)\b|\bset_config\s*\(/i;

/**
 * One transaction of one tenant. It opens at the first statement, in the same round trip, and ends
 * with `commit` or `rollback`; a face (page, API operation, job) owns it, services only use it.
 */
export class Unit {
  private runner?: QueryRunner;
  private client?: PoolClient;
  private opening?: Promise<unknown>;
  private starting?: Promise<void>;
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

  /** Runs a statement and tells how many rows it touched. */
  async run(text: string, values: unknown[] = []): Promise<number> {
    return (await this.query(text, values)).rowCount ?? 0;
  }

  /** TypeORM's manager inside this transaction: for writes and simple loads. */
  async manager(): Promise<EntityManager> {
    await this.start();
    return this.runner!.manager;
  }

  /** Work that must see the committed state (other counts, signals); dropped on rollback. */
  afterCommit(work: () => Promise<void> | void): void {
    this.committed.push(work);
  }

  private async query<T extends QueryResultRow>(text: string, values: unknown[]): Promise<QueryResult<T>> {
    if (SETTING.test(text)) throw new Error('a unit of work may not change role, path or settings');
    await this.start();
    const client = this.client!;
    if (!this.database.prepared) return client.query<T>(text, values);
    const name = statementName(this.tenant, text);
    keepStatement(client, name);
    const answer = client.query<T>({ name, text, values });
    return this.opening ? this.afterOpening(answer) : answer;
  }

  /** An error of the opening message (role gone, schema gone) explains more than the 25P02 that follows it. */
  private async afterOpening<T>(answer: Promise<T>): Promise<T> {
    const opening = this.opening;
    const [opened, answered] = await Promise.allSettled([opening, answer]);
    this.opening = undefined;
    if (opened.status === 'rejected') throw opened.reason;
    if (answered.status === 'rejected') throw answered.reason;
    return answered.value;
  }

  private start(): Promise<void> {
    if (this.ended) throw new Error('this unit of work has ended');
    return (this.starting ??= this.begin());
  }

  private async begin(): Promise<void> {
    const { runner, client } = await this.database.connect(this.tenant);
    this.runner = runner;
    this.client = client;
    const schema = assertSchemaName(this.tenant.schema);
    const role = this.database.isolation === 'role' ? `SET LOCAL ROLE ${schema};` : '';
    this.opening = client.query(
      `BEGIN${this.readOnly ? ' READ ONLY' : ''};${role}SET LOCAL search_path = ${schema}, ext, pg_temp;` +
        `SET LOCAL statement_timeout = '${this.database.statementTimeoutMs}ms'`,
    );
    this.opening.catch(() => undefined);
    this.database.adopt(runner);
  }

  /** Ends the transaction; throws when the server rolled it back instead of committing. */
  async commit(): Promise<void> {
    if (!(await this.isOpen())) return;
    try {
      const done = await this.client!.query('COMMIT');
      if (done.command !== 'COMMIT') throw new Error('the transaction had failed and was rolled back');
    } finally {
      await this.release();
    }
    for (const work of this.committed) await work();
  }

  /** Ends the transaction without its effects. Safe to call at any time. */
  async rollback(): Promise<void> {
    if (!(await this.isOpen())) return;
    await this.client!.query('ROLLBACK').catch(() => undefined);
    await this.release();
  }

  private async isOpen(): Promise<boolean> {
    if (this.ended) return false;
    this.ended = true;
    if (!this.starting) return false;
    await this.starting.catch(() => undefined);
    return this.client !== undefined;
  }

  private async release(): Promise<void> {
    const runner = this.runner!;
    const client = this.client!;
    // A connection that is not idle could carry one tenant's state into the next unit: destroy it.
    const state = (client as unknown as { getTransactionStatus(): string }).getTransactionStatus();
    await this.database.release(runner, state === 'I' ? undefined : new Error(`connection left in state ${state}`));
  }
}
