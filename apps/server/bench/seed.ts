import { createHash } from 'node:crypto';
import { db, hashSecret, inContext, inUnit, newContext, stableId, SYSTEM, type Tenant } from '@madang/kernel';
import { addMarks, addPeople, addProposals, addToTallies, type Mark } from '../src/imports/bulk.js';
import { prepareGround } from '../src/imports/ground.js';
import type { Program } from '../src/program.js';

export interface Size {
  people: number;
  proposals: number;
  comments: number;
  supports: number;
}

/** What the requests of the bench name. */
export interface Seeded {
  tenant: Tenant;
  space: string;
  /** Proposals with fifty comments; number n is the n-th. */
  busy: { id: string; number: number }[];
  all: { id: string; number: number }[];
  people: string[];
  /** Tokens of the API, one for each of the first people. */
  tokens: string[];
}

const PLACES = [
  '솔밭초등학교',
  '중앙시장',
  '달빛공원',
  '구립도서관',
  '버들개천',
  '행복주민센터',
  '역 앞 광장',
  '청년마을',
  '햇살어린이집',
  '너른들체육관',
];
const THINGS = [
  '횡단보도',
  '가로등',
  '자전거길',
  '쉼터',
  '놀이터',
  '버스 정류장',
  '공공 와이파이',
  '음식물 수거함',
  '텃밭',
  '경사로',
  '분리배출대',
  '그늘막',
];
const WISHES = [
  '늘려 주세요',
  '고쳐 주세요',
  '새로 놓아 주세요',
  '밤에도 열어 주세요',
  '안전하게 바꿔 주세요',
  '함께 가꾸게 해 주세요',
];
const REASONS = [
  '아이들이 매일 지나는 길인데 저녁이면 어두워서 위험해요.',
  '비가 오면 물이 고여 휠체어와 유아차가 지나가기 어려워요.',
  '주말마다 사람이 몰려 앉을 곳이 없어요.',
  '가까운 곳에 없어서 어르신들이 멀리까지 걸어가세요.',
  '작년에도 같은 의견이 있었지만 아직 달라지지 않았어요.',
];
const REMARKS = [
  '저도 같은 생각이에요. 특히 겨울에 더 위험합니다.',
  '예산이 얼마나 들지 궁금해요.',
  '반대쪽 길도 함께 살펴보면 좋겠어요.',
  '지난번 공사 때 불편했던 점도 생각해 주세요.',
  '찬성합니다. 이웃들과 이야기해 보니 모두 바라고 있어요.',
  '조금 더 알아보고 결정하면 어떨까요?',
];

/** Words that people of the bench search for. */
export const WORDS = ['횡단보도', '가로등', '자전거', '도서관', '쉼터', '시장', '텃밭', '광장', '공원', '놀이터'];

/** Numbers that look random and are the same in every run (xorshift). */
export function dice(seed: string): (sides: number) => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0) || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** The element at a place of a list that begins again at its end. */
export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!;
const BATCH = 10_000;
const BUSY_COMMENTS = 50;

/** Title, content and place of a proposal. */
export function proposalText(roll: (sides: number) => number): { title: string; content: string; place: string } {
  const title = `${pick(PLACES, roll(97))} ${pick(THINGS, roll(89))}을(를) ${pick(WISHES, roll(83))}`;
  const content = Array.from({ length: 3 + roll(4) }, () => pick(REASONS, roll(79))).join('\n\n');
  return { title, content, place: pick(PLACES, roll(97)) };
}

/** An open activity for proposals, in a space where one is named. */
export const ideas = (threshold: number, space?: string): ReturnType<typeof prepareGround> =>
  prepareGround({
    source: 'bench',
    file: 'bench',
    space,
    slug: 'ideas',
    title: { ko: '우리 동네 제안', en: 'Ideas' },
    purpose: {},
    decides: {},
    phases: [],
    always: ['submit', 'comment', 'relate', 'support'],
    settings: { threshold },
  });

