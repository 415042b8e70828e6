import { Injectable } from '@nestjs/common';
import { actor, context, db, decodeCursor, may, missing, slice, type Slice } from '@madang/kernel';
import { searchQuery } from '@madang/theming';
import { sees, sight } from '@madang/commons-spaces';
import { COUNTS, likePattern } from '@madang/commons-subjects';
import type { ProposalFilter, ProposalGroup, ProposalSort } from './proposals.inputs.js';
import type { ProposalDetail, Proposal, ProposalCounts, TakingPartResult } from './proposals.types.js';

const IN_WORDS = (column: string, locale: string): string =>
  `coalesce(${column} ->> ${locale}, ${column} ->> 'ko', ${column} ->> 'en')`;

const CARD = `s.id, s.number, sp.slug AS "spaceSlug", s.title, s.summary, s.state, s.published_at AS "publishedAt",
  CASE WHEN s.author_hidden OR au.state = 'closed' THEN NULL ELSE coalesce(en.name, au.display_name) END AS "authorName", en.source,
  ${IN_WORDS('c.name', '$1')} AS category, p.place, p.threshold, p.collecting_until AS "collectingUntil", p.cost::float8 AS cost,
  n.relates, n.supports, n.comments,
  (SELECT w.kind FROM answers w WHERE w.subject_id = s.id AND w.published_at IS NOT NULL) AS "answerKind",
  (SELECT a.due_on::text FROM assignments a WHERE a.subject_id = s.id AND a.ended_at IS NULL) AS "dueOn",
  (SELECT own.state_words -> s.state FROM activities own WHERE own.id = s.activity_id) AS "ownWord"`;

const FROM = `FROM subjects s JOIN proposals p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id
  LEFT JOIN people au ON au.id = s.author_id LEFT JOIN subject_entries en ON en.subject_id = s.id LEFT JOIN categories c ON c.id = s.category_id ${COUNTS}`;

// Sort keys with the direction that makes them total; the cursor carries exactly these values.
const ORDERS: Record<ProposalSort, { order: string; beyond: string; key: (row: Row) => readonly (string | number)[] }> =
  {
    new: {
      order: 's.published_at DESC, s.id DESC',
      beyond: '(s.published_at, s.id) < ($8::timestamptz, $9::uuid)',
      key: (r) => [r.sortAt, r.id],
    },
    support: {
      order: 's.support_count DESC, s.id DESC',
      beyond: '(s.support_count, s.id) < ($8::int, $9::uuid)',
      key: (r) => [r.sortSupports, r.id],
    },
    comments: {
      order: 's.comment_count DESC, s.id DESC',
      beyond: '(s.comment_count, s.id) < ($8::int, $9::uuid)',
      key: (r) => [r.sortComments, r.id],
    },
    closing: {
      order: `coalesce(p.collecting_until, 'infinity'), s.id`,
      beyond: `(coalesce(p.collecting_until, 'infinity'), s.id) > ($8::timestamptz, $9::uuid)`,
      key: (r) => [r.sortUntil, r.id],
    },
  };

interface Row extends Proposal {
  sortAt: string;
  sortSupports: number;
  sortComments: number;
  sortUntil: string;
}

/** States a filter stands for. */
export const GROUP_STATES: Record<ProposalGroup, readonly string[]> = {
  collecting: ['collecting'],
  waiting: ['awaiting_assignment', 'awaiting_answer'],
  answered: ['answered'],
  carried_out: ['under_way', 'done', 'stopped'],
  ended: ['missed', 'withdrawn'],
};

export interface DetailRow extends ProposalDetail {
  spaceId: string;
  spaceName: Record<string, string>;
  visibility: string;
  activityId: string;
  activityTitle: Record<string, string>;
  settings: Record<string, unknown>;
  authorId: string | null;
  latitude: number | null;
  longitude: number | null;
  supportsAtReview: number | null;
  stateSince: Date;
  hiddenAt: Date | null;
  editedAt: Date | null;
  answerDays: number;
  locale: string;
}

/** Counts of a proposal, and whose they are to see. */
export interface CountsRow extends ProposalCounts {
  spaceId: string;
  visibility: string;
  authorId: string | null;
  publishedAt: Date | null;
  hiddenAt: Date | null;
}

