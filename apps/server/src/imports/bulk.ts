import { db, stableId } from '@madang/kernel';
import { excerpt, normalise, searchTokens } from '@madang/theming';
import type { Ground } from './ground.js';

/** A proposal as an import brings it. */
export interface ImportedProposal {
  id: string;
  sourceKey: string;
  title: string;
  content: string;
  state: 'collecting' | 'awaiting_assignment' | 'answered';
  authorId: string | null;
  categoryId: string | null;
  cost: number | null;
  place: string;
  latitude: number | null;
  longitude: number | null;
  hidden: boolean;
  at: Date;
}

export interface ImportedPerson {
  id: string;
  name: string;
  birthYear: number | null;
  sex: string | null;
}

/** Tokens travel as one text per row, because a list of lists must be rectangular in PostgreSQL. */
const SEPARATOR = '\u001f';
const SLOTS = 16;
const ANSWER_DAYS = 20;

/** Adds people that are not there yet. @returns how many were new */
export async function addPeople(
  people: readonly ImportedPerson[],
  assurance: 'none' | 'verified',
  at: Date,
): Promise<number> {
  return db().run(
    `INSERT INTO people (id, display_name, assurance, birth_year, sex, source, created_at)
     SELECT id, name, $5, birth_year, sex, 'imported', $6 FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[]) AS p(id, name, birth_year, sex)
     ON CONFLICT (id) DO NOTHING`,
    [
      people.map((p) => p.id),
      people.map((p) => p.name),
      people.map((p) => p.birthYear),
      people.map((p) => p.sex),
      assurance,
      at,
    ],
  );
}

/** Adds proposals that are not there yet, numbered in their order. @returns the ids of the new ones */
export async function addProposals(
  ground: Ground,
  items: readonly ImportedProposal[],
  locale: string,
): Promise<string[]> {
  const texts = items.map((item) => `${item.title}\n${item.content}\n${item.place}`);
  const rows = await db().rows<{ id: string }>(
    `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[], $10::boolean[], $11::timestamptz[])
         WITH ORDINALITY AS g(id, source_key, title, summary, state, tokens, search_text, author_id, category_id, hidden, at, place)),
       fresh AS (SELECT g.*, row_number() OVER (ORDER BY g.place) AS nth FROM given g WHERE NOT EXISTS (SELECT 1 FROM subjects s WHERE s.source_key = g.source_key)),
       numbered AS (INSERT INTO numbers (space_id, kind, last) SELECT $12, 'proposal', count(*) FROM fresh HAVING count(*) > 0
         ON CONFLICT (space_id, kind) DO UPDATE SET last = numbers.last + excluded.last RETURNING last)
     INSERT INTO subjects (id, kind, space_id, activity_id, number, author_id, title, summary, category_id, locale, state, state_since,
         search, search_text, created_at, published_at, hidden_at, active_at, source_key)
       SELECT f.id, 'proposal', $12, $13, numbered.last - (SELECT count(*) FROM fresh) + f.nth, f.author_id, f.title, f.summary, f.category_id, $14, f.state, f.at,
              array_to_tsvector(string_to_array(f.tokens, $15)), f.search_text, f.at, f.at, CASE WHEN f.hidden THEN f.at END, f.at, f.source_key
         FROM fresh f, numbered RETURNING id`,
    [
      items.map((item) => item.id),
      items.map((item) => item.sourceKey),
      items.map((item) => item.title),
      items.map((item) => excerpt(item.content, 160)),
      items.map((item) => item.state),
      texts.map((text) => searchTokens(text).join(SEPARATOR)),
      texts.map((text) => normalise(text).slice(0, 20_000)),
      items.map((item) => item.authorId),
      items.map((item) => item.categoryId),
      items.map((item) => item.hidden),
      items.map((item) => item.at),
      ground.spaceId,
      ground.activityId,
      locale,
      SEPARATOR,
    ],
  );
  const fresh = new Set(rows.map(({ id }) => id));
  const made = items.filter(({ id }) => fresh.has(id));
  await db().run(
    `INSERT INTO proposals (id, content, place, latitude, longitude, cost, answer_days)
     SELECT id, content, place, latitude, longitude, cost, ${ANSWER_DAYS} FROM unnest($1::uuid[], $2::text[], $3::text[], $4::float8[], $5::float8[], $6::bigint[]) AS p(id, content, place, latitude, longitude, cost)`,
    [
      made.map((item) => item.id),
      made.map((item) => item.content),
      made.map((item) => item.place),
      made.map((item) => item.latitude),
      made.map((item) => item.longitude),
      made.map((item) => item.cost),
    ],
  );
  await addMoves(
    made.map((item) => ({ subjectId: item.id, from: null, to: 'collecting', rule: 'imported', at: item.at })),
  );
  return made.map(({ id }) => id);
}

