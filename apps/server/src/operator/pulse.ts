import { createHash } from 'node:crypto';
import type { PlatformDatabase } from '@madang/platform-tenancy';

interface Beat {
  requests: number;
  errors: number;
  slow: number;
  jobsFailed: number;
}

interface Slow {
  tenantId: string;
  statement: string;
  times: number;
  slowest: number;
  total: number;
}

const FLUSH_MS = 30_000;
/** Tenants and statements remembered between two writes; more than this are left out rather than let memory grow. */
const MOST = 5000;
/** A statement is slow from here on, in milliseconds. */
export const SLOW_MS = 500;

/** What happens at each tenant, counted in memory and written in batches. */
export class Pulse {
  private beats = new Map<string, Beat>(); // bounded by MOST, emptied by every write
  private slow = new Map<string, Slow>(); // bounded by MOST, emptied by every write
  private timer?: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly platform: PlatformDatabase) {}

  /** Counts something of a tenant. */
  note(tenantId: string, what: keyof Beat): void {
    let beat = this.beats.get(tenantId);
    if (!beat) {
      if (this.beats.size >= MOST) return;
      this.beats.set(tenantId, (beat = { requests: 0, errors: 0, slow: 0, jobsFailed: 0 }));
    }
    beat[what] += 1;
    this.timer ??= setTimeout(() => void this.flush().catch(() => undefined), FLUSH_MS).unref();
  }

  /** Keeps a statement that took long: its text, never its values. */
  took(tenantId: string, statement: string, milliseconds: number): void {
    this.note(tenantId, 'slow');
    const key = `${tenantId} ${statement}`;
    const known = this.slow.get(key);
    if (known) {
      known.times += 1;
      known.total += milliseconds;
      known.slowest = Math.max(known.slowest, milliseconds);
    } else if (this.slow.size < MOST)
      this.slow.set(key, { tenantId, statement, times: 1, slowest: milliseconds, total: milliseconds });
  }

  /** Writes what was counted. Tenants that are gone meanwhile are left out. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  private async write(): Promise<void> {
    const [beats, slow] = [this.beats, this.slow];
    [this.beats, this.slow] = [new Map(), new Map()];
    if (beats.size > 0)
      await this.platform.run(
        `INSERT INTO platform.tenant_hours AS h (tenant_id, hour, requests, errors, slow, jobs_failed)
         SELECT t.id, date_trunc('hour', now()), r.requests, r.errors, r.slow, r."jobsFailed"
           FROM jsonb_to_recordset($1) AS r(id uuid, requests int, errors int, slow int, "jobsFailed" int) JOIN platform.tenants t ON t.id = r.id
         ON CONFLICT (tenant_id, hour) DO UPDATE SET requests = h.requests + excluded.requests, errors = h.errors + excluded.errors,
           slow = h.slow + excluded.slow, jobs_failed = h.jobs_failed + excluded.jobs_failed`,
        [JSON.stringify([...beats].map(([id, beat]) => ({ id, ...beat })))],
      );
    if (slow.size > 0)
      await this.platform.run(
        `INSERT INTO platform.slow_statements AS s (tenant_id, digest, statement, times, slowest_ms, total_ms, last_at)
         SELECT t.id, r.digest, r.statement, r.times, r.slowest, r.total, now()
           FROM jsonb_to_recordset($1) AS r(id uuid, digest text, statement text, times int, slowest int, total bigint) JOIN platform.tenants t ON t.id = r.id
         ON CONFLICT (tenant_id, digest) DO UPDATE SET times = s.times + excluded.times, slowest_ms = greatest(s.slowest_ms, excluded.slowest_ms),
           total_ms = s.total_ms + excluded.total_ms, last_at = excluded.last_at`,
        [
          JSON.stringify(
            [...slow.values()].map(({ tenantId, statement, times, slowest, total }) => ({
              id: tenantId,
              digest: createHash('sha256').update(statement).digest('hex').slice(0, 16),
              statement: statement.replace(/\s+/g, ' ').trim().slice(0, 2000),
              times,
              slowest: Math.round(slowest),
              total: Math.round(total),
            })),
          ),
        ],
      );
  }
}
