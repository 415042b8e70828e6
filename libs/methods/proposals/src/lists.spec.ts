import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, registerMethods, SYSTEM, tenant, type Actor, type Slice, type Tenant } from '@madang/kernel';
import { answers } from '@madang/commons-answers';
import { audit } from '@madang/commons-audit';
import { conversation } from '@madang/commons-conversation';
import { INPUT_SORTS, InputFilter, inputs, InputsReader } from '@madang/commons-inputs';
import { media, MediaFolder } from '@madang/commons-media';
import { notices } from '@madang/commons-notices';
import { people } from '@madang/commons-people';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { FINDING, SearchReader, subjects, type FindingLimits } from '@madang/commons-subjects';
import { SiteWords } from '@madang/portal';
import { openYard, type Yard } from '@madang/testing';
import { createMessages, searchTokens, type Words } from '@madang/theming';
import { SORTS, type ProposalFilter } from './proposals.inputs.js';
import { proposals } from './proposals.method.js';
import { GROUP_STATES, ProposalsReader } from './proposals.reader.js';
import { STATES } from './proposals.rules.js';

class KnownWords extends SiteWords {
  override in(locale: string): Promise<Words> {
    return Promise.resolve(createMessages({ catalogues: [{ ko: {}, en: {} }] }).for(locale, tenant().timeZone));
  }
}

/** A proposal as it was put in, to say without SQL what a list should hold. */
interface Item {
  id: string;
  space: string;
  activity: string;
  category: string | null;
  state: string;
  title: string;
  supports: number;
  comments: number;
  at: Date;
  active: Date;
  hidden: boolean;
  until: Date | null;
  officer: string | null;
  due: string | null;
}

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const WORDS = ['횡단보도', '가로등', '자전거길'];
// With so few rows every statement goes the way that it goes in a large site.
const WAYS: [string, FindingLimits][] = [
  ['as it is', FINDING],
  ['of a large site', { few: 4, near: 6, far: 40, size: '1000000' }],
];