/** The counts as the current actor may see them. @throws DomainError what `ProposalsReader.detail` throws of the same item */
export function shownCounts(row: CountsRow | undefined): ProposalCounts {
  if (!row?.publishedAt || !sees({ id: row.spaceId, visibility: row.visibility })) throw missing('proposal_missing');
  const mine = row.authorId !== null && row.authorId === actor().personId;
  if (row.hiddenAt && !mine && !may('see_hidden', 'Proposal', row)) throw missing('proposal_hidden');
  const { id, state, relates, supports, comments, supportsAtReview } = row;
  return { id, state, relates, supports, comments, supportsAtReview };
}

const HERE = `s.published_at IS NOT NULL AND (sp.visibility = 'public' OR $2::boolean OR sp.id = ANY($3::uuid[]))`;

/** Statement of a list for a sort, with or without search and cursor: sixteen constant texts. */
function listSql(sort: ProposalSort, searched: boolean, after: boolean): string {
  const { order, beyond } = ORDERS[sort];
  const filters = [
    `s.kind = 'proposal' AND s.hidden_at IS NULL AND ${HERE}`,
    `($4::text IS NULL OR sp.slug = $4) AND ($5::text[] IS NULL OR s.state = ANY($5)) AND ($6::text IS NULL OR c.slug = $6)`,
    `($7::text IS NULL OR s.activity_id IN (SELECT a.id FROM activities a WHERE a.slug = $7))`,
    sort === 'closing' ? `s.state = 'collecting'` : '',
    after ? beyond : '$8::text IS NULL AND $9::text IS NULL',
    searched ? 's.search @@ $11::tsquery AND s.search_text LIKE ALL ($12::text[])' : '',
  ].filter(Boolean);
  return `SELECT ${CARD}, s.published_at::text AS "sortAt", s.support_count AS "sortSupports", s.comment_count AS "sortComments",
      coalesce(p.collecting_until, 'infinity')::text AS "sortUntil"
    ${FROM} WHERE ${filters.join(' AND ')} ORDER BY ${order} LIMIT $10`;
}

/** What pages, API and exports read of proposals. */
@Injectable()
export class ProposalsReader {
  /** A page of a list. */
  async list(filter: ProposalFilter, first: number, after?: string): Promise<Slice<Proposal>> {
    const [all, own] = sight();
    const key = after ? decodeCursor(after, 2) : [null, null];
    const query = filter.q ? searchQuery(filter.q) : null;
    if (query && query.tsquery === '') return { nodes: [], cursors: [], hasNextPage: false };
    const sort = filter.sort;
    const rows = await db().rows<Row>(listSql(sort, query !== null, Boolean(after)), [
      context().locale,
      all,
      own,
      filter.space ?? null,
      filter.group ? GROUP_STATES[filter.group] : null,
      filter.category ?? null,
      filter.activity ?? null,
      key[0],
      key[1],
      first + 1,
      ...(query ? [query.tsquery, query.phrases.map(likePattern)] : []),
    ]);
    return slice(rows, first, ORDERS[sort].key);
  }

  /** Everything of one proposal but its comments, in one statement. A hidden one is there for its author and for who keeps order. */
  async detail(at: { id: string } | { space: string; number: number }): Promise<DetailRow> {
    const [all, own] = sight();
    const byId = 'id' in at;
    const row = await db().row<DetailRow>(
      byId ? DETAIL_BY_ID : DETAIL_BY_NUMBER,
      byId
        ? [context().locale, all, own, actor().personId, at.id]
        : [context().locale, all, own, actor().personId, at.space, at.number],
    );
    if (!row) throw missing('proposal_missing');
    if (row.hiddenAt && !row.mine && !may('see_hidden', 'Proposal', row)) throw missing('proposal_hidden');
    return row;
  }

  /** Counts of a proposal with what decides who may see them: the same for all who follow it, so `shownCounts` is to be asked for each. */
  async counts(id: string): Promise<CountsRow | undefined> {
    return db().row<CountsRow>(
      `SELECT s.id, s.state, n.relates, n.supports, n.comments, p.supports_at_review AS "supportsAtReview", s.space_id AS "spaceId",
              sp.visibility, s.author_id AS "authorId", s.published_at AS "publishedAt", s.hidden_at AS "hiddenAt"
         FROM subjects s JOIN proposals p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id ${COUNTS} WHERE s.id = $1 AND s.kind = 'proposal'`,
      [id],
    );
  }