export interface Move {
  subjectId: string;
  from: string | null;
  to: string;
  rule: string;
  at: Date;
}

/** Writes steps of the public history; the same step is written once. */
export async function addMoves(moves: readonly Move[]): Promise<void> {
  await db().run(
    `INSERT INTO transitions (id, subject_id, from_state, to_state, rule, at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) ON CONFLICT (id) DO NOTHING`,
    [
      moves.map((move) => stableId(move.subjectId, move.from ?? '', move.to, move.rule)),
      moves.map((move) => move.subjectId),
      moves.map((move) => move.from),
      moves.map((move) => move.to),
      moves.map((move) => move.rule),
      moves.map((move) => move.at),
    ],
  );
}

/** What a person did to a proposal. */
export interface Mark {
  subjectId: string;
  personId: string;
  at: Date;
}

const addMarksSql = (table: 'supports' | 'reactions'): string =>
  `WITH added AS (INSERT INTO ${table} (subject_id, person_id, at) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) ON CONFLICT DO NOTHING RETURNING subject_id)
   SELECT subject_id AS id, count(*)::int AS n FROM added GROUP BY subject_id`;
const ADD_MARKS = { support: addMarksSql('supports'), relate: addMarksSql('reactions') };

/** Adds supports (동의) or relations (공감); `counted` gathers how many were new for each proposal. */
export async function addMarks(
  kind: 'support' | 'relate',
  marks: readonly Mark[],
  counted: Map<string, number>,
): Promise<void> {
  const rows = await db().rows<{ id: string; n: number }>(ADD_MARKS[kind], [
    marks.map((mark) => mark.subjectId),
    marks.map((mark) => mark.personId),
    marks.map((mark) => mark.at),
  ]);
  for (const { id, n } of rows) counted.set(id, (counted.get(id) ?? 0) + n);
}

/** Brings tallies (spread over all slots) and the sorting columns in line with what was added. */
export async function addToTallies(kind: 'support' | 'relate', counted: ReadonlyMap<string, number>): Promise<void> {
  const slots = [...counted].flatMap(([id, n]) =>
    Array.from({ length: SLOTS }, (_, slot) => ({
      id,
      slot,
      n: Math.floor(n / SLOTS) + (slot < n % SLOTS ? 1 : 0),
    })).filter((row) => row.n > 0),
  );
  await db().run(
    `INSERT INTO tallies (subject_id, kind, slot, n) SELECT id, $4, slot, n FROM unnest($1::uuid[], $2::smallint[], $3::int[]) AS t(id, slot, n)
     ON CONFLICT (subject_id, kind, slot) DO UPDATE SET n = tallies.n + excluded.n`,
    [slots.map((row) => row.id), slots.map((row) => row.slot), slots.map((row) => row.n), kind],
  );
  await db().run(
    `UPDATE subjects s SET relate_count = c.relates, support_count = c.supports
       FROM (SELECT subject_id, coalesce(sum(n) FILTER (WHERE kind = 'relate'), 0)::int AS relates, coalesce(sum(n) FILTER (WHERE kind = 'support'), 0)::int AS supports
               FROM tallies WHERE subject_id = ANY($1) GROUP BY subject_id) c
      WHERE s.id = c.subject_id`,
    [[...counted.keys()]],
  );
}
