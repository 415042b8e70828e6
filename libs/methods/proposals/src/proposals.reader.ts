import { Injectable } from '@nestjs/common';
import { actor, context, db, decodeCursor, may, missing, now, slice, type Slice } from '@madang/kernel';
import { searchQuery } from '@madang/theming';
import { sees, sight } from '@madang/commons-spaces';
import { COUNTS, FINDING, likePattern, type FindingLimits } from '@madang/commons-subjects';
import type { ProposalFilter, ProposalGroup } from './proposals.inputs.js';
import { CARD, FROM, IN_WORDS, listSql, ORDERS, type ListRow } from './proposals.list.js';
import type { ProposalDetail, Proposal, ProposalCounts, TakingPartResult } from './proposals.types.js';

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

/** What pages, API and exports read of proposals. */
@Injectable()
export class ProposalsReader {
  /** From which size on an index is walked; specs make it small. */
  limits = FINDING;

  /** A page of a list. */
  async list(filter: ProposalFilter, first: number, after?: string): Promise<Slice<Proposal>> {
    const [all, own] = sight();
    const key = after ? decodeCursor(after, 2) : [null, null];
    const query = filter.q ? searchQuery(filter.q) : null;
    if (query && query.tsquery === '') return { nodes: [], cursors: [], hasNextPage: false };
    const rows = await db().rows<ListRow>(listSql(filter, first, Boolean(after), this.limits), [
      context().locale,
      all,
      own,
      filter.space ?? null,
      filter.group ? GROUP_STATES[filter.group] : null,
      filter.category ?? null,
      filter.activity ?? null,
      key[0],
      key[1],
      now(),
      ...(query ? [query.tsquery, query.phrases.map(likePattern)] : []),
    ]);
    return slice(rows, first, ORDERS[filter.sort].key);
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

  /**
   * Items with words like those being typed, for whoever is about to propose the same again. In a small site all titles are
   * compared; in a large one those of the newest that share two of the words, and of what has all of them.
   */
  async similar(title: string): Promise<SimilarRow[]> {
    const [all, own] = sight();
    const words = wordsOf(title);
    if (words.length === 0) return [];
    return db().rows<SimilarRow>(similarSql(this.limits), [title, all, own, pairsOf(words), words.join(' & ')]);
  }
}

interface SimilarRow {
  [column: string]: unknown;
  id: string;
  number: number;
  spaceSlug: string;
  title: string;
  state: string;
  supports: number;
}

/** Comparing so many titles takes as long as looking for a few words. */
const COMPARED = 5000;
/** Words that are paired: the longest, since those are seldom. */
const PAIRED = 6;

const wordsOf = (title: string): string[] =>
  searchQuery(title)
    .phrases.toSorted((one, other) => other.length - one.length)
    .slice(0, PAIRED)
    .map((word) => `(${searchQuery(word).tsquery})`);

/** Query for what has any two of the words, or the one there is. */
function pairsOf(words: readonly string[]): string {
  const pairs = words.flatMap((one, n) => words.slice(n + 1).map((other) => `${one} & ${other}`));
  return (pairs.length > 0 ? pairs : words).join(' | ');
}

function similarSql({ size, far }: FindingLimits): string {
  const columns = 's.id, s.space_id, s.title';
  const shown = `s.kind = 'proposal' AND s.published_at IS NOT NULL AND s.hidden_at IS NULL`;
  return `WITH titles AS (
        (SELECT ${columns} FROM subjects s WHERE ${size} <= ${COMPARED} AND ${shown} OFFSET 0)
        UNION ALL (SELECT ${columns} FROM (SELECT ${columns}, s.search FROM subjects s WHERE ${size} > ${COMPARED} AND ${shown}
          ORDER BY s.published_at DESC, s.id DESC LIMIT ${far}) s WHERE s.search @@ $4::tsquery)
        UNION ALL (SELECT ${columns} FROM subjects s WHERE ${size} > ${COMPARED} AND ${shown} AND s.search @@ $5::tsquery OFFSET 0)),
      compared AS MATERIALIZED (SELECT t.id, ext.similarity(lower(t.title), lower($1)) AS likeness FROM titles t
        WHERE t.space_id IN (SELECT sp.id FROM spaces sp WHERE sp.visibility = 'public' OR $2::boolean OR sp.id = ANY($3::uuid[]))),
      liked AS (SELECT DISTINCT id, likeness FROM compared WHERE likeness > 0.25 ORDER BY likeness DESC LIMIT 5)
    SELECT s.id, s.number, sp.slug AS "spaceSlug", s.title, s.state, s.support_count AS supports
      FROM liked JOIN subjects s ON s.id = liked.id JOIN spaces sp ON sp.id = s.space_id ORDER BY liked.likeness DESC`;
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