describe('lists, whichever way they are found', () => {
  let yard: Yard;
  let grove: Tenant;
  let member: Actor;
  let admin: Actor;
  const items: Item[] = [];
  const [open, closed] = [newId(), newId()];
  const activities = { gu: newId(), dong: newId(), closed };
  const categories = { roads: newId(), parks: newId() };

  beforeAll(async () => {
    yard = await openYard(
      [audit, people, spaces, subjects, conversation, answers, media, notices, inputs, site, proposals],
      {
        provide: [
          { provide: MediaFolder, useValue: { path: '/nonexistent' } },
          { provide: SiteWords, useValue: new KnownWords() },
        ],
      },
    );
    registerMethods([proposals]);
    grove = await yard.tenant('grove');
    member = await yard.person(grove, { name: '이웃' });
    admin = await yard.person(grove, { name: '관리자', role: 'administrator' });
    const officers = [await yard.person(grove, { name: '담당1' }), await yard.person(grove, { name: '담당2' })];
    await yard.as(grove, SYSTEM, async () => {
      for (const [slug, visibility] of [
        ['gu', 'public'],
        ['dong', 'public'],
        ['closed', 'members'],
      ] as const) {
        const id = slug === 'gu' ? open : newId();
        await db().run(
          `INSERT INTO spaces (id, slug, kind, name, visibility, created_at) VALUES ($1, $2, 'group', '{"ko":"곳"}', $3, now())`,
          [id, slug, visibility],
        );
        await db().run(
          `INSERT INTO activities (id, space_id, method, slug, title, created_at) VALUES ($1, $2, 'proposals', $3, '{"ko":"제안"}', now())`,
          [activities[slug], id, slug === 'dong' ? 'others' : 'ideas'],
        );
      }
      for (const [slug, id] of Object.entries(categories))
        await db().run(`INSERT INTO categories (id, slug, name) VALUES ($1, $2, '{"ko":"갈래"}')`, [id, slug]);
      const begin = yard.clock.now.getTime();
      for (let n = 0; n < 120; n += 1) await put(n, begin, officers[n % 2]!.personId);
    });
  });
  afterAll(() => yard.close());

  async function put(n: number, begin: number, officer: string): Promise<void> {
    const at = new Date(begin - ((n * 7919) % 120) * 3_600_000);
    const space = pick(['gu', 'gu', 'gu', 'dong', 'dong', 'closed'] as const, n * 5 + Math.floor(n / 6));
    const state = pick([...STATES, 'collecting', 'missed'], n * 4 + Math.floor(n / 11));
    const days = pick([null, 3, 9, 9, 20], n);
    const item: Item = {
      id: newId(begin + n),
      space,
      activity: activities[space],
      category: pick([null, 'roads', 'roads', 'parks'], n + Math.floor(n / 4)),
      state,
      title: `${pick(WORDS, n)} ${pick(WORDS, Math.floor(n / 3))} 제안`,
      supports: (n * 31) % 7,
      comments: (n * 17) % 5,
      at,
      active: new Date(at.getTime() + (n % 9) * 60_000),
      hidden: n % 13 === 0,
      until: days === null ? null : new Date(begin + days * 86_400_000),
      officer: state === 'awaiting_answer' ? officer : null,
      due: state === 'awaiting_answer' ? `2026-0${1 + (n % 3)}-1${n % 2}` : null,
    };
    items.push(item);
    await db().run(
      `INSERT INTO subjects (id, kind, space_id, activity_id, number, title, category_id, locale, state, state_since, support_count, comment_count, search, search_text, created_at, published_at, hidden_at, active_at)
       SELECT $1, 'proposal', a.space_id, a.id, $3, $4, $5, 'ko', $6, $7, $8, $9, array_to_tsvector($10), $11, $7, $7, CASE WHEN $12 THEN $7::timestamptz END, $13 FROM activities a WHERE a.id = $2`,
      [item.id, item.activity, n + 1, item.title, item.category && categories[item.category as 'roads'], state, at]
        .concat([item.supports, item.comments] as never[])
        .concat([searchTokens(item.title), item.title, item.hidden, item.active] as never[]),
    );
    await db().run(`INSERT INTO proposals (id, content, answer_days, collecting_until) VALUES ($1, 'x', 20, $2)`, [
      item.id,
      item.until,
    ]);
    if (item.officer)
      await db().run(
        `INSERT INTO assignments (id, subject_id, officer_id, assigned_at, due_on) VALUES ($1, $2, $3, now(), $4)`,
        [newId(), item.id, item.officer, item.due],
      );
  }

  /** All pages of a list, one after the other. */
  async function pages(read: (after?: string) => Promise<Slice<{ id: string }>>): Promise<string[]> {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await read(after);
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.hasNextPage ? page.cursors.at(-1) : undefined;
    } while (after);
    return seen;
  }

  /** Ids in an order: by numbers or texts, the ids deciding at last; `down` for the largest first. */
  const ordered = (found: Item[], key: (item: Item) => number | string, down: boolean): string[] =>
    found
      .toSorted((one, other) => {
        const [a, b] = [key(one), key(other)];
        const by = a < b ? -1 : a > b ? 1 : one.id < other.id ? -1 : 1;
        return down ? -by : by;
      })
      .map(({ id }) => id);
  const NEVER = Number.POSITIVE_INFINITY;
  const has = (item: Item, words?: string): boolean => !words || words.split(' ').every((w) => item.title.includes(w));

  const FILTERS: Omit<ProposalFilter, 'sort'>[] = [
    {},
    { group: 'collecting' },
    { group: 'waiting' },
    { group: 'ended' },
    { category: 'roads' },
    { category: 'none-such' },
    { space: 'gu' },
    { space: 'closed' },
    { activity: 'ideas' },
    { space: 'dong', activity: 'others' },
    { space: 'gu', group: 'ended' },
    { category: 'parks', group: 'carried_out' },
    { space: 'gu', category: 'roads' },
    { space: 'dong', category: 'roads', group: 'collecting' },
    { q: '횡단보도' },
    { q: '단보 가로등' },
    { q: '자전거길', space: 'gu' },
    { q: '자전거', category: 'roads', group: 'ended' },
    { q: '없는말' },
  ];

  it.each(WAYS)('show the same proposals in the same order: %s', async (_way, limits) => {
    const reader = yard.get(ProposalsReader);
    reader.limits = limits;
    for (const filter of FILTERS)
      for (const sort of SORTS) {
        const found = items.filter(
          (item) =>
            !item.hidden &&
            item.space !== 'closed' &&
            (!filter.group || GROUP_STATES[filter.group].includes(item.state)) &&
            (!filter.category || item.category === filter.category) &&
            (!filter.space || item.space === filter.space) &&
            (!filter.activity || (item.space === 'dong' ? 'others' : 'ideas') === filter.activity) &&
            (sort !== 'closing' || item.state === 'collecting') &&
            has(item, filter.q),
        );
        const expected = {
          new: () => ordered(found, ({ at }) => at.getTime(), true),
          support: () => ordered(found, ({ supports }) => supports, true),
          comments: () => ordered(found, ({ comments }) => comments, true),
          closing: () => ordered(found, ({ until }) => until?.getTime() ?? NEVER, false),
        }[sort]();
        const seen = await yard.as(grove, member, () => pages((after) => reader.list({ ...filter, sort }, 7, after)));
        expect({ filter, sort, seen }).toEqual({ filter, sort, seen: expected });
      }
  });

  it.each(WAYS)('show the office the same inputs in the same order: %s', async (_way, limits) => {
    const reader = yard.get(InputsReader);
    reader.limits = limits;
    const officer = items.find((item) => item.officer)!.officer!;
    const filters: [Partial<InputFilter>, (item: Item) => boolean][] = [
      [{}, () => true],
      [{ kind: 'proposal' }, () => true],
      [{ kind: 'post' }, () => false],
      [{ state: 'missed' }, ({ state }) => state === 'missed'],
      [{ queue: 'unassigned' }, ({ state, hidden }) => state === 'awaiting_assignment' && !hidden],
      [{ queue: 'overdue' }, ({ due, hidden }) => due !== null && !hidden],
      [{ officerId: officer }, (item) => item.officer === officer],
      [{ officerId: officer, words: '횡단' }, (item) => item.officer === officer && has(item, '횡단')],
      [{ categoryId: categories.roads }, ({ category }) => category === 'roads'],
      [{ space: 'closed' }, ({ space }) => space === 'closed'],
      [{ activityId: activities.dong, state: 'collecting' }, (i) => i.space === 'dong' && i.state === 'collecting'],
      [{ hidden: true }, ({ hidden }) => hidden],
      [{ hidden: false, space: 'gu' }, ({ hidden, space }) => !hidden && space === 'gu'],
      [{ source: 'paper' }, () => false],
      [{ source: 'online' }, () => true],
      [{ words: '횡단보도 자전거' }, (item) => has(item, '횡단보도 자전거')],
      [{ words: '가로등', categoryId: categories.parks }, (i) => has(i, '가로등') && i.category === 'parks'],
    ];
    for (const [given, fits] of filters)
      for (const sort of INPUT_SORTS) {
        const filter = Object.assign(new InputFilter(), given, { sort });
        const found = items.filter(fits);
        const expected = {
          new: () => ordered(found, ({ at }) => at.getTime(), true),
          active: () => ordered(found, ({ active }) => active.getTime(), true),
          due: () => ordered(found, ({ due }) => due ?? '9999', false),
          supports: () => ordered(found, ({ supports }) => supports, true),
          comments: () => ordered(found, ({ comments }) => comments, true),
        }[sort]();
        const seen = await yard.as(grove, admin, () => pages((after) => reader.table(filter, 23, after)));
        expect({ filter, seen }).toEqual({ filter, seen: expected });
      }
  });

  it('finds words wherever they are, the newest first', async () => {
    const found = items.filter((item) => !item.hidden && item.space !== 'closed' && has(item, '가로등'));
    const seen = await yard.as(grove, member, () => yard.get(SearchReader).search('가로등', { first: 100 }));
    expect(seen.map(({ id }) => id)).toEqual(ordered(found, () => '', true).slice(0, 100));
  });

  it.each(WAYS)('find titles like the one that is typed: %s', async (_way, limits) => {
    const reader = yard.get(ProposalsReader);
    reader.limits = limits;
    const seen = await yard.as(grove, member, () => reader.similar('가로등 횡단보도 늘리기'));
    expect(seen).toHaveLength(5);
    for (const { title } of seen) expect(['가로등 횡단보도 제안', '횡단보도 가로등 제안']).toContain(title);
    expect(await yard.as(grove, member, () => reader.similar('...'))).toEqual([]);
  });
});
