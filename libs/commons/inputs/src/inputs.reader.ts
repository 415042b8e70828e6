import { Injectable } from '@nestjs/common';
import {
  actor,
  context,
  db,
  decodeCursor,
  demand,
  heldWhere,
  inLanguage,
  isId,
  missing,
  slice,
  subjectHref,
  type Slice,
} from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import { searchQuery, type Words as Language } from '@madang/theming';
import { today } from '@madang/commons-spaces';
import { likePattern } from '@madang/commons-subjects';
import type { InputFilter, InputSort } from './inputs.filter.js';

export interface InputRow {
  id: string;
  kind: string;
  method: string;
  number: number;
  path: string;
  spaceId: string;
  spaceSlug: string;
  spaceName: Record<string, string>;
  activityId: string;
  activityTitle: Record<string, string>;
  title: string;
  summary: string;
  state: string;
  stateWord: string;
  stateWords: Record<string, string> | null;
  stateSince: Date;
  categoryId: string | null;
  category: Record<string, string> | null;
  authorName: string | null;
  officerId: string | null;
  officer: string | null;
  departmentId: string | null;
  department: Record<string, string> | null;
  dueOn: string | null;
  overdue: boolean;
  relates: number;
  supports: number;
  comments: number;
  publishedAt: Date | null;
  activeAt: Date;
  hiddenAt: Date | null;
  source: string;
  draft: string | null;
  sortKey: string;
}

/** Where the current actor reads inputs: everywhere, or in these spaces. */
export function inputSight(): [all: boolean, own: string[]] {
  const where = heldWhere(actor(), 'inputs.read');
  return where === 'everywhere' ? [true, []] : [false, where];
}

/** Spaces in whose name the current actor approves answers. */
function approvals(): [all: boolean, own: string[]] {
  const where = heldWhere(actor(), 'answers.approve');
  return where === 'everywhere' ? [true, []] : [false, where];
}

const ROW = `s.id, s.kind, act.method, s.number, s.space_id AS "spaceId", sp.slug AS "spaceSlug", sp.name AS "spaceName", s.activity_id AS "activityId",
    act.title AS "activityTitle", s.title, s.summary, s.state, act.state_words -> s.state AS "stateWords", s.state_since AS "stateSince",
    s.category_id AS "categoryId", c.name AS category,
    coalesce(e.name, CASE WHEN au.state = 'closed' THEN NULL ELSE au.display_name END) AS "authorName",
    a.officer_id AS "officerId", o.display_name AS officer, a.department_id AS "departmentId", d.name AS department, a.due_on::text AS "dueOn",
    coalesce(a.due_on < $3::date, false) AS overdue, s.relate_count AS relates, s.support_count AS supports, s.comment_count AS comments,
    s.published_at AS "publishedAt", s.active_at AS "activeAt", s.hidden_at AS "hiddenAt", coalesce(e.source, 'online') AS source, ad.state AS draft`;

const FROM = `FROM subjects s JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
  LEFT JOIN categories c ON c.id = s.category_id LEFT JOIN people au ON au.id = s.author_id
  LEFT JOIN assignments a ON a.subject_id = s.id AND a.ended_at IS NULL LEFT JOIN people o ON o.id = a.officer_id
  LEFT JOIN departments d ON d.id = a.department_id LEFT JOIN subject_entries e ON e.subject_id = s.id LEFT JOIN answer_drafts ad ON ad.subject_id = s.id`;

const SEEN = `($1::boolean OR s.space_id = ANY($2::uuid[]))`;

// What each queue holds. $16 me, $17 my department, $18 and $19 where I approve.
const QUEUE = `CASE $15::text
    WHEN 'mine' THEN s.state IN ('awaiting_answer') AND a.officer_id = $16::uuid
    WHEN 'department' THEN a.department_id = $17::uuid
    WHEN 'unassigned' THEN s.state = 'awaiting_assignment'
    WHEN 'due_soon' THEN a.due_on BETWEEN $3::date AND $3::date + 7
    WHEN 'overdue' THEN a.due_on < $3::date
    WHEN 'approval' THEN ad.state = 'submitted' AND ($18::boolean OR s.space_id = ANY($19::uuid[]) OR d.approver_id = $16::uuid)
    ELSE true END`;

