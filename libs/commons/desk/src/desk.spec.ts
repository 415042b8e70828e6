import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import {
  db,
  inContext,
  newContext,
  newId,
  SYSTEM,
  VISITOR,
  Workbook,
  type Actor,
  type Tenant,
  type ExportListInput,
} from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { people, Roles } from '@madang/commons-people';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { desk } from './desk.part.js';
import { DeskReader } from './desk.reader.js';
import { Lists, type ListFile } from './lists.service.js';
import { SavedViews } from './views.service.js';
import { Warnings } from './warnings.service.js';

type Someone = Actor & { personId: string };

describe('the desk', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;
  let organiser: Someone;
  let member: Someone;
  const space = newId();

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const unitless = <T>(who: Actor, work: () => Promise<T>): Promise<T> =>
    inContext(newContext(tenant, { actor: who, now: () => yard.clock.now }), work);
  const want = (parts: Partial<ExportListInput> = {}): ExportListInput => ({
    list: 'people',
    filter: '{}',
    columns: ['displayName', 'email', 'createdAt'],
    format: 'csv',
    ...parts,
  });
  const fetchAs = (who: Actor, secret: string): Promise<ListFile> => unitless(who, () => yard.get(Lists).fetch(secret));

  const prepared = async (wish: ExportListInput): Promise<string> => {
    const made = await as(admin, () => yard.get(Lists).prepare(wish));
    if ('file' in made) throw new Error('a short list leaves at once');
    return made.secret;
  };

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, desk]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { name: '관리자님', role: 'administrator' });
    await as(SYSTEM, () =>
      db().run(`INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, 'here', '{"ko":"여기"}', now())`, [space]),
    );
    organiser = await yard.person(tenant, { name: '길잡이', spaces: { [space]: 'organiser' } });
    member = await yard.person(tenant, { name: '주민' });
  });
  afterAll(() => yard.close());

  it('shows what waits to whoever can act on it, urgent things first', async () => {
    const other = await yard.person(tenant);
    await as(SYSTEM, async () => {
      await db().run(
        `INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'requested', now())`,
        [space, other.personId],
      );
      await yard.get(Warnings).raise({
        key: 'site.template.home',
        label: 'site.task.template',
        href: '/look/templates',
        urgent: true,
        may: ['list', 'Person'],
      });
    });
    const keys = async (who: Actor): Promise<string[]> =>
      (await as(who, () => yard.get(DeskReader).tasks()))
        .map((task) => task.key)
        .filter((key) => ['site.template.home', 'spaces.requests'].includes(key));
    expect(await keys(admin)).toEqual(['site.template.home', 'spaces.requests']);
    expect(await keys(organiser)).toEqual(['spaces.requests']);
    await expect(keys(member)).rejects.toMatchObject({ kind: 'denied', code: 'denied' });
    await expect(keys(VISITOR)).rejects.toMatchObject({ code: 'sign_in_first' });
    await as(SYSTEM, () => yard.get(Warnings).clear('site.template.home'));
    expect(await keys(admin)).toEqual(['spaces.requests']);
  });

  it('counts what leads to its rows, for whoever may see them', async () => {
    const numbers = await as(admin, () => yard.get(DeskReader).numbers());
    expect(numbers).toContainEqual(expect.objectContaining({ key: 'people.all', href: '/people?state=active' }));
    expect(await as(organiser, () => yard.get(DeskReader).numbers())).toEqual([]);
  });

  it('keeps views: mine, and shared ones of others', async () => {
    const views = yard.get(SavedViews);
    const id = await as(admin, () =>
      views.save({ screen: 'people', name: '직원', search: 'role=officer', shared: true }),
    );
    await as(admin, () => views.save({ screen: 'people', name: '나만', search: 'x=1', shared: false }));
    expect(
      await as(admin, () => views.save({ screen: 'people', name: '직원', search: 'role=officer&s=1', shared: true })),
    ).toBe(id);
    expect(await as(organiser, () => views.list('people'))).toEqual([
      { id, name: '직원', search: 'role=officer&s=1', shared: true, mine: false },
    ]);
    await expect(as(organiser, () => views.remove(id))).rejects.toMatchObject({ code: 'view_missing' });
    await expect(as(member, () => views.list('people'))).rejects.toMatchObject({ kind: 'denied' });
    await as(admin, () => views.remove(id));
    expect(await as(organiser, () => views.list('people'))).toEqual([]);
  });

  it('hands a list over as exactly the view that was asked for, once, to the same person', async () => {
    await yard.person(tenant, { name: '=1+1', email: 'formula@spec.example' });
    const secret = await prepared(want({ filter: '{"words":"formula@spec.example"}' }));
    await expect(fetchAs(organiser, secret)).rejects.toMatchObject({ code: 'export_missing' });
    const file = await fetchAs(admin, secret);
    expect(file.name).toBe('people-2026-11-23.csv');
    expect((await buffer(file.body)).toString('utf8')).toBe(
      "\uFEFF이름,이메일,함께한 때\r\n'=1+1,formula@spec.example,2026-11-23 12:00\r\n",
    );
    await expect(fetchAs(admin, secret)).rejects.toMatchObject({ kind: 'closed', code: 'export_over' });
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ act: 'desk.list_exported' }));
    expect(nodes[0]).toMatchObject({ objectId: 'people', details: { filter: { words: 'formula@spec.example' } } });
  });

  it('ends after ten minutes', async () => {
    const secret = await prepared(want());
    yard.clock.advance({ minutes: 11 });
    await expect(fetchAs(admin, secret)).rejects.toMatchObject({ code: 'export_over' });
  });

  it('writes long lists page by page, without gaps or repeats', async () => {
    await as(SYSTEM, () =>
      db().run(
        `INSERT INTO people (id, email, display_name, created_at) SELECT gen_random_uuid(), 'many' || n || '@spec.example', '많은' || n, $1 FROM generate_series(1, 1203) n`,
        [yard.clock.now],
      ),
    );
    const secret = await prepared(want({ columns: ['email'], filter: '{"words":"많은"}' }));
    const lines = (await text((await fetchAs(admin, secret)).body)).trim().split('\r\n').slice(1);
    expect([lines.length, new Set(lines).size]).toEqual([1203, 1203]);
  });

  it('makes workbooks in which Korean is right and texts are texts', async () => {
    const secret = await prepared(want({ format: 'xlsx', filter: '{"words":"formula@spec.example"}' }));
    const { body } = await fetchAs(admin, secret);
    const parts = unzipSync(new Uint8Array(await buffer(body)));
    const all = Object.values(parts)
      .map((part) => strFromU8(part))
      .join('\n');
    expect(all).toContain('함께한 때');
    expect(all).toContain('=1+1');
    expect(all).not.toContain('<f>');
  });

  it('begins another sheet where one is full, and is never whole in memory', () => {
    const columns = [
      { name: 'title', words: { ko: '제목', en: 'Title' } },
      { name: 'supports', words: { ko: '동의', en: 'Supports' }, kind: 'number' as const },
      { name: 'at', words: { ko: '때', en: 'When' }, kind: 'instant' as const },
    ];
    const at = new Date('2026-11-23T03:00:00Z');
    const rows = Array.from({ length: 7 }, (_, n) => ({ title: `글 ${n} <&> _x0041_ \u0000끝`, supports: n, at }));
    const manner = { locales: ['ko'], timeZone: 'Asia/Seoul' };
    const book = new Workbook('들어온 글/모두', columns, manner, 3);
    const pieces = [book.add(rows.slice(0, 2)), book.add([]), book.add(rows.slice(2)), book.end()];
    expect(pieces[0]!.subarray(0, 2).toString()).toBe('PK');
    const parts = unzipSync(new Uint8Array(Buffer.concat(pieces)));
    const read = (path: string): string => strFromU8(parts[path]!);
    const counts = [1, 2, 3].map((n) => read(`xl/worksheets/sheet${n}.xml`).split('<row ').length - 1);
    expect(counts).toEqual([4, 4, 2]);
    expect(read('xl/workbook.xml')).toContain('<sheet name="들어온 글 모두 3" sheetId="3" r:id="rId3"/>');
    expect(read('xl/worksheets/sheet3.xml')).toContain(
      '<row r="2"><c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">글 6 &lt;&amp;&gt; _x005F_x0041_ 끝</t></is></c><c r="B2"><v>6</v></c><c r="C2" s="2"><v>46349.5</v></c></row>',
    );
    const empty = new Workbook('list', columns, manner).end();
    expect(strFromU8(unzipSync(new Uint8Array(empty))['xl/worksheets/sheet1.xml']!)).toContain('제목');
  });

  it('gives files to those who may take them and see the list, by a session', async () => {
    const lists = yard.get(Lists);
    const denied = { kind: 'denied' };
    await expect(
      as(organiser, () => lists.prepare(want({ list: 'members', columns: ['name'] }))),
    ).rejects.toMatchObject(denied);
    await expect(as({ ...admin, kind: 'token' }, () => lists.prepare(want()))).rejects.toMatchObject({
      code: 'tokens_need_session',
    });
    const roleId = await as(admin, () =>
      yard.get(Roles).save({ name: [{ locale: 'ko', text: '자료' }], permissions: ['exports.make'] }),
    );
    expect(roleId).toBeTruthy();
    const granted = { site: new Set(['exports.make']), spaces: new Map() };
    await expect(as({ ...member, granted }, () => lists.prepare(want()))).rejects.toMatchObject(denied);
    await as({ ...organiser, granted }, () => lists.prepare(want({ list: 'members', columns: ['name'] })));
    for (const wrong of [{ list: 'nothing' }, { columns: ['password'] }, { filter: '{"x":1}' }, { filter: '{' }])
      await expect(as(admin, () => lists.prepare(want(wrong)))).rejects.toMatchObject({
        kind: expect.stringMatching(/missing|invalid/),
      });
  });
});
