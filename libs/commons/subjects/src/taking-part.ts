import { Injectable } from '@nestjs/common';
import { actor, closed, conflict, db, denied, missing, now } from '@madang/kernel';
import { bannedFrom, openNow, readable, sight, today } from '@madang/commons-spaces';
import { CountFollower, slot } from './counts.js';

/** Light and countable acts on an item: 공감 (relate), 동의 (support), follow. Each is safe to repeat. */
@Injectable()
export class TakingPart {
  constructor(private readonly counts: CountFollower) {}

  /**
   * What is open on an item now, in one statement.
   * @throws missing when there is no such item for this reader
   */
  async window(subjectId: string, kind: string): Promise<string[]> {
    const row = await db().row<{ open: string[]; banned: boolean }>(WINDOW, [
      subjectId,
      kind,
      today(),
      ...sight(),
      actor().personId,
    ]);
    if (!row) throw missing();
    if (row.banned) throw denied('banned_from_space');
    return row.open;
  }

  /** Shows that one relates to an item; a second time changes nothing. @returns whether it was new */
  async relate(subjectId: string, personId = this.me()): Promise<boolean> {
    const row = await db().row<{ open: boolean; added: boolean }>(
      `WITH item AS (SELECT id FROM subjects WHERE id = $1 AND published_at IS NOT NULL AND hidden_at IS NULL),
       added AS (INSERT INTO reactions (subject_id, person_id, at) SELECT id, $2, $3 FROM item ON CONFLICT DO NOTHING RETURNING subject_id),
       counted AS (INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'relate', $4, 1 FROM added
         ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + 1 RETURNING n)
       SELECT EXISTS (SELECT 1 FROM item) AS open, EXISTS (SELECT 1 FROM added) AS added`,
      [subjectId, personId, now(), slot()],
    );
    if (!row!.open) throw closed('item_closed');
    if (row!.added) this.counts.note(subjectId);
    return row!.added;
  }

  /** Takes the relation back. */
  async unrelate(subjectId: string): Promise<boolean> {
    return this.takeBack('reactions', 'relate', subjectId, null);
  }

  /**
   * Supports an item by name, counted towards its threshold. The row lock FOR SHARE lets everybody
   * in at once but makes the rule that closes the item wait for all of them, so the frozen count is exact.
   * @param states the states in which support is taken
   * @returns whether it was new, and the count as this transaction sees it
   */
  async support(
    subjectId: string,
    states: readonly string[],
    options: { nameHidden?: boolean; personId?: string; at?: Date } = {},
  ): Promise<{ added: boolean; count: number }> {
    const row = await db().row<{ open: boolean; added: boolean; before: number }>(
      `WITH item AS (SELECT id FROM subjects WHERE id = $1 AND state = ANY($2) AND published_at IS NOT NULL AND hidden_at IS NULL FOR SHARE),
       added AS (INSERT INTO supports (subject_id, person_id, name_hidden, at) SELECT id, $3, $4, $5 FROM item
         ON CONFLICT DO NOTHING RETURNING subject_id),
       counted AS (INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'support', $6, 1 FROM added
         ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + 1 RETURNING n)
       SELECT EXISTS (SELECT 1 FROM item) AS open, EXISTS (SELECT 1 FROM added) AS added,
         (SELECT coalesce(sum(t.n), 0)::int FROM tallies t WHERE t.subject_id = $1 AND t.kind = 'support') AS before`,
      [subjectId, states, options.personId ?? this.me(), options.nameHidden ?? false, options.at ?? now(), slot()],
    );
    if (!row!.open) throw closed('support_closed');
    if (row!.added) this.counts.note(subjectId);
    return { added: row!.added, count: row!.before + (row!.added ? 1 : 0) };
  }

  /** Takes support back while the item still collects. */
  async withdrawSupport(subjectId: string, states: readonly string[]): Promise<boolean> {
    return this.takeBack('supports', 'support', subjectId, states);
  }

  /** Hears of what becomes of an item; muted: hears nothing of it, not even as its author. */
  async follow(subjectId: string, muted = false, personId = this.me()): Promise<void> {
    const done = await db().run(
      `INSERT INTO follows (subject_id, person_id, muted, at)
       SELECT id, $2, $3, $4 FROM subjects WHERE id = $1 AND published_at IS NOT NULL
       ON CONFLICT (subject_id, person_id) DO UPDATE SET muted = excluded.muted`,
      [subjectId, personId, muted, now()],
    );
    if (done === 0) throw conflict('item_closed');
  }

  async unfollow(subjectId: string): Promise<void> {
    await db().run('DELETE FROM follows WHERE subject_id = $1 AND person_id = $2', [subjectId, this.me()]);
  }

  private async takeBack(
    table: 'reactions' | 'supports',
    kind: string,
    subjectId: string,
    states: readonly string[] | null,
  ): Promise<boolean> {
    const row = await db().row<{ open: boolean; removed: boolean }>(
      table === 'supports' ? TAKE_BACK_SUPPORT : TAKE_BACK_RELATION,
      [subjectId, states, this.me(), slot()],
    );
    if (!row!.open) throw closed(`${kind}_closed`);
    if (row!.removed) this.counts.note(subjectId);
    return row!.removed;
  }

  private me(): string {
    const { personId } = actor();
    if (!personId) throw denied('sign_in_first');
    return personId;
  }
}

const WINDOW = `SELECT ${openNow('act', '$3')} AS open, ${bannedFrom('$6')} AS banned
  FROM subjects s JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
 WHERE s.id = $1 AND s.kind = $2 AND ${readable('$4', '$5')}`;

const takeBack = (table: string, kind: string): string =>
  `WITH item AS (SELECT id FROM subjects WHERE id = $1 AND ($2::text[] IS NULL OR state = ANY($2)) FOR SHARE),
   removed AS (DELETE FROM ${table} WHERE subject_id IN (SELECT id FROM item) AND person_id = $3 RETURNING subject_id),
   counted AS (INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, '${kind}', $4, -1 FROM removed
     ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n - 1 RETURNING n)
   SELECT EXISTS (SELECT 1 FROM item) AS open, EXISTS (SELECT 1 FROM removed) AS removed`;
const TAKE_BACK_SUPPORT = takeBack('supports', 'support');
const TAKE_BACK_RELATION = takeBack('reactions', 'relate');
