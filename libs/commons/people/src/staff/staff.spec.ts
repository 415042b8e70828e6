import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { Confirmations } from '../confirmations.service.js';
import { MailLinks } from '../links.service.js';
import { people } from '../people.part.js';
import { PeopleReader } from '../people.reader.js';
import { Sessions } from '../sessions.service.js';
import { Staff } from './staff.service.js';

type Someone = Actor & { personId: string };
const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };

describe('what administrators do about people', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;

  beforeAll(async () => {
    yard = await openYard([audit, people, { name: spaces.name, home: spaces.home, migrations: spaces.migrations }]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { name: '관리자님', role: 'administrator' });
  });
  afterAll(() => yard.close());

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const staff = (): Staff => yard.get(Staff);

  it('is refused to everybody else', async () => {
    const target = await yard.person(tenant);
    for (const role of ['member', 'organiser', 'officer'] as const) {
      const who = await yard.person(tenant, { role });
      const decision = { personId: target.personId, reason: '까닭' };
      await expect(as(who, () => staff().setRole({ ...decision, role: 'administrator' }))).rejects.toMatchObject({
        kind: 'denied',
      });
      await expect(as(who, () => staff().ban(decision))).rejects.toMatchObject({ kind: 'denied' });
      await expect(as(who, () => staff().unban(decision))).rejects.toMatchObject({ kind: 'denied' });
      await expect(as(who, () => staff().invite({ email: 'x@spec.example', role: 'member' }))).rejects.toMatchObject({
        kind: 'denied',
      });
      await expect(as(who, () => staff().list())).rejects.toMatchObject({ kind: 'denied' });
    }
    await expect(as(VISITOR, () => staff().list())).rejects.toMatchObject({ code: 'sign_in_first' });
  });

  it('gives a role from the next request on, and notes it with its reason', async () => {
    const person = await yard.person(tenant, { name: '새담당' });
    const sessionToken = await as(VISITOR, () =>
      yard.get(Sessions).start(person.personId, 'x@spec.example', 'link', ORIGIN),
    );
    await as(admin, () => staff().setRole({ personId: person.personId, role: 'officer', reason: '인사 이동' }));
    expect(await as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken }))).toMatchObject({
      role: 'officer',
    });
    const { nodes } = await as(admin, () =>
      yard.get(AuditReader).list({ act: 'people.role_set', objectId: person.personId }),
    );
    expect(nodes).toEqual([
      expect.objectContaining({
        reason: '인사 이동',
        actorId: admin.personId,
        details: { from: 'member', to: 'officer' },
      }),
    ]);
  });

  it('asks for a reason', async () => {
    const person = await yard.person(tenant);
    await expect(as(admin, () => staff().ban({ personId: person.personId, reason: '  ' }))).rejects.toMatchObject({
      fields: [{ field: 'reason', code: 'required' }],
    });
  });

  it('bans at once, everywhere the person is signed in, and lets in again', async () => {
    const person = await yard.person(tenant);
    const sessionToken = await as(VISITOR, () =>
      yard.get(Sessions).start(person.personId, 'y@spec.example', 'link', ORIGIN),
    );
    const recognise = (): Promise<Actor> => as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken }));
    expect((await recognise()).personId).toBe(person.personId);
    await as(admin, () => staff().ban({ personId: person.personId, reason: '되풀이된 광고' }));
    expect(await recognise()).toBe(VISITOR);
    await expect(as(admin, () => staff().ban({ personId: person.personId, reason: '또' }))).rejects.toMatchObject({
      kind: 'conflict',
    });
    await as(admin, () => staff().unban({ personId: person.personId, reason: '오해였어요' }));
    // Being let in does not bring old sessions back.
    expect(await recognise()).toBe(VISITOR);
    expect(
      await as(SYSTEM, () => db().row('SELECT state, state_reason FROM people WHERE id = $1', [person.personId])),
    ).toEqual({ state: 'active', state_reason: null });
  });

  it('lists people page by page, by part of a name and by whole address', async () => {
    for (let i = 1; i <= 3; i += 1) {
      yard.clock.advance({ minutes: 1 });
      await yard.person(tenant, { name: `느티나무${i}`, email: `tree${i}@spec.example` });
    }
    const list = (options: Parameters<Staff['list']>[0]): ReturnType<Staff['list']> =>
      as(admin, () => staff().list(options));
    const first = await list({ words: '느티', first: 2 });
    const second = await list({ words: '느티', first: 2, after: first.cursors.at(-1) });
    expect([...first.nodes, ...second.nodes].map((row) => row.displayName)).toEqual([
      '느티나무3',
      '느티나무2',
      '느티나무1',
    ]);
    expect((await list({ words: 'TREE2@spec.example' })).nodes.map((row) => row.displayName)).toEqual(['느티나무2']);
    expect((await list({ words: 'tree2@spec' })).nodes).toEqual([]);
    expect((await list({ role: 'administrator' })).nodes.map((row) => row.id)).toEqual([admin.personId]);
  });

  it('raises a standing by invitation, once accepted, and never lowers one', async () => {
    const person = await yard.person(tenant, { email: 'raised@spec.example' });
    const accept = async (role: 'officer' | 'member'): Promise<void> => {
      await as(admin, () => staff().invite({ email: 'raised@spec.example', role }));
      const link = await as(SYSTEM, () =>
        db().row<{ id: string }>('SELECT id FROM mail_links WHERE used_at IS NULL ORDER BY id DESC LIMIT 1'),
      );
      const armed = await as(SYSTEM, () => yard.get(MailLinks).arm(link!.id));
      await as(VISITOR, () => yard.get(Confirmations).confirm(armed!.secret, {}, ORIGIN));
    };
    const role = async (): Promise<unknown> =>
      (await as(SYSTEM, () => db().row('SELECT role FROM people WHERE id = $1', [person.personId])))!['role'];
    await accept('officer');
    expect(await role()).toBe('officer');
    await accept('member');
    expect(await role()).toBe('officer');
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ act: 'people.invitation_accepted' }));
    expect(nodes).toHaveLength(1);
  });
});
