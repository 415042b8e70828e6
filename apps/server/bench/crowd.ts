import { db, hashSecret, inContext, inUnit, newContext, newId, stableId, SYSTEM, type Tenant } from '@madang/kernel';
import {
  addMarks,
  addPeople,
  addProposals,
  addToTallies,
  type ImportedProposal,
  type Mark,
} from '../src/imports/bulk.js';
import type { Ground } from '../src/imports/ground.js';
import type { Program } from '../src/program.js';
import { addComments, countComments, dice, ideas, pick, proposalText, type NewComment } from './seed.js';
import { sentence } from './vocabulary.js';

type Dice = (sides: number) => number;

/** What requests to a tenant of many proposals name. */
export interface Crowd {
  host: string;
  tenant: Tenant;
  /** Proposals that everybody may read, the oldest first, not more than a thousand of them. */
  shown: { id: string; number: number; space: string; at: Date }[];
  /** Spaces, the one with most proposals first. */
  spaces: string[];
  categories: { id: string; slug: string }[];
  activities: string[];
  officers: string[];
  departments: string[];
  /** Sessions of members. */
  sessions: string[];
  /** A token of an administrator that may do what they may. */
  staff: string;
}

/** Spaces of the site and their share of the proposals, in thousandths. */
const SPACES = [
  ['all', 550],
  ['dong-1', 200],
  ['dong-2', 120],
  ['dong-3', 80],
  ['youth', 30],
  ['parks', 12],
  ['schools', 5],
  ['garden', 3],
] as const;
/** Where old proposals came to, in hundredths; the rest was missed. */
const ENDS = [
  ['answered', 22],
  ['done', 12],
  ['under_way', 6],
  ['declined', 4],
  ['stopped', 1],
  ['withdrawn', 2],
] as const;
const DAY = 86_400_000;
const YEARS = 4;
const BATCH = 1000;
const OFFICERS = 12;
const DEPARTMENTS = 6;
const MEMBERS = 100;

interface Row extends ImportedProposal {
  ground: Ground;
  author: string;
  officer: string;
  department: string;
  until: Date;
}

/**
 * Fills a tenant with so many proposals of four years and what belongs to them: one writes more than others, most are
 * long decided, some spaces and categories hold hardly any, a few proposals have most of the support.
 */
export async function gather(program: Pick<Program, 'database'>, tenant: Tenant, size: number): Promise<Crowd> {
  const unit = <T>(work: () => Promise<T>): Promise<T> =>
    inContext(newContext(tenant, { actor: SYSTEM, requestId: 'bench' }), () => inUnit(program.database, false, work));
  const roll = dice('crowd');
  const people = Array.from({ length: Math.max(500, size / 5) }, (_, n) => stableId('crowd', String(n)));
  const place = await unit(() => furnishPlace(people, roll));
  const begin = Date.now() - YEARS * 365 * DAY;
  const shown: Crowd['shown'] = [];
  const numbers = new Map<string, number>();
  for (let from = 0; from < size; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, size - from) }, (_, k) =>
      proposalOf(begin + ((from + k + 1) / size) * YEARS * 365 * DAY, place, people, roll),
    );
    for (const { id, ground, hidden, at } of rows) {
      const number = (numbers.get(ground.spaceSlug) ?? 0) + 1;
      numbers.set(ground.spaceSlug, number);
      if (!hidden && shown.length < 1000 && roll(Math.ceil(size / 1000)) === 0)
        shown.push({ id, number, space: ground.spaceSlug, at });
    }
    await unit(() => addBatch(rows, people, roll));
  }
  return {
    host: `${tenant.slug}.localhost`,
    tenant,
    shown,
    ...place.named,
    ...(await unit(() => credentials(people))),
  };
}

interface Place {
  grounds: Ground[];
  named: Pick<Crowd, 'spaces' | 'categories' | 'activities' | 'officers' | 'departments'>;
}

