import { Injectable } from '@nestjs/common';
import {
  actor,
  closed,
  conflict,
  db,
  demand,
  denied,
  invalid,
  missing,
  newId,
  now,
  publish,
  readInput,
} from '@madang/kernel';
import { record } from '@madang/commons-audit';
import { bannedFrom, openNow, readable, sight, today } from '@madang/commons-spaces';
import { CountFollower, slot } from '@madang/commons-subjects';
import { WriteCommentInput } from './comments.types.js';

/** Answers deeper than this hang on the same branch: threads stay readable on a phone. */
const DEEPEST = 3;

interface Target {
  id: string;
  open: string[];
  banned: boolean;
  parentRoot: string | null;
  parentPath: string | null;
  parentDepth: number | null;
}

/** Writing, changing, withdrawing and hiding comments, and relating to them. */
@Injectable()
export class Comments {
  constructor(private readonly counts: CountFollower) {}

  /** Writes a comment where the window for comments is open. @returns its id */
  async write(
    raw: WriteCommentInput,
    options: { personId?: string; sourceKey?: string; at?: Date; unchecked?: boolean } = {},
  ): Promise<string> {
    const input = readInput(WriteCommentInput, raw);
    const author = options.personId ?? actor().personId;
    if (!author) throw denied('sign_in_first');
    const target = await this.target(input.subjectId, input.parentId, author, options.unchecked === true);
    if (!options.unchecked && !target.open.includes('comment')) throw closed('comments_closed');
    const id = newId(options.at?.getTime());
    const depth = target.parentDepth === null ? 0 : Math.min(target.parentDepth + 1, DEEPEST);
    const official = await this.official(author);
    // Both travel together: whatever fails undoes all.
    db().finish();
    const written = db().run(
      `WITH written AS (
         INSERT INTO comments (id, subject_id, root_id, parent_id, depth, path, author_id, stance, body, official, source_key, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING subject_id)
       INSERT INTO tallies (subject_id, kind, slot, n) SELECT subject_id, 'comment', $13, 1 FROM written
       ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + 1`,
      [
        id,
        target.id,
        target.parentRoot ?? id,
        input.parentId ?? null,
        depth,
        `${target.parentPath ?? ''}/${id}`,
        author,
        input.stance ?? null,
        input.body,
        official,
        options.sourceKey ?? null,
        options.at ?? now(),
        slot(),
      ],
    );
    const told =
      !options.unchecked &&
      publish({
        name: 'comments.written',
        subjectId: target.id,
        data: { commentId: id, parentId: input.parentId ?? null },
      });
    await Promise.all([written, told]);
    this.counts.note(target.id);
    return id;
  }

  /** Changes one's own comment; that it was changed is shown. */
  async edit(id: string, body: string): Promise<void> {
    const text = body.trim().normalize('NFC');
    if (text === '') throw invalid('invalid_input', [{ field: 'body', code: 'required' }]);
    if (text.length > 1000)
      throw invalid('invalid_input', [{ field: 'body', code: 'too_long', params: { limit: 1000 } }]);
    const { authorId, open } = await this.standing(id);
    if (authorId === null || authorId !== actor().personId) throw missing('comment_missing');
    if (!open.includes('comment')) throw closed('comments_closed');
    const done = await db().run(
      `UPDATE comments SET body = $3, edited_at = $4 WHERE id = $1 AND author_id = $2 AND state = 'visible'`,
      [id, actor().personId, text, now()],
    );
    if (done === 0) throw missing('comment_missing');
  }

  /** Takes one's own comment back; its place and the answers to it stay. */
  async withdraw(id: string): Promise<void> {
    const row = await db().row<{ subjectId: string }>(
      `UPDATE comments SET state = 'withdrawn' WHERE id = $1 AND author_id = $2 AND state = 'visible' RETURNING subject_id AS "subjectId"`,
      [id, actor().personId],
    );
    if (!row) throw missing('comment_missing');
    await this.uncount(row.subjectId, -1);
  }