const SORTS: Record<InputSort, { order: string; beyond: string; key: string }> = {
  new: {
    // Not by id: that of something brought in says nothing of when it came.
    order: `coalesce(s.published_at, s.created_at) DESC, s.id DESC`,
    beyond: '(coalesce(s.published_at, s.created_at), s.id) < ($20::timestamptz, $21::uuid)',
    key: 'coalesce(s.published_at, s.created_at)::text',
  },
  active: {
    order: 's.active_at DESC, s.id DESC',
    beyond: '(s.active_at, s.id) < ($20::timestamptz, $21::uuid)',
    key: 's.active_at::text',
  },
  due: {
    order: `coalesce(a.due_on, 'infinity'), s.id`,
    beyond: `(coalesce(a.due_on, 'infinity'), s.id) > ($20::date, $21::uuid)`,
    key: `coalesce(a.due_on, 'infinity')::text`,
  },
  supports: {
    order: 's.support_count DESC, s.id DESC',
    beyond: '(s.support_count, s.id) < ($20::int, $21::uuid)',
    key: 's.support_count::text',
  },
  comments: {
    order: 's.comment_count DESC, s.id DESC',
    beyond: '(s.comment_count, s.id) < ($20::int, $21::uuid)',
    key: 's.comment_count::text',
  },
};

/** Statement of the table for a sort, with or without search and cursor: constant texts. */
function tableSql(sort: InputSort, searched: boolean, after: boolean): string {
  const { order, beyond, key } = SORTS[sort];
  return `SELECT ${ROW}, ${key} AS "sortKey" ${FROM}
    WHERE ${SEEN} AND s.state <> 'draft' AND ($4::text IS NULL OR s.kind = $4) AND ($5::text IS NULL OR sp.slug = $5) AND ($6::uuid IS NULL OR s.activity_id = $6)
      AND ($7::uuid IS NULL OR act.process_id = $7) AND ($8::text IS NULL OR s.state = $8) AND ($9::uuid IS NULL OR s.category_id = $9)
      AND ($10::uuid IS NULL OR a.officer_id = $10) AND ($11::uuid IS NULL OR a.department_id = $11)
      AND ($12::boolean IS NULL OR (s.hidden_at IS NOT NULL) = $12) AND ($13::text IS NULL OR coalesce(e.source, 'online') = $13)
      AND ${searched ? 's.search @@ $22::tsquery AND s.search_text LIKE ALL ($23::text[])' : 'true'}
      AND ${QUEUE} AND ${after ? beyond : '$20::text IS NULL AND $21::text IS NULL'}
    ORDER BY ${order} LIMIT $14`;
}

/** The table over everything people made, as the office sees it. */
@Injectable()
export class InputsReader {
  constructor(private readonly words: SiteWords) {}

  /** A page of the table. */
  async table(filter: InputFilter, first: number, after?: string): Promise<Slice<InputRow>> {
    demand('read', 'Input');
    const key = after ? decodeCursor(after, 2) : [null, null];
    const query = filter.words?.trim() ? searchQuery(filter.words) : null;
    if (query?.tsquery === '') return { nodes: [], cursors: [], hasNextPage: false };
    const rows = await db().rows<InputRow>(tableSql(filter.sort, query !== null, Boolean(after)), [
      ...inputSight(),
      today(),
      filter.kind ?? null,
      filter.space ?? null,
      filter.activityId ?? null,
      filter.processId ?? null,
      filter.state ?? null,
      filter.categoryId ?? null,
      filter.officerId ?? null,
      filter.departmentId ?? null,
      // What was hidden waits for nobody; a queue shows as many rows as its task says.
      filter.hidden ?? (filter.queue ? false : null),
      filter.source ?? null,
      first + 1,
      filter.queue ?? null,
      actor().personId,
      actor().departmentId,
      ...approvals(),
      ...key,
      ...(query ? [query.tsquery, query.phrases.map(likePattern)] : []),
    ]);
    const words = await this.words.in(context().locale);
    return slice(
      rows.map((row) => spoken(row, words)),
      first,
      (row) => [row.sortKey, row.id],
    );
  }

  /** Everything the filter finds, page by page: for exports, which write while they read. */
  async *stream(filter: InputFilter): AsyncGenerator<InputRow[]> {
    let after: string | undefined;
    do {
      const page = await this.table(filter, 100, after);
      yield page.nodes;
      after = page.hasNextPage ? page.cursors.at(-1) : undefined;
    } while (after);
  }