async function furnishPlace(people: readonly string[], roll: Dice): Promise<Place> {
  for (let from = 0; from < people.length; from += BATCH)
    await addPeople(
      people.slice(from, from + BATCH).map((id, n) => ({
        id,
        name: `이웃 ${from + n + 1}`,
        birthYear: 1940 + roll(65),
        sex: pick(['f', 'm'], roll(2)),
      })),
      'verified',
      new Date(Date.now() - YEARS * 365 * DAY),
    );
  const officers = people.slice(0, OFFICERS);
  const departments = Array.from({ length: DEPARTMENTS }, (_, n) => stableId('crowd', 'department', String(n)));
  await db().run(
    `INSERT INTO departments (id, slug, name) SELECT id, 'd-' || nth, json_build_object('ko', '부서 ' || nth) FROM unnest($1::uuid[]) WITH ORDINALITY AS d(id, nth)`,
    [departments],
  );
  await db().run(`UPDATE people SET role = 'officer' WHERE id = ANY($1)`, [officers]);
  await db().run(`UPDATE people SET role = 'administrator' WHERE id = $1`, [people[OFFICERS]]);
  await db().run(
    `INSERT INTO spaces (id, slug, kind, name, created_at) SELECT gen_random_uuid(), slug, 'group', json_build_object('ko', slug), now() FROM unnest($1::text[]) s(slug) ON CONFLICT (slug) DO NOTHING`,
    [SPACES.map(([slug]) => slug)],
  );
  const categories = await db().rows<{ id: string; slug: string }>(
    'SELECT id, slug FROM categories ORDER BY position, slug',
  );
  const grounds: Ground[] = [];
  for (const [space] of SPACES) grounds.push(await ideas(100, space));
  const activities = grounds.map(({ activityId }) => activityId);
  return { grounds, named: { spaces: SPACES.map(([slug]) => slug), categories, activities, officers, departments } };
}

/** One of a list of shares that add up to `of`, or nothing. */
function among<T>(shares: readonly (readonly [T, number])[], of: number, roll: Dice): T | undefined {
  let left = roll(of);
  return shares.find(([, share]) => (left -= share) < 0)?.[0];
}

/** Small numbers much oftener than large ones: 0 to below `sides`. */
const skewed = (sides: number, roll: Dice): number => Math.floor(sides ** (roll(10_000) / 10_000)) - 1;

function stateAt(age: number, roll: Dice): string {
  if (age < 30 * DAY && roll(100) < 95) return 'collecting';
  if (age < 60 * DAY && roll(100) < 30) return pick(['awaiting_answer', 'awaiting_assignment'], roll(3));
  const end = among(ENDS, 100, roll) ?? 'missed';
  return end === 'declined' ? 'answered' : end;
}

function proposalOf(at: number, { grounds, named }: Place, people: readonly string[], roll: Dice): Row {
  const id = newId(at);
  const state = stateAt(Date.now() - at, roll);
  const space = among(SPACES, 1000, roll);
  const ground = grounds.find(({ spaceSlug }) => spaceSlug === space)!;
  const { title, content, place } = proposalText(roll);
  const category = roll(10) === 0 ? undefined : named.categories[skewed(named.categories.length + 1, roll)];
  return {
    id,
    sourceKey: `crowd:${id}`,
    title,
    content: `${content}\n\n${sentence(roll)}`,
    // Imports know three of the states that the table takes.
    state: state as ImportedProposal['state'],
    authorId: pick(people, skewed(people.length, roll)),
    categoryId: category?.id ?? null,
    cost: null,
    place,
    latitude: null,
    longitude: null,
    hidden: roll(200) === 0,
    at: new Date(at),
    ground,
    author: pick(people, roll(people.length)),
    officer: pick(named.officers, roll(OFFICERS)),
    department: pick(named.departments, roll(DEPARTMENTS)),
    until: new Date(at + 30 * DAY),
  };
}

