import { Injectable } from '@nestjs/common';
import { db, decodeCursor, slice, type Slice, type Sorted } from '@madang/kernel';
import { me } from './sessions.service.js';

export const DEEDS = ['wrote', 'supported', 'related', 'commented'] as const;
export type Deed = (typeof DEEDS)[number];

/** Something I did, and where the item stands now. */
export interface DeedRow {
  id: string;
  deed: Deed;
  at: Date;
  subjectId: string;
  kind: string;
  title: string;
  number: number;
  spaceSlug: string;
  spaceName: Record<string, string>;
  state: string;
  stateSince: Date;
  /** Kind of the official answer, when there is one. */
  answer: string | null;
  answeredAt: Date | null;
  /** First words of a comment. */
  words: string | null;
}

/** Path of an item of any kind. */
export const itemPath = (item: { spaceSlug: string; kind: string; number: number }): string =>
  `/${item.spaceSlug}/${item.kind}s/${item.number}`;

// Each branch stops by its own index; the page is cut from their union.
const BEFORE = `($3::timestamptz IS NULL OR (at, id) < ($3, $4::text)) ORDER BY at DESC, id DESC LIMIT $5`;
const MINE = `SELECT d.id, d.deed, d.at, d.at::text AS "sortAt", d.subject_id AS "subjectId", s.kind, s.title, s.number, sp.slug AS "spaceSlug", sp.name AS "spaceName",
    s.state, s.state_since AS "stateSince", an.kind AS answer, an.published_at AS "answeredAt", d.words
  FROM (
    (SELECT * FROM (SELECT 'wrote-' || id AS id, 'wrote' AS deed, published_at AS at, id AS subject_id, NULL::text AS words FROM subjects
       WHERE author_id = $1 AND published_at IS NOT NULL) w WHERE ($2::text IS NULL OR $2 = 'wrote') AND ${BEFORE})
    UNION ALL
    (SELECT * FROM (SELECT 'supported-' || subject_id AS id, 'supported', at, subject_id, NULL FROM supports WHERE person_id = $1) w
       WHERE ($2::text IS NULL OR $2 = 'supported') AND ${BEFORE})
    UNION ALL
    (SELECT * FROM (SELECT 'related-' || subject_id AS id, 'related', at, subject_id, NULL FROM reactions WHERE person_id = $1) w
       WHERE ($2::text IS NULL OR $2 = 'related') AND ${BEFORE})
    UNION ALL
    (SELECT * FROM (SELECT 'commented-' || id AS id, 'commented', created_at AS at, subject_id, left(body, 140) FROM comments WHERE author_id = $1 AND state = 'visible') w
       WHERE ($2::text IS NULL OR $2 = 'commented') AND ${BEFORE})
  ) d JOIN subjects s ON s.id = d.subject_id JOIN spaces sp ON sp.id = s.space_id LEFT JOIN answers an ON an.subject_id = s.id AND an.published_at IS NOT NULL
  WHERE s.hidden_at IS NULL OR s.author_id = $1
  ORDER BY d.at DESC, d.id DESC LIMIT $5`;

/** Everything I did and what came of it, in one statement. */
@Injectable()
export class MyPageReader {
  async deeds(options: { deed?: Deed; first?: number; after?: string | null } = {}): Promise<Slice<DeedRow>> {
    const first = options.first ?? 20;
    const [at, id] = options.after ? decodeCursor(options.after, 2) : [null, null];
    const rows = await db().rows<DeedRow & Sorted>(MINE, [me(), options.deed ?? null, at, id, first + 1]);
    return slice(rows, first, (row) => [row.sortAt, row.id]);
  }

  /** How often I did each. */
  async counts(): Promise<Record<Deed, number>> {
    const row = await db().row<Record<Deed, number>>(
      `SELECT (SELECT count(*)::int FROM subjects WHERE author_id = $1 AND published_at IS NOT NULL) AS wrote,
              (SELECT count(*)::int FROM supports WHERE person_id = $1) AS supported,
              (SELECT count(*)::int FROM reactions WHERE person_id = $1) AS related,
              (SELECT count(*)::int FROM comments WHERE author_id = $1 AND state = 'visible') AS commented`,
      [me()],
    );
    return row!;
  }
}
