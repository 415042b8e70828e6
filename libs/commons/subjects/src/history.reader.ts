import { Injectable } from '@nestjs/common';
import { db } from '@madang/kernel';

export interface TransitionRow {
  fromState: string | null;
  toState: string;
  actorName: string | null;
  rule: string | null;
  reason: string | null;
  at: Date;
}

/** Where a page of supporters begins: at a moment, after so many of that very moment. */
export interface SupporterKey {
  /** As PostgreSQL writes it: a Date has no microseconds. */
  at: string;
  skip: number;
}

/** Somebody who supports an item. */
export interface SupporterRow {
  name: string | null;
  at: Date;
  /** The same as text, for {@link SupporterKey}. */
  sortAt: string;
}

/** Where the page after `shown` begins, which itself began at `from`. */
export function supporterKey(
  shown: readonly { sortAt: string }[],
  from: SupporterKey | null,
): SupporterKey | undefined {
  const at = shown.at(-1)?.sortAt;
  if (at === undefined) return undefined;
  const same = shown.filter((row) => row.sortAt === at).length;
  return { at, skip: same + (from?.at === at ? from.skip : 0) };
}

/** Where a page begins, as an address or a cursor gives it; undefined where that is none. */
export function readSupporterKey(at: unknown, skip: unknown): SupporterKey | undefined {
  const [text, count] = [String(at), Number(skip)];
  const day = INSTANT.exec(text)?.[1];
  const real = day && !Number.isNaN(Date.parse(text)) && new Date(Date.parse(day)).toISOString().startsWith(day);
  return real && Number.isSafeInteger(count) && count >= 0 && count <= MOST_SKIPPED
    ? { at: text, skip: count }
    : undefined;
}

const INSTANT = /^(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d(?::\d\d)?)$/;
/** So many act in one microsecond never. */
const MOST_SKIPPED = 100_000;

/** The public record of how an item came to where it stands. */
@Injectable()
export class HistoryReader {
  async of(subjectId: string): Promise<TransitionRow[]> {
    return db().rows<TransitionRow>(
      `SELECT t.from_state AS "fromState", t.to_state AS "toState", p.display_name AS "actorName", t.rule, t.reason, t.at
         FROM transitions t LEFT JOIN people p ON p.id = t.actor_id WHERE t.subject_id = $1 ORDER BY t.at, t.id LIMIT 200`,
      [subjectId],
    );
  }

  /**
   * People who support an item, newest first; names only of those who show theirs. A page begins at a
   * moment after so many of it: a position by person would tell who hides the name.
   */
  async supporters(subjectId: string, before: SupporterKey | null, first = 50): Promise<SupporterRow[]> {
    return db().rows<SupporterRow & Record<string, unknown>>(
      `SELECT CASE WHEN sp.name_hidden OR p.state = 'closed' THEN NULL ELSE p.display_name END AS name, sp.at, sp.at::text AS "sortAt"
         FROM supports sp JOIN people p ON p.id = sp.person_id
        WHERE sp.subject_id = $1 AND ($2::timestamptz IS NULL OR sp.at <= $2)
        ORDER BY sp.at DESC, sp.person_id DESC OFFSET $3 LIMIT $4`,
      [subjectId, before?.at ?? null, before?.skip ?? 0, first],
    );
  }
}
