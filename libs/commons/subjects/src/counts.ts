import { Injectable } from '@nestjs/common';
import {
  context,
  db,
  inContext,
  inUnit,
  Job,
  Live,
  newContext,
  SYSTEM,
  tenant,
  TenantDatabase,
  type Tenant,
} from '@madang/kernel';

export type CountKind = 'relate' | 'support' | 'comment';

/** Slots per item and kind: enough that people who act in the same instant rarely wait for each other. */
const SLOTS = 16;

/** What those follow who watch a subject. */
export const subjectTopic = (id: string): string => `subject:${id}`;

/** A slot at random; the sum over slots is the count, so which one does not matter. */
export const slot = (): number => Math.floor(Math.random() * SLOTS);

/** SQL of the exact counts of a subject row `s`: at most 48 short rows by primary key. */
export const COUNTS = `LEFT JOIN LATERAL (SELECT
    coalesce(sum(t.n) FILTER (WHERE t.kind = 'relate'), 0)::int AS relates,
    coalesce(sum(t.n) FILTER (WHERE t.kind = 'support'), 0)::int AS supports,
    coalesce(sum(t.n) FILTER (WHERE t.kind = 'comment'), 0)::int AS comments
  FROM tallies t WHERE t.subject_id = s.id) n ON true`;

const FOLLOW = `UPDATE subjects s SET relate_count = c.relates, support_count = c.supports, comment_count = c.comments
  FROM (SELECT t.subject_id,
      coalesce(sum(t.n) FILTER (WHERE t.kind = 'relate'), 0)::int AS relates,
      coalesce(sum(t.n) FILTER (WHERE t.kind = 'support'), 0)::int AS supports,
      coalesce(sum(t.n) FILTER (WHERE t.kind = 'comment'), 0)::int AS comments
    FROM tallies t WHERE $1::uuid[] IS NULL OR t.subject_id = ANY($1) GROUP BY t.subject_id) c
  WHERE s.id = c.subject_id AND (s.relate_count, s.support_count, s.comment_count) IS DISTINCT FROM (c.relates, c.supports, c.comments)`;

/**
 * Lets the sorting columns of `subjects` follow the exact tallies a moment later, one statement per
 * tenant and moment however many people acted; a nightly job mends what a crash left behind.
 */
@Injectable()
export class CountFollower {
  private waiting = new Map<string, { tenant: Tenant; ids: Set<string> }>(); // emptied every two seconds
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly database: TenantDatabase,
    private readonly live: Live,
  ) {}

  /** Notes after the commit of this unit that a subject's counts moved. */
  note(subjectId: string): void {
    const owner = tenant();
    this.live.tell(subjectTopic(subjectId));
    db().afterCommit(() => {
      const entry = this.waiting.get(owner.id) ?? { tenant: owner, ids: new Set<string>() };
      entry.ids.add(subjectId);
      this.waiting.set(owner.id, entry);
      this.timer ??= setTimeout(() => void this.flush().catch(() => undefined), 2000).unref();
    });
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const entries = [...this.waiting.values()];
    this.waiting = new Map();
    for (const entry of entries)
      await inContext(newContext(entry.tenant, { actor: SYSTEM, requestId: 'counts' }), () =>
        inUnit(this.database, false, () => db().run(FOLLOW, [[...entry.ids]])),
      );
  }

  @Job('subjects.count_all', { every: '17 3 * * *' })
  async countAll(): Promise<void> {
    context();
    await db().run(FOLLOW, [null]);
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush().catch(() => undefined); // the nightly job counts what could not be written now
  }
}
