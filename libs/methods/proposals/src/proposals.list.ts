import { asked, COUNTS, FINDING, findIds, roomFor, type FoundSet } from '@madang/commons-subjects';
import type { ProposalFilter, ProposalSort } from './proposals.inputs.js';
import { STATES } from './proposals.rules.js';
import type { Proposal } from './proposals.types.js';

/** A name in the reader's language. */
export const IN_WORDS = (column: string, locale: string): string =>
  `coalesce(${column} ->> ${locale}, ${column} ->> 'ko', ${column} ->> 'en')`;

/** What a card shows; $1 is the reader's language. */
export const CARD = `s.id, s.number, sp.slug AS "spaceSlug", s.title, s.summary, s.state, s.published_at AS "publishedAt",
  CASE WHEN s.author_hidden OR au.state = 'closed' THEN NULL ELSE coalesce(en.name, au.display_name) END AS "authorName", en.source,
  ${IN_WORDS('c.name', '$1')} AS category, p.place, p.threshold, p.collecting_until AS "collectingUntil", p.cost::float8 AS cost,
  n.relates, n.supports, n.comments,
  (SELECT w.kind FROM answers w WHERE w.subject_id = s.id AND w.published_at IS NOT NULL) AS "answerKind",
  (SELECT a.due_on::text FROM assignments a WHERE a.subject_id = s.id AND a.ended_at IS NULL) AS "dueOn",
  (SELECT own.state_words -> s.state FROM activities own WHERE own.id = s.activity_id) AS "ownWord"`;

const AROUND = `JOIN proposals p ON p.id = s.id JOIN spaces sp ON sp.id = s.space_id
  LEFT JOIN people au ON au.id = s.author_id LEFT JOIN subject_entries en ON en.subject_id = s.id LEFT JOIN categories c ON c.id = s.category_id ${COUNTS}`;

/** Where its columns stand. */
export const FROM = `FROM subjects s ${AROUND}`;

/** A proposal with what the orders of lists are told by. */
export interface ListRow extends Proposal {
  sortAt: string;
  sortSupports: number;
  sortComments: number;
  sortUntil: string;
}

interface Order {
  order: string;
  beyond: string;
  /** What the cursor carries: exactly the values of the order. */
  key: (row: ListRow) => readonly (string | number)[];
}