  /** Counts and my part in them, for whoever has just acted on it. */
  async standing(id: string): Promise<TakingPartResult> {
    const row = await db().row<TakingPartResult & Record<string, unknown>>(
      `SELECT s.id, s.state, n.relates, n.supports,
              EXISTS (SELECT 1 FROM reactions r WHERE r.subject_id = s.id AND r.person_id = $2) AS related,
              EXISTS (SELECT 1 FROM supports u WHERE u.subject_id = s.id AND u.person_id = $2) AS supported
         FROM subjects s ${COUNTS} WHERE s.id = $1 AND s.kind = 'proposal'`,
      [id, actor().personId],
    );
    if (!row) throw missing('proposal_missing');
    return row;
  }

  /**
   * What waits for the reader as somebody in charge: items to answer, the most urgent first, then
   * items nobody has yet, oldest first. Officers see their own and their department's.
   */
  async queue(sees: { all: boolean; unassigned: boolean; spaces: readonly string[] }): Promise<Proposal[]> {
    const [all, own] = sight();
    const { personId, departmentId } = actor();
    return db().rows<Proposal>(
      `SELECT ${CARD} ${FROM}
        WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND ${HERE} AND (
          (s.state = 'awaiting_answer' AND ($4::boolean OR EXISTS (SELECT 1 FROM assignments q WHERE q.subject_id = s.id AND q.ended_at IS NULL
            AND (q.officer_id = $5::uuid OR (q.officer_id IS NULL AND q.department_id = $6::uuid)))))
          OR (s.state = 'awaiting_assignment' AND ($7::boolean OR s.space_id = ANY($8::uuid[]))))
        ORDER BY (s.state = 'awaiting_answer') DESC,
          (SELECT q.due_on FROM assignments q WHERE q.subject_id = s.id AND q.ended_at IS NULL), s.state_since LIMIT 200`,
      [context().locale, all, own, sees.all, personId, departmentId, sees.unassigned, sees.spaces],
    );
  }

  /** Categories people choose from. */
  async categories(): Promise<{ id: string; slug: string; name: string }[]> {
    return db().rows(
      `SELECT id, slug, ${IN_WORDS('name', '$1')} AS name FROM categories WHERE active ORDER BY position, slug LIMIT 100`,
      [context().locale],
    );
  }

  /** Items with words like those being typed, for whoever is about to propose the same again. */
  async similar(
    title: string,
    space: string | null,
  ): Promise<{ id: string; number: number; spaceSlug: string; title: string; state: string; supports: number }[]> {
    const [all, own] = sight();
    return db().rows(
      `SELECT s.id, s.number, sp.slug AS "spaceSlug", s.title, s.state, s.support_count AS supports
         FROM subjects s JOIN spaces sp ON sp.id = s.space_id
        WHERE s.kind = 'proposal' AND s.hidden_at IS NULL AND ${HERE.replace('$2', '$3').replace('ANY($3', 'ANY($4')}
          AND ($2::text IS NULL OR sp.slug = $2) AND ext.similarity(lower(s.title), lower($1)) > 0.25
        ORDER BY ext.similarity(lower(s.title), lower($1)) DESC LIMIT 5`,
      [title, space, all, own],
    );
  }
}

const detailSql = (
  where: string,
): string => `SELECT ${CARD}, p.background, p.content, p.latitude, p.longitude, p.answer_days AS "answerDays",
    p.supports_at_review AS "supportsAtReview", s.space_id AS "spaceId", sp.name AS "spaceName", sp.visibility, s.activity_id AS "activityId",
    act.title AS "activityTitle", act.settings, s.author_id AS "authorId", s.state_since AS "stateSince", s.hidden_at AS "hiddenAt",
    s.edited_at AS "editedAt", s.locale, coalesce(s.author_id = $4, false) AS mine,
    EXISTS (SELECT 1 FROM reactions r WHERE r.subject_id = s.id AND r.person_id = $4) AS related,
    EXISTS (SELECT 1 FROM supports u WHERE u.subject_id = s.id AND u.person_id = $4) AS supported,
    EXISTS (SELECT 1 FROM follows f WHERE f.subject_id = s.id AND f.person_id = $4 AND NOT f.muted) AS following,
    coalesce((SELECT json_agg(json_build_object('id', m.id, 'alt', m.alt, 'width', m.width, 'height', m.height, 'bytes', m.bytes) ORDER BY m.position, m.id)
      FROM media m WHERE m.subject_id = s.id), '[]') AS pictures
  ${FROM} JOIN activities act ON act.id = s.activity_id
  WHERE s.kind = 'proposal' AND ${HERE} AND ${where}`;
const DETAIL_BY_ID = detailSql('s.id = $5');
const DETAIL_BY_NUMBER = detailSql('sp.slug = $5 AND s.number = $6');
