import { asked, FINDING, findIds, roomFor, type FindingLimits, type FoundSet } from '@madang/commons-subjects';
import type { InputFilter, InputSort } from './inputs.filter.js';

/** What an input is shown by; `page` has the ids that are shown. */
export const ROW = `s.id, s.kind, act.method, s.number, s.space_id AS "spaceId", sp.slug AS "spaceSlug", sp.name AS "spaceName", s.activity_id AS "activityId",
    act.title AS "activityTitle", s.title, s.summary, s.state, act.state_words -> s.state AS "stateWords", s.state_since AS "stateSince",
    s.category_id AS "categoryId", c.name AS category,
    coalesce(e.name, CASE WHEN au.state = 'closed' THEN NULL ELSE au.display_name END) AS "authorName",
    a.officer_id AS "officerId", o.display_name AS officer, a.department_id AS "departmentId", d.name AS department, a.due_on::text AS "dueOn",
    coalesce(a.due_on < $3::date, false) AS overdue, s.relate_count AS relates, s.support_count AS supports, s.comment_count AS comments,
    s.published_at AS "publishedAt", s.active_at AS "activeAt", s.hidden_at AS "hiddenAt", coalesce(e.source, 'online') AS source, ad.state AS draft`;

/** Where those columns stand. */
export const AROUND = `JOIN spaces sp ON sp.id = s.space_id JOIN activities act ON act.id = s.activity_id
  LEFT JOIN categories c ON c.id = s.category_id LEFT JOIN people au ON au.id = s.author_id
  LEFT JOIN assignments a ON a.subject_id = s.id AND a.ended_at IS NULL LEFT JOIN people o ON o.id = a.officer_id
  LEFT JOIN departments d ON d.id = a.department_id LEFT JOIN subject_entries e ON e.subject_id = s.id LEFT JOIN answer_drafts ad ON ad.subject_id = s.id`;

/** Items the actor may see as somebody who works on them. */
export const SEEN = `($1::boolean OR s.space_id = ANY($2::uuid[]))`;

// Every statement is given the same values and says so, whether it asks for them or not: nothing runs this.
const GIVEN = `given AS (SELECT $1::boolean, $2::uuid[], $3::date, $4::text, $5::text, $6::uuid, $7::uuid, $8::text, $9::uuid, $10::uuid, $11::uuid, $12::boolean,
    $13::text, $14::text[], $15::text, $16::uuid, $17::uuid, $18::boolean, $19::uuid[], $20::text, $21::uuid)`;

/** What a page is chosen by. */
const COLUMNS =
  's.id, s.kind, s.space_id, s.activity_id, s.category_id, s.state, s.hidden_at, s.published_at, s.created_at, s.active_at, s.support_count, s.comment_count, s.search, s.search_text';

// $14 kinds of items, $15 the queue, $16 me, $17 my department, $18 and $19 where I approve.
const FILTERS = `${SEEN} AND s.state <> 'draft' AND ($4::text IS NULL OR s.kind = $4)
  AND ($5::text IS NULL OR s.space_id = (SELECT named.id FROM spaces named WHERE named.slug = $5)) AND ($6::uuid IS NULL OR s.activity_id = $6)
  AND ($7::uuid IS NULL OR s.activity_id IN (SELECT of.id FROM activities of WHERE of.process_id = $7)) AND ($8::text IS NULL OR s.state = $8)
  AND ($9::uuid IS NULL OR s.category_id = $9) AND ($12::boolean IS NULL OR (s.hidden_at IS NOT NULL) = $12)
  AND ($13::text IS NULL OR coalesce((SELECT en.source FROM subject_entries en WHERE en.subject_id = s.id), 'online') = $13)
  AND ($15::text IS NULL OR CASE $15 WHEN 'mine' THEN s.state = 'awaiting_answer' WHEN 'unassigned' THEN s.state = 'awaiting_assignment' ELSE true END)`;

const ASSIGNED = `($10::uuid IS NULL OR a.officer_id = $10) AND ($11::uuid IS NULL OR a.department_id = $11)
  AND CASE $15::text WHEN 'mine' THEN a.officer_id = $16::uuid WHEN 'department' THEN a.department_id = $17::uuid
    WHEN 'due_soon' THEN a.due_on BETWEEN $3::date AND $3::date + 7 WHEN 'overdue' THEN a.due_on < $3::date ELSE true END`;

