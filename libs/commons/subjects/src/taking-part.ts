import { Injectable } from '@nestjs/common';
import { actor, closed, conflict, db, denied, missing, now } from '@madang/kernel';
import { bannedFrom, openNow, readable, sight, today } from '@madang/commons-spaces';
import { CountFollower, slot } from './counts.js';

/** An item, with the acts on it that may be open: which of them are is data of its activity. */
export interface Where {
  subjectId: string;
  kind: string;
  /** The states in which it takes support. */
  states: readonly string[];
}

interface Outcome {
  banned: boolean | null;
  inTime: boolean | null;
  open: boolean;
  changed: boolean;
  /** How many did the same before. */
  before: number;
}

/** What an act did. */
export interface Counted {
  /** False when it had been done before. */
  changed: boolean;
  /** How many do so now, as this transaction sees it. */
  count: number;
}

/**
 * Light and countable acts on an item: 공감 (relate), 동의 (support), follow. Each is safe to repeat. The rules and the act are
 * one statement: whether this person sees the item, may act there and does so in time, and that nothing closes it meanwhile.
 */
@Injectable()
export class TakingPart {
  constructor(private readonly counts: CountFollower) {}

  /** Shows that one relates to an item; a second time changes nothing. */
  async relate(where: Where): Promise<Counted> {
    return counts(1, await this.act(RELATE, where, 'relate', [now(), slot()]), 'item_closed');
  }

  /** Takes the relation back. */
  async unrelate(where: Where): Promise<Counted> {
    return counts(-1, await this.act(UNRELATE, where, 'relate', [slot()]), 'relate_closed');
  }

  /**
   * Supports an item by name, counted towards its threshold. The row lock FOR SHARE lets everybody
   * in at once but makes the rule that closes the item wait for all of them, so the frozen count is exact.
   */
  async support(where: Where, options: { nameHidden?: boolean; personId?: string } = {}): Promise<Counted> {
    const own = [where.states, options.nameHidden ?? false, now(), slot()];
    return counts(1, await this.act(SUPPORT, where, 'support', own, options.personId), 'support_closed');
  }

  /** Takes support back while the item still collects. */
  async withdrawSupport(where: Where): Promise<Counted> {
    return counts(-1, await this.act(WITHDRAW, where, 'support', [where.states, slot()]), 'support_closed');
  }

  /** @throws missing where there is no such item for this reader, banned_from_space, closed outside the window of the act */
  private async act(
    text: string,
    { subjectId, kind }: Where,
    interaction: 'relate' | 'support',
    own: unknown[],
    personId = this.me(),
  ): Promise<Outcome> {
    const gate = [subjectId, kind, today(), ...sight(), actor().personId, interaction, personId];
    db().finish(); // the statement does nothing where it may not
    const row = (await db().row<Outcome & Record<string, unknown>>(text, [...gate, ...own]))!;
    if (row.banned === null) throw missing();
    if (row.banned) throw denied('banned_from_space');
    if (!row.inTime) throw closed(`${interaction}_closed`);
    if (row.changed) this.counts.note(subjectId);
    return row;
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

  private me(): string {
    const { personId } = actor();
    if (!personId) throw denied('sign_in_first');
    return personId;
  }
}

/** @throws closed when the item takes no such act now */
function counts(by: 1 | -1, { open, changed, before }: Outcome, code: string): Counted {
  if (!open) throw closed(code);
  return { changed, count: before + (changed ? by : 0) };
}

/** Whoever acts ($8), by which act ($7), on an item ($1, $2): its row where all of it is allowed now, held against closing. */
const item = (condition: string): string =>
  `WITH gate AS (SELECT s.id, ${bannedFrom('$6')} AS banned, $7::text = ANY(${openNow('act', '$3')}) AS "inTime"
     FROM subjects s JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
    WHERE s.id = $1 AND s.kind = $2 AND ${readable('$4', '$5')}),
   item AS (SELECT id FROM subjects WHERE id = (SELECT id FROM gate WHERE NOT banned AND "inTime") AND ${condition})`;

/** The tally follows what `changed`, in one of its slots. */
const counted = (kind: string, by: 1 | -1, slotAt: string): string =>
  `counted AS (INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, '${kind}', ${slotAt}, ${by} FROM changed
     ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + ${by} RETURNING n)`;

const OUTCOME = `(SELECT banned FROM gate) AS banned, (SELECT "inTime" FROM gate) AS "inTime",
   EXISTS (SELECT 1 FROM item) AS open, EXISTS (SELECT 1 FROM changed) AS changed,
   (SELECT coalesce(sum(t.n), 0)::int FROM tallies t WHERE t.subject_id = $1 AND t.kind = $7) AS before`;

const RELATE = `${item('published_at IS NOT NULL AND hidden_at IS NULL')},
   changed AS (INSERT INTO reactions (subject_id, person_id, at) SELECT id, $8, $9 FROM item ON CONFLICT DO NOTHING RETURNING subject_id),
   ${counted('relate', 1, '$10')} SELECT ${OUTCOME}`;

const UNRELATE = `${item('true FOR SHARE')},
   changed AS (DELETE FROM reactions WHERE subject_id IN (SELECT id FROM item) AND person_id = $8 RETURNING subject_id),
   ${counted('relate', -1, '$9')} SELECT ${OUTCOME}`;

const SUPPORT = `${item('state = ANY($9) AND published_at IS NOT NULL AND hidden_at IS NULL FOR SHARE')},
   changed AS (INSERT INTO supports (subject_id, person_id, name_hidden, at) SELECT id, $8, $10, $11 FROM item
     ON CONFLICT DO NOTHING RETURNING subject_id),
   ${counted('support', 1, '$12')} SELECT ${OUTCOME}`;

const WITHDRAW = `${item('state = ANY($9) FOR SHARE')},
   changed AS (DELETE FROM supports WHERE subject_id IN (SELECT id FROM item) AND person_id = $8 RETURNING subject_id),
   ${counted('support', -1, '$10')} SELECT ${OUTCOME}`;
