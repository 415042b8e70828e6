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
  at: Date;
  skip: number;
}

/** Where the page after `shown` begins, which itself began at `from`. */
export function supporterKey(shown: readonly { at: Date }[], from: SupporterKey | null): SupporterKey | undefined {
  const last = shown.at(-1);
  if (!last) return undefined;
  const time = last.at.getTime();
  const same = shown.filter((row) => row.at.getTime() === time).length;
  return { at: last.at, skip: same + (from?.at.getTime() === time ? from.skip : 0) };
}

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
  async supporters(
    subjectId: string,
    before: SupporterKey | null,
    first = 50,
  ): Promise<{ name: string | null; at: Date }[]> {
    return db().rows(
      `SELECT CASE WHEN sp.name_hidden OR p.state = 'closed' THEN NULL ELSE p.display_name END AS name, sp.at
         FROM supports sp JOIN people p ON p.id = sp.person_id
        WHERE sp.subject_id = $1 AND ($2::timestamptz IS NULL OR sp.at <= $2)
        ORDER BY sp.at DESC, sp.person_id DESC OFFSET $3 LIMIT $4`,
      [subjectId, before?.at ?? null, before?.skip ?? 0, first],
    );
  }
}