const APPROVED_BY_ME = `($15::text IS DISTINCT FROM 'approval' OR EXISTS (SELECT FROM answer_drafts w LEFT JOIN departments of ON of.id = a.department_id
    WHERE w.subject_id = s.id AND w.state = 'submitted' AND ($18::boolean OR s.space_id = ANY($19::uuid[]) OR of.approver_id = $16::uuid)))`;

const WORDS = { indexed: 's.search @@ $22::tsquery', text: 's.search_text LIKE ALL ($23::text[])' };

const SORTS: Record<InputSort, { order: string; beyond: string; key: string }> = {
  new: {
    // Not by id: that of something brought in says nothing of when it came.
    order: 'coalesce(s.published_at, s.created_at) DESC, s.id DESC',
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

/** Where the items of a page are looked for. */
type Way = 'found' | 'assigned' | 'drafts';

interface Shape {
  sort: InputSort;
  searched: boolean;
  after: boolean;
  room: number;
  sets: readonly FoundSet[];
  limits: FindingLimits;
}

const beyondOf = ({ sort, after }: Shape): string => (after ? SORTS[sort].beyond : 'true');
const conditionOf = ({ searched }: Shape): string =>
  `${FILTERS} AND ${APPROVED_BY_ME}${searched ? ` AND ${WORDS.indexed} AND ${WORDS.text}` : ''}`;
// Looked up for each row: the planner would else read all assignments there are.
const JOIN_DUE = `LEFT JOIN LATERAL (SELECT of.due_on, of.department_id FROM assignments of WHERE of.subject_id = s.id AND of.ended_at IS NULL OFFSET 0) a ON true`;

/** The index of the order. */
function walk(shape: Shape, gate: string, condition: string, limit: number): string {
  const { order } = SORTS[shape.sort];
  if (shape.sort === 'due') return walkDue(shape, gate, condition, limit);
  const rest = `${gate} AND ${beyondOf(shape)} AND ${condition} ORDER BY ${order} LIMIT ${limit}`;
  if (shape.sort === 'new' || shape.sort === 'active') return `SELECT ${COLUMNS} FROM subjects s WHERE ${rest}`;
  return `SELECT s.* FROM unnest($14::text[]) kinds(kind) CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM subjects s
      WHERE s.kind = kinds.kind AND ${rest}) s ORDER BY ${order} LIMIT ${limit}`;
}

/** What is due by its day, then all the rest. */
function walkDue({ after }: Shape, gate: string, condition: string, limit: number): string {
  const due = `SELECT s.* FROM assignments a CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM subjects s WHERE s.id = a.subject_id OFFSET 0) s
    WHERE ${gate} AND a.ended_at IS NULL AND ${after ? 'a.due_on >= $20::date AND (a.due_on, s.id) > ($20::date, $21::uuid)' : 'true'}
      AND ${condition} ORDER BY a.due_on, s.id LIMIT ${limit}`;
  const from = `CASE WHEN $20::date = 'infinity' THEN $21::uuid ELSE '00000000-0000-0000-0000-000000000000' END`;
  const rest = `SELECT ${COLUMNS} FROM subjects s WHERE ${gate} AND (SELECT count(*) FROM due) < ${limit} AND ${after ? `s.id > ${from}` : 'true'}
      AND ${condition} AND ${asked('NOT EXISTS (SELECT FROM assignments open WHERE open.subject_id = s.id AND open.ended_at IS NULL)')} ORDER BY s.id LIMIT ${limit}`;
  return `WITH due AS MATERIALIZED (${due}) SELECT * FROM due UNION ALL (${rest})`;
}

const STATE = `s.state = coalesce($8::text, 'awaiting_assignment')`;

/** Sets that have an index; of a category and of a place only those in a state, where it is asked for. */
function setsOf(filter: InputFilter, everywhere: boolean): FoundSet[] {
  const { queue, categoryId, space, activityId, processId, source } = filter;
  const stated = Boolean(filter.state ?? queue === 'unassigned');
  const rest = `${stated ? ` AND ${STATE}` : ''} ORDER BY s.state, s.published_at DESC LIMIT`;
  const state: FoundSet = {
    name: 'state',
    from: (columns, most) =>
      `unnest($14::text[]) kinds(kind) CROSS JOIN LATERAL (SELECT ${columns} FROM subjects s WHERE s.kind = kinds.kind${rest} ${most})`,
  };
  const category: FoundSet = {
    name: 'category',
    from: (columns, most) => `(SELECT ${columns} FROM subjects s WHERE s.category_id = $9::uuid${rest} ${most})`,
  };
  const place: FoundSet = {
    name: 'place',
    from: (
      columns,
      most,
    ) => `unnest(ARRAY(SELECT of.id FROM activities of WHERE ($1::boolean OR of.space_id = ANY($2::uuid[]))
        AND ($5::text IS NULL OR of.space_id = (SELECT named.id FROM spaces named WHERE named.slug = $5))
        AND ($6::uuid IS NULL OR of.id = $6) AND ($7::uuid IS NULL OR of.process_id = $7))) places(id)
      CROSS JOIN LATERAL (SELECT ${columns} FROM subjects s WHERE s.activity_id = places.id${rest} ${most})`,
  };
  const entered: FoundSet = {
    name: 'source',
    from: (
      columns,
      most,
    ) => `(SELECT en.subject_id FROM subject_entries en WHERE en.source = $13::text LIMIT ${most}) en
      CROSS JOIN LATERAL (SELECT ${columns} FROM subjects s WHERE s.id = en.subject_id OFFSET 0)`,
  };
  return [
    ...(stated ? [state] : []),
    ...(categoryId ? [category] : []),
    ...(!everywhere || space || activityId || processId ? [place] : []),
    ...(source && source !== 'online' ? [entered] : []),
  ];
}

const WAYS: Record<Way, (shape: Shape) => string> = {
  found: (shape) =>
    findIds(
      {
        columns: COLUMNS,
        order: SORTS[shape.sort].order,
        beyond: beyondOf(shape),
        condition: FILTERS,
        join: shape.sort === 'due' ? JOIN_DUE : '',
        room: shape.room,
        walk: (...given) => walk(shape, ...given),
        sets: shape.sets,
        words: shape.searched ? WORDS : undefined,
      },
      shape.limits,
    ),
  // What somebody is in charge of.
  assigned: (
    shape,
  ) => `SELECT s.id FROM assignments a CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM subjects s WHERE s.id = a.subject_id OFFSET 0) s
    WHERE a.ended_at IS NULL AND ${ASSIGNED} AND ${beyondOf(shape)} AND ${asked(conditionOf(shape))}
    ORDER BY ${SORTS[shape.sort].order} LIMIT ${shape.room}`,
  // Answers that wait for approval.
  drafts: (
    shape,
  ) => `SELECT s.id FROM answer_drafts w CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM subjects s WHERE s.id = w.subject_id OFFSET 0) s
    ${JOIN_DUE} WHERE w.state = 'submitted' AND ${beyondOf(shape)} AND ${asked(conditionOf(shape))}
    ORDER BY ${SORTS[shape.sort].order} LIMIT ${shape.room}`,
};

function wayOf({ officerId, departmentId, queue }: InputFilter): Way {
  if (officerId || departmentId || (queue && queue !== 'unassigned' && queue !== 'approval')) return 'assigned';
  return queue === 'approval' ? 'drafts' : 'found';
}

/**
 * Statement of the table: which items a page has, found where there are few of them, then what is shown of those. Constant
 * texts, each right for whatever values it is given, since PostgreSQL keeps one plan of each.
 */
export function tableSql(
  filter: InputFilter,
  page: { everywhere: boolean; first: number; after: boolean },
  limits = FINDING,
): string {
  const { sort } = filter;
  const searched = Boolean(filter.words?.trim());
  const sets = setsOf(filter, page.everywhere);
  const shape: Shape = { sort, searched, after: page.after, room: roomFor(page.first + 1), sets, limits };
  return `WITH ${GIVEN}, page AS MATERIALIZED (${WAYS[wayOf(filter)](shape)})
    SELECT ${ROW}, ${SORTS[sort].key} AS "sortKey" FROM page JOIN subjects s ON s.id = page.id ${AROUND} ORDER BY ${SORTS[sort].order}`;
}
