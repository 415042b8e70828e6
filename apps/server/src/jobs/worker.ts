import type pg from 'pg';
import type { PgBoss, Job as QueuedJob } from 'pg-boss';
import {
  inContext,
  inUnit,
  jobsOf,
  MAIN,
  newContext,
  PlacementUnavailable,
  SYSTEM,
  type JobSpec,
  type Part,
  type Tenant,
} from '@madang/kernel';
import type { Placement } from '@madang/platform-tenancy';
import type { Program } from '../program.js';

interface OutboxRow {
  id: string;
  /** Only in a database that is not `main`: the id the job will have in the queue. */
  job_id?: string;
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
/** Until a job of a tenant that is being moved is looked at again. */
const MOVING_SECONDS = 5;
/** The same for one whose database cannot be reached. */
const AWAY_SECONDS = 30;

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
  private readonly looking = new Map<string, Promise<unknown>>(); // one per database at most
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

  /** Hands over and runs everything that waits, in every database; for tests and for seeding. @returns jobs run */
  async drain(limit = 10_000): Promise<number> {
    let ran = 0;
    for (;;) {
      const before = ran;
      for (const row of await this.take(BATCH)) {
        const outcome = await this.run({ schema: row.schema_name, topic: row.topic, payload: row.payload });
        if (outcome === 'run') ran += 1;
      }
      if (ran === before || ran >= limit) return ran;
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
    await Promise.all(this.looking.values());
    await this.boss?.stop({ graceful: true, timeout: 5000 });
    this.boss = undefined;
  }

  /** Moves rows of all outboxes to the queue: none lost, none twice. @returns how many of `main` */
  async relay(): Promise<number> {
    const moved = await this.relayMain();
    this.lookElsewhere();
    await Promise.all(this.looking.values());
    return moved;
  }

  /** Looks into the other outboxes, each by itself: one that does not answer makes nobody else wait. */
  private lookElsewhere(): void {
    const { placements } = this.program.provisioning;
    for (const name of placements.names().filter((one) => one !== MAIN && !this.looking.has(one))) {
      const look = placements
        .at(name)
        .then((place) => this.relayFrom(place))
        .catch((error: unknown) => {
          // That it is away was said already, once.
          if (!(error instanceof PlacementUnavailable)) this.program.log.error({ error, placement: name }, 'relay');
        })
        .finally(() => this.looking.delete(name));
      this.looking.set(name, look);
    }
  }

  /** Outbox and queue are in one database: one transaction moves the rows. */
  private async relayMain(): Promise<number> {
    return this.program.platform.transaction(async (client) => {
      const { rows } = await client.query<OutboxRow>(TAKE, [BATCH]);
      for (const row of rows) await this.send(row, client);
      return rows.length;
    });
  }

  /**
   * The queue is in another database. A row leaves the outbox once its job is committed there; should this process die
   * between the two, the row is sent again under the same id, and the queue keeps the job it has.
   */
  private async relayFrom(place: Placement): Promise<number> {
    return place.platform.transaction(async (outbox) => {
      const { rows } = await outbox.query<OutboxRow>(LOOK, [BATCH]);
      if (rows.length === 0) return 0;
      await this.program.platform.transaction(async (client) => {
        for (const row of rows) await this.send(row, client);
      });
      await outbox.query('DELETE FROM platform.outbox WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)]);
      return rows.length;
    });
  }

  private async send(row: OutboxRow, client: pg.PoolClient): Promise<void> {
    const { boss } = this;
    if (!boss) throw new Error('the queue is not started');
    await boss.send(
      QUEUE,
      { schema: row.schema_name, topic: row.topic, payload: row.payload },
      {
        db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) },
        ...(row.job_id ? { id: row.job_id } : {}),
        group: { id: row.schema_name },
        ...(row.run_after ? { startAfter: row.run_after } : {}),
        ...(row.job_key ? { singletonKey: `${row.schema_name}:${row.topic}:${row.job_key}` } : {}),
        retryLimit: this.runs.get(row.topic)?.spec.retries ?? 5,
      },
    );
  }

  private async elsewhere(): Promise<Placement[]> {
    return (await this.program.provisioning.placements.usable()).filter(({ name }) => name !== MAIN);
  }

  private async take(limit: number): Promise<OutboxRow[]> {
    const all: OutboxRow[] = [];
    for (const { platform } of [this.program, ...(await this.elsewhere())])
      all.push(...(await platform.transaction(async (client) => (await client.query<OutboxRow>(TAKE, [limit])).rows)));
    return all;
  }

  private beat(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.lookElsewhere();
      this.relaying = this.relayMain().catch((error: unknown) => {
        this.program.log.error({ error }, 'relay');
        return 0;
      });
      void this.relaying.then((moved) => {
        // A full batch means more is waiting: no pause then.
        if (moved === BATCH) void this.relayMain().catch(() => 0);
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

  /**
   * Runs one job in its tenant's context. Unknown tenants and topics are errors, never guesses. What belongs to a
   * tenant that is being moved, or whose database is away, waits in the outbox of `main`, without using up its tries.
   */
  async run(envelope: Envelope): Promise<'run' | 'later'> {
    const { program } = this;
    const found = this.runs.get(envelope.topic);
    const owner: { tenant?: Tenant } = {};
    const outcome = async (): Promise<'run' | 'later'> => {
      if (!found) throw new Error(`no worker for ${envelope.topic}`);
      const tenant = await program.registry.get({ schema: envelope.schema });
      if (tenant) owner.tenant = tenant;
      if (!tenant) throw new Error('the tenant of this job is gone');
      if (tenant.state !== 'active') return 'run';
      if (tenant.moving) return this.putBack(envelope, MOVING_SECONDS);
      await inContext(newContext(tenant, { actor: SYSTEM, requestId: `job:${envelope.topic}` }), () =>
        found.spec.free
          ? found.call(envelope.payload as never)
          : inUnit(program.database, false, () => found.call(envelope.payload as never)),
      );
      return 'run';
    };
    try {
      const done = await outcome();
      program.metrics.jobs.inc({ topic: envelope.topic, outcome: done === 'run' ? 'done' : 'later' });
      return done;
    } catch (error) {
      if (error instanceof PlacementUnavailable) {
        program.metrics.jobs.inc({ topic: envelope.topic, outcome: 'later' });
        return this.putBack(envelope, AWAY_SECONDS);
      }
      program.metrics.jobs.inc({ topic: envelope.topic, outcome: 'failed' });
      if (owner.tenant) program.pulse.note(owner.tenant.id, 'jobsFailed');
      program.log.error({ error, topic: envelope.topic, schema: envelope.schema }, 'job failed');
      throw error;
    }
  }

  private async putBack({ schema, topic, payload }: Envelope, seconds: number): Promise<'later'> {
    await this.program.platform.run(
      `INSERT INTO platform.outbox (schema_name, topic, payload, run_after) VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
      [schema, topic, JSON.stringify(payload), seconds],
    );
    return 'later';
  }
}

const TAKE = `DELETE FROM platform.outbox WHERE id IN (
  SELECT id FROM platform.outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING id::text, schema_name, topic, payload, run_after, job_key`;

const LOOK = `SELECT id::text, job_id, schema_name, topic, payload, run_after, job_key FROM platform.outbox
  ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`;
