import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, holds, may, newId, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { Closing } from '../closing.service.js';
import { people } from '../people.part.js';
import { PeopleReader } from '../people.reader.js';
import { Sessions } from '../sessions.service.js';
import { Staff } from '../staff/staff.service.js';
import type { RoleInput } from './roles.inputs.js';
import { RolesReader } from './roles.reader.js';
import { Roles } from './roles.service.js';

type Someone = Actor & { personId: string };

const role = (name: string, ...permissions: string[]): RoleInput => ({
  name: [{ locale: 'ko', text: name }],
  permissions,
});

describe('roles of a site', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;
  const here = newId();
  const there = newId();

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const roles = (): Roles => yard.get(Roles);
  const now = (who: Someone): Promise<Actor> => as(VISITOR, () => yard.get(PeopleReader).actorOf(who.personId));
  const give = async (who: Someone, roleId: string, spaceId?: string): Promise<Someone> => {
    await as(admin, () => roles().give({ roleId, personId: who.personId, spaceId }));
    return (await now(who)) as Someone;
  };

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { name: '관리자님', role: 'administrator' });
    await as(SYSTEM, async () => {
      for (const [id, slug] of [
        [here, 'here'],
        [there, 'there'],
      ])
        await db().run('INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, $2, $3, now())', [
          id,
          slug,
          { ko: slug },
        ]);
    });
  });
  afterAll(() => yard.close());

  it('are what standings are made of: built in, asked for by name', async () => {
    const member = await yard.person(tenant);
    const officer = await yard.person(tenant, { role: 'officer' });
    const organiser = await yard.person(tenant, { spaces: { [here]: 'organiser' } });
    const held = (who: Actor): boolean[] => [
      holds(who, 'members.decide'),
      holds(who, 'members.decide', here),
      holds(who, 'members.decide', there),
      holds(who, 'roles.manage'),
    ];
    expect([member, officer, organiser, admin].map(held)).toEqual([
      [false, false, false, false],
      [false, false, false, false],
      [false, true, false, false],
      [true, true, true, true],
    ]);
    expect(() => holds(admin, 'roles.mange')).toThrow('no part declares');
  });

  it('let people do what they bundle, from the next request on, and nothing else', async () => {
    const who = await yard.person(tenant, { name: '새담당' });
    const sessionToken = await as(VISITOR, () =>
      yard.get(Sessions).start(who.personId, 'x@spec.example', 'link', { address: '', userAgent: '' }),
    );
    const recognised = (): Promise<Actor> => as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken }));
    const look = async (): Promise<boolean[]> => {
      const whoNow = await recognised();
      return as(whoNow, async () =>
        Promise.resolve([may('list', 'Person'), may('manage', 'Person'), may('manage', 'Role')]),
      );
    };
    expect(await look()).toEqual([false, false, false]);
    const id = await as(admin, () => roles().save(role('사람 돌봄', 'people.read')));
    await give(who, id);
    expect(await look()).toEqual([true, false, false]);
    await as(admin, () => roles().take({ roleId: id, personId: who.personId, reason: '끝' }));
    expect(await look()).toEqual([false, false, false]);
  });

  it('hold in the spaces they were given for', async () => {
    const id = await as(admin, () => roles().save(role('도우미', 'members.decide')));
    const who = await give(await yard.person(tenant), id, here);
    const decides = (spaceId: string): Promise<boolean> =>
      as(who, async () => Promise.resolve(may('decide', 'Membership', { spaceId })));
    expect([await decides(here), await decides(there)]).toEqual([true, false]);
    const site = await as(admin, () => roles().save(role('디자인', 'people.read')));
    await expect(give(who, site, here)).rejects.toMatchObject({ code: 'role_not_for_spaces' });
  });

  it('are kept by whoever holds roles.manage, who gives no more than they have', async () => {
    const id = await as(admin, () => roles().save(role('역할 지기', 'roles.manage', 'people.read')));
    const keeper = await give(await yard.person(tenant, { name: '지기' }), id);
    const other = await yard.person(tenant);
    const small = await as(keeper, () => roles().save(role('작은 역할', 'people.read')));
    await as(keeper, () => roles().give({ roleId: small, personId: other.personId }));
    const high = await as(admin, () => roles().save(role('기록', 'audit.read')));
    const above = { kind: 'denied', code: 'permission_not_yours' };
    await expect(as(keeper, () => roles().save(role('기록', 'audit.read')))).rejects.toMatchObject(above);
    await expect(as(keeper, () => roles().give({ roleId: high, personId: keeper.personId }))).rejects.toMatchObject(
      above,
    );
    await expect(as(keeper, () => roles().take({ roleId: high, personId: other.personId }))).rejects.toMatchObject(
      above,
    );
    await expect(as(keeper, () => roles().remove(high))).rejects.toMatchObject(above);
    await expect(
      as(keeper, () => roles().save({ ...role('작은 역할', 'people.read', 'audit.read'), id: small, revision: 1 })),
    ).rejects.toMatchObject(above);
    const standing = { personId: keeper.personId, reason: '까닭', role: 'administrator' as const };
    await expect(as(keeper, () => yard.get(Staff).setRole(standing))).rejects.toMatchObject(above);
    await expect(
      as(keeper, () => yard.get(Staff).setRole({ ...standing, personId: admin.personId, role: 'member' })),
    ).rejects.toMatchObject(above);
    await expect(as(other, () => roles().save(role('x', 'people.read')))).rejects.toMatchObject({ kind: 'denied' });
    await expect(as(other, () => yard.get(RolesReader).list())).rejects.toMatchObject({ kind: 'denied' });
  });

  it('are changed on the revision that was read', async () => {
    const id = await as(admin, () => roles().save(role('함께', 'people.read')));
    await as(admin, () => roles().save({ ...role('함께', 'people.read', 'people.manage'), id, revision: 1 }));
    await expect(
      as(admin, () => roles().save({ ...role('따로', 'people.read'), id, revision: 1 })),
    ).rejects.toMatchObject({ kind: 'conflict', code: 'changed_meanwhile' });
    const row = (await as(admin, () => yard.get(RolesReader).list())).find((one) => one.id === id);
    expect(row).toMatchObject({ name: { ko: '함께' }, revision: 2, permissions: ['people.manage', 'people.read'] });
  });

  it('refuse what nobody declares, and a name without the language of the site', async () => {
    await expect(as(admin, () => roles().save(role('x', 'people.fly')))).rejects.toMatchObject({
      fields: [{ field: 'permissions' }],
    });
    await expect(
      as(admin, () => roles().save({ ...role('x', 'people.read'), name: [{ locale: 'en', text: 'Only' }] })),
    ).rejects.toMatchObject({ fields: [{ field: 'name', code: 'required' }] });
  });

  it('leave somebody to decide about them, also when the last two take it from each other at once', async () => {
    const own = await yard.tenant();
    const asIn = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(own, who, work);
    const roleId = await asIn(SYSTEM, () => roles().save(role('지기', 'roles.manage', 'people.read')));
    const two = [await yard.person(own), await yard.person(own)];
    for (const { personId } of two) await asIn(SYSTEM, () => roles().give({ roleId, personId }));
    const [one, other] = (await Promise.all(
      two.map(({ personId }) => asIn(VISITOR, () => yard.get(PeopleReader).actorOf(personId))),
    )) as [Someone, Someone];
    const outcomes = await Promise.allSettled([
      asIn(one, () => roles().take({ roleId, personId: other.personId })),
      asIn(other, () => roles().take({ roleId, personId: one.personId })),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'last_keeper' } });
    const left = outcomes[0].status === 'fulfilled' ? one : other;
    for (const last of [
      (): Promise<unknown> => roles().remove(roleId),
      () => roles().take({ roleId, personId: left.personId }),
      () => roles().save({ ...role('x', 'people.read'), id: roleId, revision: 1 }),
      () => yard.get(Closing).close({ supports: 'keep', confirm: left.displayName! }),
    ])
      await expect(asIn(left, last)).rejects.toMatchObject({ code: 'last_keeper' });
    await expect(asIn(left, () => roles().take({ roleId, personId: left.personId }))).rejects.toMatchObject({
      code: 'last_keeper',
    });
  });

  it('tell what a person may do and why, and keep every change in the audit', async () => {
    const id = await as(admin, () =>
      roles().save({ ...role('돌봄', 'members.decide', 'people.read'), reason: '새 역할' }),
    );
    const who = await yard.person(tenant, { spaces: { [there]: 'organiser' } });
    await give(who, id, here);
    const rights = await as(admin, () => yard.get(RolesReader).rights(who.personId));
    expect(rights).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ permission: 'members.decide', via: 'role', source: id, spaceName: 'here' }),
        expect.objectContaining({
          permission: 'members.decide',
          via: 'standing',
          source: 'space_organiser',
          spaceName: 'there',
        }),
      ]),
    );
    const log = await as(admin, () => yard.get(AuditReader).list({ act: 'people', actorId: admin.personId }));
    expect(log.nodes.slice(0, 2)).toMatchObject([
      { act: 'people.role_given', objectId: who.personId, details: { roleId: id, spaceId: here } },
      { act: 'people.role_made', objectId: id, reason: '새 역할' },
    ]);
  });
});