async function addBatch(rows: readonly Row[], people: readonly string[], roll: Dice): Promise<void> {
  for (const ground of new Set(rows.map((row) => row.ground)))
    await addProposals(
      ground,
      rows.filter((row) => row.ground === ground),
      'ko',
    );
  await db().run(
    `UPDATE proposals p SET threshold = 100, collecting_until = u.until FROM unnest($1::uuid[], $2::timestamptz[]) AS u(id, until) WHERE p.id = u.id`,
    [rows.map(({ id }) => id), rows.map(({ until }) => until)],
  );
  const answered = rows.filter(({ state }) => ['answered', 'under_way', 'done', 'stopped'].includes(state));
  const assigned = [...answered, ...rows.filter(({ state }) => (state as string) === 'awaiting_answer')];
  await db().run(
    `INSERT INTO assignments (id, subject_id, department_id, officer_id, assigned_at, due_on, ended_at)
     SELECT gen_random_uuid(), id, department, officer, at, (at + interval '20 days')::date, CASE WHEN done THEN at + interval '45 days' END
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[]) AS a(id, department, officer, at, done)`,
    [
      assigned.map(({ id }) => id),
      assigned.map(({ department }) => department),
      assigned.map(({ officer }, n) => (n % 3 === 0 ? null : officer)),
      assigned.map(({ until }) => until),
      assigned.map((row) => answered.includes(row)),
    ],
  );
  await db().run(
    `INSERT INTO answers (id, subject_id, kind, body, department_id, published_at, created_at)
     SELECT gen_random_uuid(), id, kind, '살펴보았습니다.', department, at, at FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::timestamptz[]) AS a(id, kind, department, at)`,
    [
      answered.map(({ id }) => id),
      answered.map(({ state }) =>
        state === 'answered' ? pick(['declined', 'accepted', 'partly', 'already'], roll(4)) : 'accepted',
      ),
      answered.map(({ department }) => department),
      answered.map(({ until }) => until),
    ],
  );
  await addTakingPart(rows, people, roll);
}

async function addTakingPart(rows: readonly Row[], people: readonly string[], roll: Dice): Promise<void> {
  for (const kind of ['support', 'relate'] as const) {
    const counted = new Map<string, number>();
    const marks = rows.flatMap((row) => {
      // One in a hundred is known all over town.
      const first = roll(people.length);
      return Array.from({ length: skewed(roll(100) === 0 ? 400 : 12, roll) }, (_, n): Mark => ({
        subjectId: row.id,
        personId: people[(first + n) % people.length]!,
        at: new Date(row.at.getTime() + roll(30 * 1440) * 60_000),
      }));
    });
    await addMarks(kind, marks, counted);
    await addToTallies(kind, counted);
  }
  const comments = rows.flatMap((row) => {
    const many = roll(100) === 0 ? 50 : 3 + roll(3);
    const first = newId(row.at.getTime() + 1000);
    return Array.from({ length: many }, (_, n): NewComment => {
      const id = n === 0 ? first : newId(row.at.getTime() + (n + 1) * 3_600_000);
      const reply = n % 3 === 2;
      return {
        id,
        subject: row.id,
        root: reply ? first : id,
        parent: reply ? first : null,
        path: reply ? `/${first}/${id}` : `/${id}`,
        author: pick(people, skewed(people.length, roll)),
        body: proposalText(roll).content.slice(0, 120),
        stance: pick(['for', 'against', 'neutral', null], roll(4)),
        at: new Date(row.at.getTime() + (n + 1) * 3_600_000),
      };
    });
  });
  await addComments(comments);
  await countComments(comments);
}

async function credentials(people: readonly string[]): Promise<Pick<Crowd, 'sessions' | 'staff'>> {
  const step = Math.floor((people.length - OFFICERS - 1) / MEMBERS);
  const members = Array.from({ length: MEMBERS }, (_, n) => people[OFFICERS + 1 + (n + 1) * step - 1]!);
  const sessions = members.map((id) => `crowd-session-of-${id}`);
  await db().run(
    `INSERT INTO sessions (id, person_id, token_hash, created_at, last_seen_at, expires_at)
     SELECT id, id, hash, now(), now(), now() + interval '30 days' FROM unnest($1::uuid[], $2::text[]) AS s(id, hash)`,
    [members, sessions.map(hashSecret)],
  );
  const staff = `crowd-token-of-${people[OFFICERS]}`;
  await db().run(
    `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at, last_used_at) VALUES ($1, $1, 'bench', $2, '{read,write,manage}', now(), now())`,
    [people[OFFICERS], hashSecret(staff)],
  );
  return { sessions, staff };
}
