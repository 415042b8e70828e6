import { Injectable } from '@nestjs/common';
import { actor, db, type Slice, encodeCursor, decodeCursor } from '@madang/kernel';
import { readable, sight } from '@madang/commons-spaces';
import type { Comment } from './comments.types.js';

export const SORTS = ['new', 'old', 'relates'] as const;
export type CommentSort = (typeof SORTS)[number];

const PER_PAGE = 400;

// One statement each: the roots of this page, then everything below them, in the order of their paths.
const thread = (order: string, beyond: string): string => `
  WITH roots AS (
    SELECT c.id, c.relate_count, c.created_at FROM comments c
      JOIN subjects s ON s.id = c.subject_id JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
     WHERE c.subject_id = $1 AND c.parent_id IS NULL AND (${readable('$6', '$7')} OR s.author_id = $2) AND ($3::uuid IS NULL OR ${beyond}) ORDER BY ${order} LIMIT $5)
  SELECT c.id, c.root_id AS "rootId", c.parent_id AS "parentId", c.depth, c.official, c.stance, c.state,
         CASE WHEN c.state = 'visible' THEN c.body END AS body, c.hidden_reason AS "hiddenReason", c.relate_count AS relates,
         c.created_at AS "createdAt", c.edited_at AS "editedAt",
         CASE WHEN p.state = 'closed' THEN NULL ELSE p.display_name END AS "authorName",
         coalesce(c.author_id = $2, false) AS mine,
         ($2::uuid IS NOT NULL AND EXISTS (SELECT 1 FROM comment_reactions r WHERE r.comment_id = c.id AND r.person_id = $2)) AS related
    FROM roots JOIN comments c ON c.root_id = roots.id LEFT JOIN people p ON p.id = c.author_id
   ORDER BY ${order.replaceAll('c.', 'roots.')}, c.path LIMIT ${PER_PAGE}`;

const STATEMENTS: Record<CommentSort, string> = {
  new: thread('c.id DESC', 'c.id < $3 AND $4::int IS NULL'),
  old: thread('c.id', 'c.id > $3 AND $4::int IS NULL'),
  relates: thread('c.relate_count DESC, c.id DESC', '(c.relate_count, c.id) < ($4::int, $3)'),
};

/** What pages and API read of a conversation. */
@Injectable()
export class CommentsReader {
  /** Threads of a subject: `first` roots with all their answers, after a cursor. */
  async threads(subjectId: string, sort: CommentSort, first: number, after?: string): Promise<Slice<Comment>> {
    const [id, relates] = after ? decodeCursor(after, 2) : [null, null];
    const rows = await db().rows<Comment>(STATEMENTS[sort], [
      subjectId,
      actor().personId,
      id,
      sort === 'relates' ? relates : null,
      first + 1,
      ...sight(),
    ]);
    const roots = rows.filter((row) => row.parentId === null);
    const more = roots[first];
    const nodes = more ? rows.filter((row) => row.rootId !== more.id) : rows;
    const byId = new Map(roots.map((root) => [root.id, root]));
    return {
      nodes,
      cursors: nodes.map((row) => encodeCursor([row.rootId, byId.get(row.rootId)?.relates ?? 0])),
      hasNextPage: more !== undefined,
    };
  }
}

/** A comment with its answers below it, as the thread template draws it. */
export interface Branch extends Comment {
  replies: Branch[];
}

/** Nests a flat thread; rows come in the order of their paths, parents first. */
export function nest(rows: readonly Comment[]): Branch[] {
  const branches = new Map<string, Branch>();
  const roots: Branch[] = [];
  for (const row of rows) {
    const branch: Branch = { ...row, replies: [] };
    branches.set(row.id, branch);
    const parent = row.parentId ? branches.get(row.parentId) : undefined;
    (parent ? parent.replies : roots).push(branch);
  }
  return roots;
}
