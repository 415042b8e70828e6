import type { PgBoss, Job as QueuedJob } from 'pg-boss';
import { inContext, inUnit, jobsOf, newContext, SYSTEM, type JobSpec, type Part, type Tenant } from '@madang/kernel';
import type { Program } from '../program.js';

interface OutboxRow {
  id: string;
  schema_name: string;
  topic: string;
  payload: object;
  run_after: Date | null;
  job_key: string | null;
}

interface Envelope {
  schema: string;
  topic: string;
  payload: object;
}

const QUEUE = 'jobs';
const BATCH = 200;
const POLL_MS = 1000;

type Run = { spec: JobSpec; call: (payload: never) => Promise<void> };

/**
 * Takes jobs from the outbox to the queue and runs them, each in its tenant's context. One queue for
 * all tenants, fair between them: at most four jobs of one tenant at a time.
 */
export class Worker {
  private readonly runs = new Map<string, Run>();
  private boss?: PgBoss;
  private timer?: NodeJS.Timeout;
  private relaying?: Promise<number>;
  private stopped = false;

  constructor(
    private readonly program: Program,
    parts: readonly Part[],
    instance: (type: object) => object,
  ) {
    for (const type of parts.flatMap((part) => part.jobs ?? []))
      for (const spec of jobsOf(type)) {
        const target = instance(type) as Record<string, (payload: never) => Promise<void>>;
        this.runs.set(spec.topic, { spec, call: (payload) => target[spec.method]!(payload) });
      }
  }

  /** Starts the queue, the relay and the schedules. */
  async start(): Promise<void> {
    const { urls, log } = this.program;
    // Loaded where jobs run: a process that only answers pages does without its 20 MB.
    const { PgBoss } = await import('pg-boss');
    const boss = (this.boss = new PgBoss({ connectionString: urls.platform, schema: 'pgboss', max: 3 }));
    boss.on('error', (error) => log.error({ error }, 'queue'));
    await boss.start();
    await boss.createQueue(QUEUE, { retryLimit: 5, retryDelay: 5, retryBackoff: true });
    await boss.createQueue('schedules');
    await boss.work<Envelope>(
      QUEUE,
      { batchSize: 8, pollingIntervalSeconds: 1, burstWhenBatchFull: true, groupConcurrency: 4 },
      async (jobs) => {
        await Promise.all(jobs.map((job) => this.runQueued(boss, job)));
      },
    );
    for (const { spec } of this.runs.values())
      if (spec.every) {
        await boss.createQueue(`every.${spec.topic}`);
        await boss.schedule(`every.${spec.topic}`, spec.every, {}, { tz: 'UTC' });
        await boss.work(`every.${spec.topic}`, { pollingIntervalSeconds: 10 }, () => this.forAll(spec.topic));
      }
    this.beat();
  }

  /** Hands over and runs everything that waits; for tests and for seeding. @returns jobs run */
  async drain(limit = 10_000): Promise<number> {
    let ran = 0;
    for (;;) {
      const rows = await this.take(BATCH);
      if (rows.length === 0 || ran >= limit) return ran;
      for (const row of rows) {
        await this.run({ schema: row.schema_name, topic: row.topic, payload: row.payload });
        ran += 1;
      }
    }
  }

  /** Runs a scheduled topic for every active tenant. */
  async forAll(topic: string): Promise<void> {
    for (const tenant of await this.program.registry.all()) {
      try {
        await this.run({ schema: tenant.schema, topic, payload: {} });
      } catch {
        // Counted and logged by run(); one tenant's trouble is not the next one's.
      }
    }
  }

  /** A relay under way finishes; jobs under way get the queue's own time to end. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.relaying?.catch(() => undefined);
    await this.boss?.stop({ graceful: true, timeout: 5000 });
  }

  /** Moves rows of the outbox to the queue, in one transaction: none lost, none twice. */
  async relay(): Promise<number> {
    const boss = this.boss;
    if (!boss) throw new Error('the queue is not started');
    return this.program.platform.transaction(async (client) => {
      const { rows } = await client.query<OutboxRow>(TAKE, [BATCH]);
      const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
      for (const row of rows)
        await boss.send(
          QUEUE,
          { schema: row.schema_name, topic: row.topic, payload: row.payload },
          {
            db,
            group: { id: row.schema_name },
            ...(row.run_after ? { startAfter: row.run_after } : {}),
            ...(row.job_key ? { singletonKey: `${row.schema_name}:${row.topic}:${row.job_key}` } : {}),
            retryLimit: this.runs.get(row.topic)?.spec.retries ?? 5,
          },
        );
      return rows.length;
    });
  }

  private async take(limit: number): Promise<OutboxRow[]> {
    return this.program.platform.transaction(async (client) => (await client.query<OutboxRow>(TAKE, [limit])).rows);
  }

  private beat(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.relaying = this.relay().catch((error: unknown) => {
        this.program.log.error({ error }, 'relay');
        return 0;
      });
      void this.relaying.then((moved) => {
        // A full batch means more is waiting: no pause then.
        if (moved === BATCH) void this.relay().catch(() => 0);
        this.beat();
      });
    }, POLL_MS).unref();
  }

  /** One failing job of a batch is retried alone; the others are done. */
  private async runQueued(boss: PgBoss, job: QueuedJob<Envelope>): Promise<void> {
    try {
      await this.run(job.data);
    } catch (error) {
      await boss.fail(QUEUE, job.id, { message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Runs one job in its tenant's context. Unknown tenants and topics are errors, never guesses. */
  async run(envelope: Envelope): Promise<void> {
    const { program } = this;
    const found = this.runs.get(envelope.topic);
    const owner: { tenant?: Tenant } = {};
    const outcome = async (): Promise<void> => {
      if (!found) throw new Error(`no worker for ${envelope.topic}`);
      const tenant = await program.registry.get({ schema: envelope.schema });
      if (tenant) owner.tenant = tenant;
      if (!tenant) throw new Error('the tenant of this job is gone');
      if (tenant.state !== 'active') return;
      await inContext(newContext(tenant, { actor: SYSTEM, requestId: `job:${envelope.topic}` }), () =>
        found.spec.free
          ? found.call(envelope.payload as never)
          : inUnit(program.database, false, () => found.call(envelope.payload as never)),
      );
    };
    try {
      await outcome();
      program.metrics.jobs.inc({ topic: envelope.topic, outcome: 'done' });
    } catch (error) {
      program.metrics.jobs.inc({ topic: envelope.topic, outcome: 'failed' });
      if (owner.tenant) program.pulse.note(owner.tenant.id, 'jobsFailed');
      program.log.error({ error, topic: envelope.topic, schema: envelope.schema }, 'job failed');
      throw error;
    }
  }
}

const TAKE = `DELETE FROM platform.outbox WHERE id IN (
  SELECT id FROM platform.outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id::text, schema_name, topic, payload, run_after, job_key`;
