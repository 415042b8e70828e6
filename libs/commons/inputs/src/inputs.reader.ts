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
  subjectKinds,
  type Slice,
} from '@madang/kernel';
import { SiteWords } from '@madang/portal';
import { searchQuery, type Words as Language } from '@madang/theming';
import { today } from '@madang/commons-spaces';
import { FINDING, likePattern } from '@madang/commons-subjects';
import type { InputFilter } from './inputs.filter.js';
import { AROUND, ROW, SEEN, tableSql } from './inputs.table.js';

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

/** The table over everything people made, as the office sees it. */
@Injectable()
export class InputsReader {
  /** From which size on an index is walked; specs make it small. */
  limits = FINDING;

  constructor(private readonly words: SiteWords) {}

  /** A page of the table. */
  async table(filter: InputFilter, first: number, after?: string): Promise<Slice<InputRow>> {
    demand('read', 'Input');
    const key = after ? decodeCursor(after, 2) : [null, null];
    const query = filter.words?.trim() ? searchQuery(filter.words) : null;
    if (query?.tsquery === '') return { nodes: [], cursors: [], hasNextPage: false };
    const [everywhere, own] = inputSight();
    const rows = await db().rows<InputRow>(
      tableSql(filter, { everywhere, first, after: Boolean(after) }, this.limits),
      [
        everywhere,
        own,
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
        filter.kind ? [filter.kind] : subjectKinds().map(({ kind }) => kind),
        filter.queue ?? null,
        actor().personId,
        actor().departmentId,
        ...approvals(),
        ...key,
        ...(query ? [query.tsquery, query.phrases.map(likePattern)] : []),
      ],
    );
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
    const row = await db().row<InputRow>(
      `SELECT ${ROW}, '' AS "sortKey" FROM subjects s ${AROUND} WHERE ${SEEN} AND s.id = $4`,
      [...inputSight(), today(), id],
    );
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