  /** One item as the office sees it. */
  async one(id: string): Promise<InputRow> {
    demand('read', 'Input');
    if (!isId(id)) throw missing('input_missing');
    const row = await db().row<InputRow>(`SELECT ${ROW}, '' AS "sortKey" ${FROM} WHERE ${SEEN} AND s.id = $4`, [
      ...inputSight(),
      today(),
      id,
    ]);
    if (!row) throw missing('input_missing');
    return spoken(row, await this.words.in(context().locale));
  }

  /** How much stands in each queue of the actor, counted to two hundred. */
  async queues(): Promise<Record<string, number>> {
    demand('read', 'Input');
    const { personId, departmentId } = actor();
    const row = await db().row<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM (SELECT 1 ${OPEN} AND s.state = 'awaiting_answer' AND a.officer_id = $4::uuid LIMIT 200) q) AS mine,
              (SELECT count(*)::int FROM (SELECT 1 ${OPEN} AND a.department_id = $5::uuid LIMIT 200) q) AS department,
              (SELECT count(*)::int FROM (SELECT 1 FROM subjects s WHERE ${SEEN} AND s.hidden_at IS NULL AND s.state = 'awaiting_assignment' LIMIT 200) q) AS unassigned,
              (SELECT count(*)::int FROM (SELECT 1 ${OPEN} AND a.due_on BETWEEN $3::date AND $3::date + 7 LIMIT 200) q) AS "dueSoon",
              (SELECT count(*)::int FROM (SELECT 1 ${OPEN} AND a.due_on < $3::date LIMIT 200) q) AS overdue,
              (SELECT count(*)::int FROM (SELECT 1 FROM answer_drafts ad JOIN subjects s ON s.id = ad.subject_id LEFT JOIN assignments a ON a.subject_id = s.id AND a.ended_at IS NULL
                LEFT JOIN departments d ON d.id = a.department_id
                WHERE ad.state = 'submitted' AND s.hidden_at IS NULL AND ($6::boolean OR s.space_id = ANY($7::uuid[]) OR d.approver_id = $4::uuid) LIMIT 200) q) AS approval`,
      [...inputSight(), today(), personId, departmentId, ...approvals()],
    );
    return row!;
  }

  /** Activities the actor sees inputs of, by space. At most 500. */
  async activities(): Promise<
    {
      id: string;
      method: string;
      title: Record<string, string>;
      spaceSlug: string;
      spaceName: Record<string, string>;
    }[]
  > {
    demand('read', 'Input');
    return db().rows(
      `SELECT a.id, a.method, a.title, sp.slug AS "spaceSlug", sp.name AS "spaceName" FROM activities a JOIN spaces sp ON sp.id = a.space_id
        WHERE sp.archived_at IS NULL AND ($1::boolean OR sp.id = ANY($2::uuid[])) ORDER BY sp.position, sp.slug, a.position, a.slug LIMIT 500`,
      inputSight(),
    );
  }

  /** What is known of those who act on an item and when: moves, acts of staff, answers. Newest first, at most 200. */
  async events(id: string): Promise<InputEvent[]> {
    await this.one(id);
    return db().rows<InputEvent>(
      `SELECT * FROM (
         SELECT 'move' AS kind, t.to_state AS act, t.from_state AS "from", t.rule, t.reason, p.display_name AS "actorName", t.at
           FROM transitions t LEFT JOIN people p ON p.id = t.actor_id WHERE t.subject_id = $1
         UNION ALL
         SELECT 'act', x.act, NULL, NULL, x.reason, p.display_name, x.at FROM audit x LEFT JOIN people p ON p.id = x.actor_id WHERE x.object_id = $1::text) both_kinds
       ORDER BY at DESC LIMIT 200`,
      [id],
    );
  }
}

const OPEN = `FROM assignments a JOIN subjects s ON s.id = a.subject_id WHERE a.ended_at IS NULL AND s.hidden_at IS NULL AND ${SEEN}`;

export interface InputEvent {
  /** move: it moved or was made; act: staff did something. */
  kind: 'move' | 'act';
  act: string;
  from: string | null;
  rule: string | null;
  reason: string | null;
  actorName: string | null;
  at: Date;
}

/** A row with its address and the word for where it stands. */
function spoken(row: InputRow, words: Language): InputRow {
  const key = `${row.method}.state.${row.state}`;
  const own = row.stateWords ? inLanguage(row.stateWords) : '';
  return {
    ...row,
    path: subjectHref(row.kind, row.spaceSlug, row.number),
    stateWord: own || (words.has(key) ? words.t(key) : row.state),
  };
}
