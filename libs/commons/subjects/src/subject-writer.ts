import { Injectable } from '@nestjs/common';
import { actor, conflict, context, db, Live, missing, newId, now } from '@madang/kernel';
import { excerpt, normalise, searchTokens } from '@madang/theming';
import { subjectTopic } from './counts.js';

export interface NewSubject {
  kind: string;
  spaceId: string;
  activityId: string;
  title: string;
  /** The first lines of a list; made from the body where absent. */
  summary?: string;
  /** All text people may search for, besides the title. */
  body: string;
  authorId?: string | null;
  authorHidden?: boolean;
  state: string;
  categoryId?: string | null;
  locale?: string;
  publish: boolean;
  /** Key of an import or seed; a second one with the same key is refused by the database. */
  sourceKey?: string;
  id?: string;
  at?: Date;
}

/** Who or which rule moved an item, and why. */
export interface Cause {
  rule?: string;
  reason?: string;
  at?: Date;
}

/** The rows behind everything people make: numbering, search text, and the history of states. */
@Injectable()
export class SubjectWriter {
  constructor(private readonly live: Live) {}

  /** Makes a subject with the next number of its kind in its space. */
  async create(subject: NewSubject): Promise<{ id: string; number: number }> {
    const id = subject.id ?? newId();
    const at = subject.at ?? now();
    const numbered = await db().row<{ last: number }>(
      `INSERT INTO numbers (space_id, kind, last) VALUES ($1, $2, 1)
       ON CONFLICT (space_id, kind) DO UPDATE SET last = numbers.last + 1 RETURNING last`,
      [subject.spaceId, subject.kind],
    );
    const number = numbered!.last;
    const authorId = subject.authorId === undefined ? actor().personId : subject.authorId;
    await db().run(
      `INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, author_hidden, title, summary, category_id, locale,
         state, state_since, search, search_text, created_at, published_at, active_at, source_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, array_to_tsvector($14), $15, $13, $16, $13, $17)`,
      [
        id,
        subject.kind,
        subject.spaceId,
        subject.activityId,
        number,
        authorId,
        subject.authorHidden ?? false,
        subject.title,
        subject.summary ?? excerpt(subject.body, 160),
        subject.categoryId ?? null,
        subject.locale ?? context().locale,
        subject.state,
        at,
        ...searchable(subject.title, subject.body),
        subject.publish ? at : null,
        subject.sourceKey ?? null,
      ],
    );
    await this.remember(id, null, subject.state, { rule: authorId ? undefined : 'imported', at }, authorId);
    return { id, number };
  }

  /** Changes title and text; search follows. */
  async edit(
    id: string,
    text: { title: string; body: string; summary?: string; categoryId?: string | null },
  ): Promise<void> {
    const changed = await db().run(
      `UPDATE subjects SET title = $2, summary = $3, category_id = $4, search = array_to_tsvector($5), search_text = $6, edited_at = $7 WHERE id = $1`,
      [
        id,
        text.title,
        text.summary ?? excerpt(text.body, 160),
        text.categoryId ?? null,
        ...searchable(text.title, text.body),
        now(),
      ],
    );
    if (changed === 0) throw missing();
  }

  /** Marks an item as changed by whoever may, where the change lies beside its text. */
  async touch(id: string): Promise<void> {
    await db().run('UPDATE subjects SET edited_at = $2 WHERE id = $1', [id, now()]);
  }

  /**
   * Moves an item from one of `from` to another state and writes the transition. Two who move it at
   * once: the second finds it moved and gets `already_moved`.
   */
  async move(id: string, from: readonly string[], to: string, cause: Cause = {}): Promise<string> {
    const at = cause.at ?? now();
    const row = await db().row<{ was: string }>(
      `WITH old AS (SELECT id, state FROM subjects WHERE id = $1 FOR UPDATE)
       UPDATE subjects s SET state = $3, state_since = $4, active_at = $4 FROM old
        WHERE s.id = old.id AND old.state = ANY($2) RETURNING old.state AS was`,
      [id, from, to, at],
    );
    if (!row) throw conflict('already_moved');
    await this.remember(id, row.was, to, { ...cause, at });
    return row.was;
  }

  /** Takes an item out of sight, or back; the row and its history stay. */
  async hide(id: string, hidden: boolean, reason: string): Promise<void> {
    const row = await db().row<{ state: string }>(
      `UPDATE subjects SET hidden_at = CASE WHEN $2 THEN $3::timestamptz END WHERE id = $1 AND (hidden_at IS NULL) = $2 RETURNING state`,
      [id, hidden, now()],
    );
    if (!row) throw conflict('already_moved');
    await this.remember(id, row.state, row.state, { rule: hidden ? 'hidden' : 'restored', reason });
  }

  private async remember(
    id: string,
    from: string | null,
    to: string,
    cause: Cause,
    actorId = actor().personId,
  ): Promise<void> {
    const rule = cause.rule ?? (actorId ? null : 'system');
    this.live.tell(subjectTopic(id));
    await db().run(
      'INSERT INTO transitions (id, subject_id, from_state, to_state, actor_id, rule, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [newId(), id, from, to, actorId, rule, cause.reason ?? null, cause.at ?? now()],
    );
  }
}

function searchable(title: string, body: string): [string[], string] {
  const text = `${title}\n${body}`;
  return [searchTokens(text), normalise(text).slice(0, 20_000)];
}
