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

  /** People who support an item, newest first; names only of those who show theirs. */
  async supporters(
    subjectId: string,
    before: { at: Date; personId: string } | null,
    first = 50,
  ): Promise<{ personId: string; name: string | null; at: Date }[]> {
    return db().rows(
      `SELECT sp.person_id AS "personId", CASE WHEN sp.name_hidden OR p.state = 'closed' THEN NULL ELSE p.display_name END AS name, sp.at
         FROM supports sp JOIN people p ON p.id = sp.person_id
        WHERE sp.subject_id = $1 AND ($2::timestamptz IS NULL OR (sp.at, sp.person_id) < ($2, $3::uuid))
        ORDER BY sp.at DESC, sp.person_id DESC LIMIT $4`,
      [subjectId, before?.at ?? null, before?.personId ?? null, first],
    );
  }
}
