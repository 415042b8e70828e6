import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, type Actor, type Tenant } from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { people } from '@madang/commons-people';
import { spaces } from '@madang/commons-spaces';
import { subjects } from '@madang/commons-subjects';
import { openYard, type Yard } from '@madang/testing';
import { readBlocks } from '../home.blocks.js';
import { revisionOf } from '../revision.js';
import { site } from '../site.part.js';
import { Site } from '../site.service.js';
import { HomeVersions, type HomeVersion } from './home-versions.service.js';

describe('versions of the home page', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Actor & { personId: string };
  let member: Actor;

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const save = (blocks: object[], revision?: string): Promise<boolean> =>
    as(admin, () => yard.get(Site).saveHomeBlocks(blocks, revision));
  const versions = (): Promise<HomeVersion[]> => as(admin, () => yard.get(HomeVersions).list());
  const html = (text: string): object => ({ type: 'html', html: { ko: text } });

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces, subjects, site]);
    tenant = await yard.tenant('orchard');
    admin = await yard.person(tenant, { role: 'administrator', name: '김관리' });
    member = await yard.person(tenant);
  });
  afterAll(() => yard.close());

  it('begin with what stood there before anybody kept them', async () => {
    await as(admin, () =>
      db().run(
        `INSERT INTO home_blocks (id, type, settings, position) VALUES ($1, 'html', '{"html":{"ko":"<p>처음</p>"}}', 0)`,
        [newId()],
      ),
    );
    expect(await versions()).toEqual([]);
    await save([html('<p>하나</p>\n<p>둘</p>')]);
    expect((await versions()).map(({ version, current, createdBy }) => [version, current, createdBy])).toEqual([
      [2, true, '김관리'],
      [1, false, null],
    ]);
    expect(await save([html('<p>하나</p>\n<p>둘</p>')])).toBe(false);
    expect(await versions()).toHaveLength(2);
  });

  it('tell line by line what changed, by block', async () => {
    await save([html('<p>하나</p>\n<p>둘이 아니라 셋</p>'), { type: 'text', body: { ko: '새 글' }, enabled: false }]);
    const changes = await as(admin, () => yard.get(HomeVersions).compare(2, 3, 'ko'));
    const said = changes
      .filter((stretches) => stretches.some(({ kind }) => kind !== 'same'))
      .map((stretches) =>
        stretches.map(({ kind, text }) => `${{ same: '', added: '+', removed: '-' }[kind]}${text}`).join(''),
      );
    expect(said).toEqual(['-<p>둘</p>', '+<p>둘이 아니라 셋</p>', '+#text -', '+새 글']);
    expect(changes[0]).toEqual([{ kind: 'same', text: '#html' }]);
  });

  it('come back with one act, over the state that was read, and on the record', async () => {
    const back = (version: number, revision?: string): Promise<boolean> =>
      as(admin, () => yard.get(HomeVersions).rollBack(version, revision));
    await expect(back(1, 'another state')).rejects.toMatchObject({ code: 'changed_meanwhile' });
    await expect(back(99)).rejects.toMatchObject({ code: 'home_version_missing' });
    const revision = revisionOf(await as(admin, () => readBlocks()));
    expect(await back(1, revision)).toBe(true);
    const now = await as(admin, () => readBlocks());
    expect(now).toEqual([{ type: 'html', enabled: true, settings: { html: { ko: '<p>처음</p>' } } }]);
    expect((await versions()).map(({ version, current }) => [version, current])).toEqual([
      [4, true],
      [3, false],
      [2, false],
      [1, false],
    ]);
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ act: 'site.home_rolled_back' }));
    expect(nodes[0]).toMatchObject({ details: { version: 1 } });
  });

  it('belong to whoever designs the site', async () => {
    for (const work of [
      () => yard.get(HomeVersions).list(),
      () => yard.get(HomeVersions).compare(1, 2, 'ko'),
      () => yard.get(HomeVersions).rollBack(1),
    ])
      await expect(as(member, async () => void (await work()))).rejects.toMatchObject({ kind: 'denied' });
  });

  it('are the latest fifty', async () => {
    for (let n = 0; n < 52; n += 1) await save([html(`<p>판 ${n}</p>`)]);
    const kept = await versions();
    expect([kept.length, kept[0]!.version - kept.at(-1)!.version]).toEqual([50, 49]);
  }, 30_000);
});