/** Fills a tenant: people, proposals of one open activity, threaded comments, supports with their tallies. */
export async function fill(
  program: Pick<Program, 'database'>,
  tenant: Tenant,
  size: Size,
  tokens = 0,
): Promise<Seeded> {
  return inContext(newContext(tenant, { actor: SYSTEM, requestId: 'bench' }), () =>
    inUnit(program.database, false, async () => {
      const roll = dice(`seed ${size.proposals}`);
      const begin = new Date('2026-09-01T00:00:00Z').getTime();
      const at = (step: number): Date => new Date(begin + step * 60_000);
      const ground = await ideas(100_000);
      const people = Array.from({ length: size.people }, (_, n) => stableId('bench', 'person', String(n)));
      await addPeople(
        people.map((id, n) => ({
          id,
          name: `이웃 ${n + 1}`,
          birthYear: 1940 + roll(65),
          sex: pick(['f', 'm'], roll(2)),
        })),
        'verified',
        at(0),
      );
      const all = Array.from({ length: size.proposals }, (_, n) => ({
        id: stableId('bench', 'proposal', String(n)),
        number: n + 1,
      }));
      for (let from = 0; from < all.length; from += 500)
        await addProposals(
          ground,
          all.slice(from, from + 500).map(({ id, number }) => {
            const { title, content, place } = proposalText(roll);
            return {
              id,
              sourceKey: `bench:${id}`,
              title,
              content,
              state: 'collecting',
              authorId: pick(people, roll(size.people)),
              categoryId: null,
              cost: null,
              place,
              latitude: null,
              longitude: null,
              hidden: false,
              at: at(number),
            };
          }),
          'ko',
        );
      await db().run(`UPDATE proposals SET threshold = 100000, collecting_until = $1`, [
        new Date('2030-01-01T00:00:00Z'),
      ]);
      const counted = new Map<string, number>();
      for (let from = 0; from < size.supports; from += BATCH) {
        // Every person supports with a step of their own through the list: no pair comes twice.
        const marks = Array.from({ length: Math.min(BATCH, size.supports - from) }, (_, k): Mark => {
          const n = from + k;
          const person = n % size.people;
          const nth = Math.floor(n / size.people);
          return {
            subjectId: all[(person * 7 + nth * 13) % all.length]!.id,
            personId: people[person]!,
            at: at(1000 + n),
          };
        });
        await addMarks('support', marks, counted);
      }
      await addToTallies('support', counted);
      const busy = await discuss(all, people, size, roll, at);
      const secrets = people.slice(0, tokens).map((id) => `bench-${id.slice(0, 30)}-token`);
      await db().run(
        `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at, last_used_at)
         SELECT id, id, 'bench', hash, '{read,write}', now(), now() FROM unnest($1::uuid[], $2::text[]) AS t(id, hash)`,
        [people.slice(0, tokens), secrets.map(hashSecret)],
      );
      return { tenant, space: ground.spaceSlug, busy, all, people, tokens: secrets };
    }),
  );
}

/** A quarter of the proposals has fifty comments, thirty of them threads with answers; the others share the rest. */
async function discuss(
  all: Seeded['all'],
  people: readonly string[],
  size: Size,
  roll: (sides: number) => number,
  at: (step: number) => Date,
): Promise<Seeded['busy']> {
  const busy = all.slice(0, Math.floor(size.comments / BUSY_COMMENTS / 1.6));
  const others = all.slice(busy.length);
  const each = others.length === 0 ? 0 : Math.floor((size.comments - busy.length * BUSY_COMMENTS) / others.length);
  const rows = [
    ...busy.map(({ id }) => ({ id, n: BUSY_COMMENTS })),
    ...others.map(({ id }) => ({ id, n: each })),
  ].flatMap(({ id, n }) => {
    const roots = Math.ceil(n * 0.6);
    const made = Array.from({ length: n }, (_, k) => stableId('bench', 'comment', id, String(k)));
    return made.map((comment, k) => {
      const root = made[k < roots ? k : (k - roots) % roots]!;
      return {
        id: comment,
        subject: id,
        root,
        parent: k < roots ? null : root,
        path: k < roots ? `/${comment}` : `/${root}/${comment}`,
        author: pick(people, roll(people.length)),
        body: `${pick(REMARKS, roll(71))} ${pick(REASONS, roll(67))}`,
        stance: pick(['for', 'against', 'neutral', null], roll(4)),
        at: at(5000 + k),
      };
    });
  });
  await addComments(rows);
  await countComments(rows);
  return busy;
}

/** A comment, and where it stands in its thread. */
export interface NewComment {
  id: string;
  subject: string;
  root: string;
  parent: string | null;
  path: string;
  author: string;
  body: string;
  stance: string | null;
  at: Date;
}

/** Adds comments; nobody answers one that comes later in the list. */
export async function addComments(rows: readonly NewComment[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const part = rows.slice(from, from + BATCH).sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null));
    await db().run(
      `INSERT INTO comments (id, subject_id, root_id, parent_id, depth, path, author_id, stance, body, created_at)
       SELECT id, subject, root, parent, (parent IS NOT NULL)::int, path, author, stance, body, at
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::timestamptz[]) AS c(id, subject, root, parent, path, author, stance, body, at)`,
      [
        part.map((c) => c.id),
        part.map((c) => c.subject),
        part.map((c) => c.root),
        part.map((c) => c.parent),
        part.map((c) => c.path),
        part.map((c) => c.author),
        part.map((c) => c.stance),
        part.map((c) => c.body),
        part.map((c) => c.at),
      ],
    );
  }
}

/** Notes how many comments these items have. */
export async function countComments(rows: readonly NewComment[]): Promise<void> {
  const counted = new Map<string, number>();
  for (const { subject } of rows) counted.set(subject, (counted.get(subject) ?? 0) + 1);
  const values = [[...counted.keys()], [...counted.values()]];
  await db().run(
    `INSERT INTO tallies (subject_id, kind, slot, n) SELECT id, 'comment', 0, n FROM unnest($1::uuid[], $2::int[]) AS t(id, n)`,
    values,
  );
  await db().run(
    `UPDATE subjects s SET comment_count = t.n FROM unnest($1::uuid[], $2::int[]) AS t(id, n) WHERE s.id = t.id`,
    values,
  );
}