  /** Hides a comment from readers, or shows it again; the original text and the reason are kept. */
  async hide(id: string, hidden: boolean, reason: string): Promise<void> {
    const at = await db().row<{ spaceId: string }>(
      `SELECT s.space_id AS "spaceId" FROM comments c JOIN subjects s ON s.id = c.subject_id WHERE c.id = $1`,
      [id],
    );
    if (!at) throw missing('comment_missing');
    demand('moderate', 'Comment', at);
    if (hidden && reason.trim() === '') throw invalid('invalid_input', [{ field: 'reason', code: 'required' }]);
    const row = await db().row<{ subjectId: string }>(
      `UPDATE comments SET state = $2, hidden_reason = $3 WHERE id = $1 AND state = $4 RETURNING subject_id AS "subjectId"`,
      [id, hidden ? 'hidden' : 'visible', hidden ? reason : null, hidden ? 'visible' : 'hidden'],
    );
    if (!row) throw conflict('already_moved');
    await this.uncount(row.subjectId, hidden ? -1 : 1);
    await record(hidden ? 'comments.hidden' : 'comments.restored', 'comment', id, reason);
  }

  /** Relates to a comment, or takes that back. @returns the new count */
  async relate(id: string, on: boolean): Promise<number> {
    const me = actor().personId;
    if (!me) throw denied('sign_in_first');
    await this.standing(id);
    const row = await db().row<{ count: number }>(on ? RELATE : UNRELATE, on ? [id, me, now()] : [id, me]);
    if (!row) throw missing('comment_missing');
    return row.count;
  }

  /** Where a comment stands that the reader may see. */
  private async standing(id: string): Promise<{ authorId: string | null; open: string[] }> {
    const row = await db().row<{ authorId: string | null; open: string[] }>(
      `SELECT c.author_id AS "authorId", ${openNow('act', '$4')} AS open FROM comments c JOIN subjects s ON s.id = c.subject_id
         JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id WHERE c.id = $1 AND ${readable('$2', '$3')}`,
      [id, ...sight(), today()],
    );
    if (!row) throw missing('comment_missing');
    return row;
  }

  private async official(author: string): Promise<boolean> {
    const who = actor();
    if (who.personId === author) return who.role === 'officer' || who.role === 'administrator';
    const row = await db().row<{ official: boolean }>(
      `SELECT role IN ('officer', 'administrator') AS official FROM people WHERE id = $1`,
      [author],
    );
    return row?.official ?? false;
  }

  private async target(
    subjectId: string,
    parentId: string | undefined,
    author: string,
    seesAll: boolean,
  ): Promise<Target> {
    const target = await db().row<Target>(
      `SELECT s.id, ${openNow('act', '$5')} AS open, c.root_id AS "parentRoot", c.path AS "parentPath", c.depth AS "parentDepth",
              ${bannedFrom('$6')} AS banned
         FROM subjects s JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
         LEFT JOIN comments c ON c.id = $2 AND c.subject_id = s.id
        WHERE s.id = $1 AND ${readable('$3', '$4')}`,
      [subjectId, parentId ?? null, ...(seesAll ? [true, []] : sight()), today(), author],
    );
    if (!target) throw missing();
    if (target.banned) throw denied('banned_from_space');
    if (parentId && !target.parentRoot) throw missing('comment_missing');
    return target;
  }

  private async uncount(subjectId: string, by: number): Promise<void> {
    await db().run(
      `INSERT INTO tallies (subject_id, kind, slot, n) VALUES ($1, 'comment', $2, $3)
       ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + excluded.n`,
      [subjectId, slot(), by],
    );
    this.counts.note(subjectId);
  }
}

const RELATE = `WITH added AS (
    INSERT INTO comment_reactions (comment_id, person_id, at) SELECT id, $2, $3 FROM comments WHERE id = $1 AND state = 'visible'
    ON CONFLICT DO NOTHING RETURNING comment_id)
  UPDATE comments SET relate_count = relate_count + (SELECT count(*)::int FROM added) WHERE id = $1 RETURNING relate_count AS count`;
const UNRELATE = `WITH removed AS (DELETE FROM comment_reactions WHERE comment_id = $1 AND person_id = $2 RETURNING comment_id)
  UPDATE comments SET relate_count = relate_count - (SELECT count(*)::int FROM removed) WHERE id = $1 RETURNING relate_count AS count`;
