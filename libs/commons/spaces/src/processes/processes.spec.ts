import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, registerMethods, SYSTEM, tenant, type Actor, type Method, type Tenant } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { people } from '@madang/commons-people';
import { subjects } from '@madang/commons-subjects';
import { SiteWords } from '@madang/portal';
import { openYard, type Yard } from '@madang/testing';
import { createMessages, type Words } from '@madang/theming';
import { Places } from '../places/places.service.js';
import { PlacesReader } from '../places/places.reader.js';
import { spaces } from '../spaces.part.js';
import { SpacesReader } from '../spaces.reader.js';
import { Activities } from './activities.service.js';
import { DesignReader, type DesignedProcess } from './design.reader.js';
import { Designs } from './designs.service.js';
import { Methods } from './methods.service.js';
import { Previews } from './previews.service.js';
import { Processes } from './processes.service.js';
import { Publishing } from './publishing.service.js';
import { SeenByResidents } from './seen.service.js';
import { PROCESS_TEMPLATES } from './templates/index.js';

const catalogue = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../i18n/${locale}.json`, import.meta.url), 'utf8')) as Record<string, string>;
const messages = createMessages({
  catalogues: [
    { ko: catalogue('ko'), en: catalogue('en') },
    {
      ko: { 'dances.method': '춤', 'dances.interaction.join': '함께하기', 'dances.settings.steps': '걸음 수' },
      en: { 'dances.method': 'Dance', 'dances.interaction.join': 'join in', 'dances.settings.steps': 'Steps' },
    },
  ],
});
class KnownWords extends SiteWords {
  override in(locale: string): Promise<Words> {
    return Promise.resolve(messages.for(locale, tenant().timeZone));
  }
}

/** A method that no folder brings: what the commons do with it, they do with any. */
const dances: Method = {
  name: 'dances',
  home: import.meta.url,
  settings: {
    steps: { kind: 'integer', default: 4, min: 1, max: 99 },
    style: { kind: 'choice', default: 'slow', options: ['slow', 'quick'] },
  },
  subjects: [{ kind: 'dance', path: 'dances', states: ['called', 'danced'] }],
  interactions: ['call', 'join'],
  starters: [{ slug: 'hall', title: { ko: '춤마당', en: 'Hall' }, interactions: ['call', 'join'] }],
};
const named = (name: string, interactions: string[], settings: Method['settings']): Method => ({
  name,
  home: import.meta.url,
  settings,
  interactions,
  subjects: [{ kind: name, path: name, states: ['collecting', 'awaiting_assignment', 'awaiting_answer'] }],
});

describe('processes', () => {
  let yard: Yard;
  let grove: Tenant;
  let admin: Actor;
  let organiser: Actor;
  let member: Actor;
  let spaceId: string;

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, subjects], {
      provide: [{ provide: SiteWords, useValue: new KnownWords() }],
    });
    registerMethods([dances]);
    grove = await yard.tenant('grove');
    admin = await yard.person(grove, { role: 'administrator' });
    spaceId = await yard.as(grove, admin, () =>
      yard.get(Places).save({ name: { ko: '마당', en: 'Yard' }, slug: 'yard' }),
    );
    organiser = await yard.person(grove, { spaces: { [spaceId]: 'organiser' } });
    member = await yard.person(grove, { spaces: { [spaceId]: 'member' } });
  });
  afterAll(async () => {
    registerMethods([]);
    await yard.close();
  });

  const as = <T>(work: () => Promise<T>, who: Actor = admin): Promise<T> => yard.as(grove, who, work);
  const read = (id: string): Promise<DesignedProcess> => as(() => yard.get(DesignReader).one(id));
  const draft = (title = '춤추는 마을', who = admin): Promise<string> =>
    as(() => yard.get(Processes).create({ space: 'yard', title: { ko: title } }), who);

  /** A draft that may be published: two phases, one activity, something open. */
  async function ready(): Promise<DesignedProcess> {
    const id = await draft();
    await as(() => yard.get(Processes).edit({ id, revision: 1, purpose: { ko: '함께 춰요.' } }));
    await as(() =>
      yard.get(Processes).savePhases({
        processId: id,
        revision: 2,
        phases: [
          { title: { ko: '부르기' }, startsOn: '2026-11-01', endsOn: '2026-11-30', precision: 'day' },
          { title: { ko: '추기' }, startsOn: '2026-12-01', endsOn: '2026-12-31', precision: 'month' },
        ],
      }),
    );
    await as(() =>
      yard.get(Activities).save({ processId: id, method: 'dances', title: { ko: '춤' }, settings: { steps: 8 } }),
    );
    const made = await read(id);
    await as(() =>
      yard.get(Activities).saveWindows({
        processId: id,
        revision: made.revision,
        windows: [
          { activityId: made.activities[0]!.id, phaseId: made.phases[0]!.id, interactions: ['call'] },
          { activityId: made.activities[0]!.id, phaseId: made.phases[1]!.id, interactions: ['call', 'join'] },
        ],
      }),
    );
    return read(id);
  }

  it('begin as drafts that nobody sees, by organisers of the space and nobody below', async () => {
    const id = await draft('처음', organiser);
    expect((await read(id)).state).toBe('draft');
    await expect(draft('아니', member)).rejects.toMatchObject({ code: 'denied' });
    await expect(as(() => yard.get(SpacesReader).process(spaceId, 'process'), member)).rejects.toMatchObject({
      code: 'process_missing',
    });
    expect((await as(() => yard.get(DesignReader).list({}, 20), organiser)).nodes.map((row) => row.id)).toContain(id);
  });

  it('keep what two people save at once: the second is told, and nothing of it is lost', async () => {
    const id = await draft();
    await as(() => yard.get(Processes).edit({ id, revision: 1, purpose: { ko: '하나' } }));
    await expect(as(() => yard.get(Processes).edit({ id, revision: 1, purpose: { ko: '둘' } }))).rejects.toMatchObject({
      code: 'changed_meanwhile',
      kind: 'conflict',
    });
    expect((await read(id)).purpose).toEqual({ ko: '하나' });
  });

  it('refuse a phase that ends before it begins, and keep windows of phases that stay', async () => {
    const process = await ready();
    await expect(
      as(() =>
        yard.get(Processes).savePhases({
          processId: process.id,
          revision: process.revision,
          phases: [{ title: { ko: '거꾸로' }, startsOn: '2026-12-02', endsOn: '2026-12-01', precision: 'day' }],
        }),
      ),
    ).rejects.toMatchObject({ fields: [{ field: 'phases.0.endsOn', code: 'ends_before' }] });
    const [first] = process.phases;
    await as(() =>
      yard.get(Processes).savePhases({
        processId: process.id,
        revision: process.revision,
        phases: [{ ...first!, endsOn: '2026-12-05' }],
      }),
    );
    const after = await read(process.id);
    expect(after.phases.map((phase) => phase.endsOn)).toEqual(['2026-12-05']);
    expect(after.windows).toEqual([
      { activityId: process.activities[0]!.id, phaseId: first!.id, interactions: ['call'] },
    ]);
  });

  it('say in both languages what residents will see, today and in each phase', async () => {
    const seen = await as(async () =>
      yard.get(SeenByResidents).of(await yard.get(DesignReader).one((await readyId()).id)),
    );
    expect(seen.map((one) => one.text['ko'])).toEqual([
      '지금은 ‘부르기’ 단계이고, 2026년 11월 30일까지 이어져요. 참여할 수 있는 일: 춤(call).',
      '2026년 11월 1일부터 2026년 11월 30일까지 ‘부르기’ 단계예요. 참여할 수 있는 일: 춤(call).',
      '2026년 12월에 ‘추기’ 단계가 있어요. 참여할 수 있는 일: 춤(call · 함께하기).',
    ]);
    expect(seen[2]!.text['en']).toContain('You can take part in: 춤 (call · join in).');
  });
  const readyId = ready;

  it('go public only when people can take part, and back to a draft while nobody has', async () => {
    const id = await draft();
    expect(await as(() => yard.get(Publishing).blockers(id))).toEqual(['no_purpose', 'no_activity']);
    await expect(as(() => yard.get(Publishing).publish({ id, revision: 1 }))).rejects.toMatchObject({
      code: 'process_not_ready',
    });
    const process = await ready();
    await as(() => yard.get(Publishing).publish({ id: process.id, revision: process.revision }));
    const open = await as(() => yard.get(SpacesReader).process(spaceId, process.slug), member);
    expect(open.activities[0]!.open).toEqual(['call']);
    const { revision } = await read(process.id);
    await as(() => yard.get(Publishing).withdraw({ id: process.id, revision }));
    expect((await read(process.id)).state).toBe('draft');
    await as(() => yard.get(Publishing).publish({ id: process.id, revision: revision + 1 }));
    await as(() =>
      db().run(
        `INSERT INTO subjects (id, kind, space_id, activity_id, number, title, locale, state, state_since, created_at, active_at)
         VALUES (gen_random_uuid(), 'dance', $1, $2, 1, '왈츠', 'ko', 'called', now(), now(), now())`,
        [spaceId, process.activities[0]!.id],
      ),
    );
    await expect(
      as(() => yard.get(Publishing).withdraw({ id: process.id, revision: revision + 2 })),
    ).rejects.toMatchObject({ code: 'contributed_already' });
    await expect(
      as(() => yard.get(Publishing).close({ id: process.id, revision: revision + 2 })),
    ).rejects.toMatchObject({ fields: [{ field: 'reason', code: 'required' }] });
    await as(() => yard.get(Publishing).close({ id: process.id, revision: revision + 2, reason: '끝' }));
    await as(() => yard.get(Publishing).reopen({ id: process.id, revision: revision + 3, reason: '더' }));
    expect((await read(process.id)).state).toBe('open');
    await expect(as(() => yard.get(Activities).remove(process.activities[0]!.id))).rejects.toMatchObject({
      code: 'contributed_already',
    });
  });

  it('go public by themselves at the moment planned, unless the plan was moved or taken back', async () => {
    const process = await ready();
    const at = new Date(yard.clock.now.getTime() + 3_600_000);
    await as(() => yard.get(Publishing).schedule({ id: process.id, revision: process.revision, at }));
    const [job] = await yard.outbox('processes.publish');
    expect(job!.payload).toEqual({ processId: process.id });
    const run = (): Promise<void> => as(() => yard.get(Publishing).publishDue({ processId: process.id }), SYSTEM);
    await run();
    expect((await read(process.id)).state).toBe('draft');
    const before = yard.clock.now;
    yard.clock.advance({ minutes: 61 });
    await run();
    await run();
    const after = await read(process.id);
    expect([after.state, after.publishAt]).toEqual(['open', null]);
    const audits = await as(() =>
      db().rows<{ act: string }>(
        `SELECT act FROM audit WHERE object_id = $1 AND act LIKE 'processes.%published' ORDER BY at`,
        [process.id],
      ),
    );
    expect(audits.map((row) => row.act)).toEqual(['processes.published']);
    yard.clock.now = before;
  });

  it('show a draft to whoever holds its link, until the day it ends or is taken back', async () => {
    const process = await ready();
    const { path } = await as(() => yard.get(Previews).make({ processId: process.id, days: 2 }));
    const secret = path.split('/').at(-1)!;
    const open = (): Promise<string> =>
      as(() => yard.get(Previews).open(secret), { ...member, personId: null, kind: 'visitor', role: 'visitor' });
    expect(await open()).toBe(process.id);
    await expect(as(() => yard.get(Previews).open(`${secret}x`))).rejects.toMatchObject({ code: 'preview_missing' });
    expect(await as(() => yard.get(Previews).revoke(process.id))).toBe(1);
    await expect(open()).rejects.toMatchObject({ code: 'preview_missing' });
    const again = await as(() => yard.get(Previews).make({ processId: process.id, days: 2 }));
    const before = yard.clock.now;
    yard.clock.advance({ days: 3 });
    await expect(as(() => yard.get(Previews).open(again.path.split('/').at(-1)!))).rejects.toMatchObject({
      code: 'preview_missing',
    });
    yard.clock.now = before;
  });

  it('travel as designs: out, in and copied with their days moved, without anybody and anything in them', async () => {
    const process = await ready();
    const design = await as(() => yard.get(Designs).design(process.id));
    expect(JSON.stringify(design)).not.toContain(process.id);
    expect(design.phases.map((phase) => [phase.from, phase.to])).toEqual([
      [0, 29],
      [30, 60],
    ]);
    const copy = await read(
      await as(() => yard.get(Designs).create({ space: 'yard', design: design, startsOn: '2027-03-01' })),
    );
    expect(copy.phases.map((phase) => phase.startsOn)).toEqual(['2027-03-01', '2027-03-31']);
    expect(copy.activities.map((one) => [one.method, one.settings, one.inputs])).toEqual([['dances', { steps: 8 }, 0]]);
    expect(copy.windows).toHaveLength(2);
    expect(await as(async () => yard.get(Designs).design(copy.id))).toEqual({
      ...design,
      activities: [{ ...design.activities[0], slug: copy.activities[0]!.slug }],
    });
    const twin = await read(await as(() => yard.get(Designs).duplicate({ id: process.id, startsOn: '2027-01-10' })));
    expect([twin.state, twin.phases[0]!.startsOn, twin.phases[1]!.endsOn]).toEqual([
      'draft',
      '2027-01-10',
      '2027-03-11',
    ]);
  });

  it('refuse designs that do not fit, naming each place', async () => {
    const design = await as(async () => yard.get(Designs).design((await ready()).id));
    const bad = {
      ...design,
      activities: [
        { ...design.activities[0], settings: { steps: 1000 }, windows: [{ phase: 'nowhere', interactions: ['fly'] }] },
        { ...design.activities[0], slug: 'other', method: 'polkas' },
      ],
    };
    await expect(as(() => yard.get(Designs).create({ space: 'yard', design: bad }))).rejects.toMatchObject({
      code: 'design_does_not_fit',
      fields: [
        { field: 'design.activities.0.settings.steps' },
        { field: 'design.activities.0.windows.0.phase' },
        { field: 'design.activities.0.windows.0.interactions' },
        { field: 'design.activities.1.method' },
      ],
    });
    await expect(
      as(() => yard.get(Designs).create({ space: 'yard', design: { ...design, people: [] } })),
    ).rejects.toMatchObject({ code: 'design_unreadable' });
  });

  it('have built-in designs that fit the methods they name', async () => {
    registerMethods([
      dances,
      named('proposals', ['submit', 'comment', 'relate', 'support'], {
        threshold: { kind: 'integer', default: 100, min: 1, optional: true },
        collectingDays: { kind: 'integer', default: 30 },
        answerDays: { kind: 'integer', default: 20 },
        place: { kind: 'choice', default: 'off', options: ['off', 'optional', 'required'] },
        visitorsMayAct: { kind: 'boolean', default: true },
      }),
      named('posts', ['write', 'comment'], {
        kind: { kind: 'choice', default: 'news', options: ['notice', 'news', 'talk'] },
      }),
    ]);
    try {
      for (const { name, design } of PROCESS_TEMPLATES) {
        const id = await as(() => yard.get(Designs).create({ space: 'yard', template: name, startsOn: '2027-01-01' }));
        expect([name, (await read(id)).phases.length]).toEqual([name, design.phases.length]);
        expect([name, await as(() => yard.get(Publishing).blockers(id))]).toEqual([name, []]);
      }
    } finally {
      registerMethods([dances]);
    }
  });

  it('give the form of a method nobody knew before by its folder alone, and hold its settings to it', async () => {
    const [method] = await as(() => yard.get(Methods).list());
    expect(method).toMatchObject({
      name: 'dances',
      label: '춤',
      interactions: [
        { name: 'call', label: 'call' },
        { name: 'join', label: '함께하기' },
      ],
      settings: [
        { name: 'steps', kind: 'integer', min: 1, max: 99, default: 4, label: '걸음 수', optional: false },
        { name: 'style', kind: 'choice', options: [{ name: 'slow' }, { name: 'quick' }] },
      ],
    });
    const process = await ready();
    const [activity] = process.activities;
    const save = (settings: Record<string, unknown>): Promise<string> =>
      as(() => yard.get(Activities).save({ id: activity!.id, revision: activity!.revision, settings }));
    await expect(save({ steps: 100 })).rejects.toMatchObject({
      fields: [{ field: 'settings.steps', code: 'too_large', params: { limit: 99 } }],
    });
    await expect(save({ tempo: 1 })).rejects.toMatchObject({ fields: [{ field: 'settings.tempo', code: 'choice' }] });
    await save({ steps: 12, style: 'quick' });
    expect((await read(process.id)).activities[0]!.settings).toEqual({ steps: 12, style: 'quick' });
    await expect(save({ steps: 3 })).rejects.toMatchObject({ code: 'changed_meanwhile' });
  });

  it('carry an organisation’s own words for where things stand, of states that exist', async () => {
    const process = await ready();
    const [activity] = process.activities;
    const save = (stateWords: Record<string, Record<string, string>>): Promise<string> =>
      as(() => yard.get(Activities).save({ id: activity!.id, revision: activity!.revision, stateWords }));
    await expect(save({ flown: { ko: '날았음' } })).rejects.toMatchObject({
      fields: [{ field: 'stateWords.flown', code: 'choice' }],
    });
    await save({ danced: { ko: '췄어요', en: '  ' } });
    expect((await read(process.id)).activities[0]!.stateWords).toEqual({ danced: { ko: '췄어요' } });
  });

  it('live in spaces that begin with what each method offers, are copied, archived and brought back', async () => {
    const places = await as(() => yard.get(PlacesReader).spaces());
    expect(places[0]!.activities.map((one) => [one.method, one.slug])).toEqual([['dances', 'hall']]);
    const copy = await as(() => yard.get(Places).copy({ id: spaceId, name: { ko: '뒷마당' } }));
    const hall = await as(() => yard.get(SpacesReader).activities(copy));
    expect(hall.map((one) => [one.slug, one.open])).toEqual([['hall', ['call', 'join']]]);
    await as(() => yard.get(Places).archive(copy, true));
    expect((await as(() => yard.get(SpacesReader).list(), member)).map((one) => one.id)).not.toContain(copy);
    await as(() => yard.get(Places).archive(copy, false));
    expect((await as(() => yard.get(SpacesReader).list(), member)).map((one) => one.id)).toContain(copy);
    await expect(as(() => yard.get(Places).save({ name: { ko: '콘솔' }, slug: 'console' }))).rejects.toMatchObject({
      fields: [{ field: 'slug', code: 'taken' }],
    });
    await expect(as(() => yard.get(Places).save({ name: { ko: '몰래' } }), organiser)).rejects.toMatchObject({
      code: 'denied',
    });
  });
});
