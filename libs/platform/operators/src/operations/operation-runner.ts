import { Injectable } from '@nestjs/common';
import { PlatformDatabase } from '@madang/platform-tenancy';
import { Operations, type NewOperation } from './operations.service.js';
import { StepLog, wordsOf } from './step-log.js';

/** An operation as whoever runs it gets it. */
export interface RunningOperation<I = Record<string, unknown>> {
  id: string;
  kind: string;
  tenantId: string | null;
  slug: string | null;
  askedBy: string;
  input: I;
  steps: StepLog;
}

/** How one kind of operation is done. @returns what came of it, as JSON */
export type OperationWork = (operation: RunningOperation<never>) => Promise<object>;

type Claimed = Omit<RunningOperation, 'steps'>;

const CLAIMED = `id, kind, tenant_id AS "tenantId", slug, asked_by AS "askedBy", input`;
const RUNNING = `UPDATE platform.operations SET state = 'running', started_at = now(), beat_at = now()`;
const POLL_MS = 1000;
const BEAT_MS = 5000;
/** Nobody runs an operation that gave no sign for this long: its process died. */
const DEAD_SECONDS = 30;

/**
 * Runs operations one after the other, in whichever process does jobs: rows are claimed with SKIP LOCKED.
 * What a dead process left half-way is failed, never run again by itself: each kind can be asked for anew.
 */
@Injectable()
export class OperationRunner {
  private readonly kinds = new Map<string, OperationWork>();
  private timer?: NodeJS.Timeout;
  private busy?: Promise<number>;
  private stopped = true;

  constructor(
    private readonly platform: PlatformDatabase,
    private readonly operations: Operations,
  ) {}

  /** Makes a kind known; once each, when the program is put together. */
  teach(kind: string, work: OperationWork): void {
    this.kinds.set(kind, work);
  }

  /** Begins to look for work, now and whenever something is asked for. */
  start(): void {
    this.stopped = false;
    this.operations.watch(() => this.soon(0));
    this.soon(0);
  }

  /** The operation under way ends; nothing new begins. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.busy?.catch(() => undefined);
  }

  /** Runs everything that waits. @returns how many */
  async drain(): Promise<number> {
    await this.buryDead();
    let ran = 0;
    while (await this.next()) ran += 1;
    return ran;
  }

  private soon(wait: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // One round at a time; what is asked for meanwhile is found by the same round.
      this.busy ??= this.drain()
        .catch(() => 0)
        .finally(() => {
          this.busy = undefined;
          this.soon(POLL_MS);
        });
    }, wait).unref();
  }

  private async buryDead(): Promise<void> {
    await this.platform.run(
      `UPDATE platform.operations SET state = 'failed', error = 'interrupted', ended_at = now()
        WHERE state = 'running' AND beat_at < now() - make_interval(secs => $1)`,
      [DEAD_SECONDS],
    );
  }

  private async next(): Promise<boolean> {
    const [row] = await this.platform.rows<Claimed & Record<string, unknown>>(
      `${RUNNING} WHERE id = (
         SELECT id FROM platform.operations WHERE state = 'waiting' ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${CLAIMED}`,
    );
    if (!row) return false;
    await this.perform(row);
    return true;
  }

  /**
   * Runs an operation as part of the one under way, which waits for it.
   * @throws Error in the words of the operation, when it failed
   */
  async within(wanted: NewOperation, by: string): Promise<void> {
    const row = await this.platform.transaction(async (client) => {
      const id = await this.operations.enter(client, wanted, by);
      const { rows } = await client.query<Claimed>(`${RUNNING} WHERE id = $1 RETURNING ${CLAIMED}`, [id]);
      return rows[0]!;
    });
    const error = await this.perform(row);
    if (error !== null) throw new Error(error);
  }

  /** @returns why it failed, or null */
  private async perform(row: Claimed): Promise<string | null> {
    const beat = setInterval(() => {
      this.platform.run('UPDATE platform.operations SET beat_at = now() WHERE id = $1', [row.id]).catch(() => 0);
    }, BEAT_MS).unref();
    try {
      const work = this.kinds.get(row.kind);
      if (!work) throw new Error(`nobody knows how to do "${row.kind}"`);
      const result = await work({
        ...row,
        steps: new StepLog(this.platform, row.id),
      } as unknown as RunningOperation<never>);
      await this.end(row.id, 'done', result, null);
      return null;
    } catch (error) {
      await this.end(row.id, 'failed', {}, wordsOf(error));
      return wordsOf(error);
    } finally {
      clearInterval(beat);
    }
  }

  private async end(id: string, state: 'done' | 'failed', result: object, error: string | null): Promise<void> {
    await this.platform.run(
      `UPDATE platform.operations SET state = $2, result = result || $3::jsonb, error = $4, ended_at = now() WHERE id = $1`,
      [id, state, JSON.stringify(result), error],
    );
  }
}