/** Sort keys with the direction that makes them total. */
export const ORDERS: Record<ProposalSort, Order> = {
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

const COLUMNS =
  's.id, s.kind, s.space_id, s.activity_id, s.category_id, s.state, s.published_at, s.hidden_at, s.support_count, s.comment_count, s.search, s.search_text';

// Every statement is given the same values and says so, whether it asks for them or not: nothing runs this.
const GIVEN = `given AS (SELECT $1::text, $2::boolean, $3::uuid[], $4::text, $5::text[], $6::text, $7::text, $8::text, $9::text, $10::timestamptz)`;

const NAMED_SPACE = '(SELECT named.id FROM spaces named WHERE named.slug = $4::text)';
const NAMED_CATEGORY = '(SELECT named.id FROM categories named WHERE named.slug = $6::text)';
const SHOWN = `s.published_at IS NOT NULL AND s.hidden_at IS NULL`;
const FILTERS = `s.kind = 'proposal' AND ${SHOWN}
  AND s.space_id IN (SELECT seen.id FROM spaces seen WHERE seen.visibility = 'public' OR $2::boolean OR seen.id = ANY($3::uuid[]))
  AND ($4::text IS NULL OR s.space_id = ${NAMED_SPACE}) AND ($5::text[] IS NULL OR s.state = ANY($5))
  AND ($6::text IS NULL OR s.category_id = ${NAMED_CATEGORY})
  AND ($7::text IS NULL OR s.activity_id IN (SELECT named.id FROM activities named WHERE named.slug = $7))`;
const WORDS = { indexed: 's.search @@ $11::tsquery', text: 's.search_text LIKE ALL ($12::text[])' };

const PLACES = `unnest(ARRAY(SELECT of.id FROM activities of WHERE of.method = 'proposals' AND ($4::text IS NULL OR of.space_id = ${NAMED_SPACE})
    AND ($7::text IS NULL OR of.slug = $7))) places(id)`;

/** What may be read state by state, each in the order of an index: everything, a category, a place. */
const READ = {
  state: { of: '', one: `s.kind = 'proposal'` },
  category: { of: '', one: `s.category_id = ${NAMED_CATEGORY}` },
  place: { of: `${PLACES} CROSS JOIN `, one: 's.activity_id = places.id' },
};
type Read = keyof typeof READ;

/** The states that are asked for. A list of all of them is as good as none and lets the index be read in its order. */
const statesOf = ({ sort, group }: ProposalFilter): string =>
  sort === 'closing' ? `ARRAY['collecting']` : group ? '$5::text[]' : `ARRAY['${STATES.join(`', '`)}']`;

/** So many that collect are put in order by their last day; among more the days are walked. */
const FEW_COLLECT = 300;

const setOf = (name: Read, filter: ProposalFilter): FoundSet => ({
  name,
  most: filter.sort === 'closing' ? FEW_COLLECT : undefined,
  from: (
    columns,
    limit,
  ) => `${READ[name].of}unnest(${statesOf(filter)}) states(state) CROSS JOIN LATERAL (SELECT ${columns} FROM subjects s
      WHERE ${READ[name].one} AND s.state = states.state ORDER BY s.published_at DESC LIMIT ${limit})`,
});

interface Shape {
  filter: ProposalFilter;
  beyond: string;
  after: boolean;
}

function setsOf(filter: ProposalFilter): FoundSet[] {
  const { sort, group, category, space, activity, q } = filter;
  const place = space ?? activity;
  // The newest of a state, a category or a place are walked by an index of their own.
  if (sort === 'new' && !q && !(category && place)) return [];
  return [
    ...(sort === 'closing' || group ? [setOf('state', filter)] : []),
    ...(category ? [setOf('category', filter)] : []),
    ...(place ? [setOf('place', filter)] : []),
  ];
}

/** The index of the order. */
function walk(
  { filter, beyond, after }: Shape,
  gate: string,
  condition: string,
  limit: number,
  columns = COLUMNS,
): string {
  const { sort, group, category, space, activity } = filter;
  const { order } = ORDERS[sort];
  if (sort === 'closing') return walkDays(filter, after, gate, condition, limit);
  const rest = `${gate} AND ${SHOWN} AND ${beyond} AND ${condition} ORDER BY ${order} LIMIT ${limit}`;
  const read: Read | undefined = (space ?? activity) ? 'place' : category ? 'category' : group ? 'state' : undefined;
  if (sort !== 'new' || !read) return `SELECT ${columns} FROM subjects s WHERE s.kind = 'proposal' AND ${rest}`;
  return `SELECT s.* FROM ${READ[read].of}unnest(${statesOf(filter)}) states(state) CROSS JOIN LATERAL (SELECT ${columns} FROM subjects s
      WHERE ${READ[read].one} AND s.state = states.state AND ${rest}) s ORDER BY ${order} LIMIT ${limit}`;
}

// Looked up for each row: the planner would else read and sort all days there are.
const JOIN_DAY = 'CROSS JOIN LATERAL (SELECT of.collecting_until FROM proposals of WHERE of.id = s.id OFFSET 0) p';

/** By the last day, then what has none. The clock ends what is over within minutes; what it left for a day is not looked for. */
function walkDays(filter: ProposalFilter, after: boolean, gate: string, condition: string, limit: number): string {
  const days = `SELECT s.* FROM proposals p CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM subjects s WHERE s.id = p.id OFFSET 0) s
    WHERE ${gate} AND p.collecting_until > $10::timestamptz - interval '1 day'
      AND ${after ? 'p.collecting_until >= $8::timestamptz AND (p.collecting_until, s.id) > ($8::timestamptz, $9::uuid)' : 'true'}
      AND s.state = 'collecting' AND ${condition} ORDER BY p.collecting_until, p.id LIMIT ${limit}`;
  const none = `SELECT s.* FROM ${setOf('state', filter).from(COLUMNS, 1_000_000)} s ${JOIN_DAY}
    WHERE ${gate} AND (SELECT count(*) FROM days) < ${limit} AND p.collecting_until IS NULL
      AND ${after ? `('infinity', s.id) > ($8::timestamptz, $9::uuid)` : 'true'} AND ${condition} ORDER BY s.id LIMIT ${limit}`;
  return `WITH days AS MATERIALIZED (${days}) SELECT * FROM days UNION ALL (${none})`;
}

/**
 * Statement of a list: which proposals a page has, then what is shown of those. One text for each sort, for which filters there
 * are, with or without words and cursor; each is right for whatever values it is given, since PostgreSQL keeps one plan of it.
 */
export function listSql(filter: ProposalFilter, first: number, after: boolean, limits = FINDING): string {
  const { sort, q } = filter;
  const { order } = ORDERS[sort];
  const beyond = after ? ORDERS[sort].beyond : 'true';
  const shape: Shape = { filter, beyond, after };
  const closing = sort === 'closing';
  const sets = setsOf(filter);
  const condition = `${FILTERS}${closing ? ` AND s.state = 'collecting'` : ''}`;
  const room = roomFor(first + 1);
  const shown = `${CARD}, s.published_at::text AS "sortAt", s.support_count AS "sortSupports", s.comment_count AS "sortComments",
      coalesce(p.collecting_until, 'infinity')::text AS "sortUntil"`;
  // Where there is but one way, what is shown needs not be looked up again.
  if (sets.length === 0 && !q)
    return `WITH ${GIVEN} SELECT ${shown} FROM (${walk(shape, 'true', asked(condition), room, 's.*')}) s ${AROUND} ORDER BY ${order}`;
  const ids = findIds(
    {
      columns: COLUMNS,
      order,
      beyond,
      condition,
      join: closing ? JOIN_DAY : '',
      room,
      walk: (...given) => walk(shape, ...given),
      sets,
      words: q ? WORDS : undefined,
    },
    limits,
  );
  return `WITH ${GIVEN}, page AS MATERIALIZED (${ids}) SELECT ${shown} FROM page JOIN subjects s ON s.id = page.id ${AROUND} ORDER BY ${order}`;
}
