import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, newId, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { Confirmations } from '../confirmations.service.js';
import { MailLinks } from '../links.service.js';
import { people } from '../people.part.js';
import { PeopleReader } from '../people.reader.js';
import { Roles } from '../roles/roles.service.js';
import { Staff } from '../staff/staff.service.js';
import { InvitationsReader, type InvitationRow } from './invitations.reader.js';
import { Invitations } from './invitations.service.js';
import { readSheet } from './sheet.js';

type Someone = Actor & { personId: string };
const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };

describe('a sheet of invitations', () => {
  it('is read with headings in either language, tabs, quotes and a mark in front, and knows its lines', () => {
    expect(readSheet('\uFEFF이메일,이름,그룹\r\n\r\nA@Spec.example,"김, 하나",here\r\n')).toMatchObject([
      { line: 3, email: 'a@spec.example', name: '김, 하나', space: 'here', standing: 'member' },
    ]);
    expect(readSheet('email\tstanding\nb@spec.example\t담당자')).toMatchObject([{ line: 2, standing: 'officer' }]);
    expect(readSheet('c@spec.example\nd@spec.example,이름')).toMatchObject([{ line: 1 }, { line: 2, name: '이름' }]);
    expect(() => readSheet('email,name\n')).toThrow('invalid_input');
    expect(() => readSheet(Array.from({ length: 2001 }, (_, n) => `p${n}@spec.example`).join('\n'))).toThrow(
      'invalid_input',
    );
  });
});

describe('invitations', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;
  let roleId: string;
  const space = newId();

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const invitations = (): Invitations => yard.get(Invitations);
  const list = async (filter = {}): Promise<InvitationRow[]> =>
    (await as(admin, () => yard.get(InvitationsReader).list(filter))).nodes;
  const accept = async (email: string): Promise<string> => {
    const row = await as(SYSTEM, () =>
      db().row<{ id: string }>(
        'SELECT id FROM mail_links WHERE email = $1 AND used_at IS NULL ORDER BY created_at DESC LIMIT 1',
        [email],
      ),
    );
    const armed = await as(SYSTEM, () => yard.get(MailLinks).arm(row!.id));
    const name = `손님${Math.random().toString(36).slice(2, 8)}`;
    const done = await as(VISITOR, () =>
      yard.get(Confirmations).confirm(armed!.secret, { displayName: name, terms: true, privacy: true }, ORIGIN),
    );
    return done.personId;
  };

  beforeAll(async () => {
    const pages = `CREATE TABLE pages (id uuid PRIMARY KEY, slug text, purpose text, archived_at timestamptz)`;
    const versions = `CREATE TABLE page_versions (page_id uuid, version int, published_at timestamptz, effective_on date, PRIMARY KEY (page_id, version))`;
    yard = await openYard([
      audit,
      people,
      spaces,
      {
        name: 'pages',
        home: import.meta.url,
        migrations: [{ version: 900, name: 'pages', statements: [pages, versions] }],
      },
    ]);
    tenant = await yard.tenant();
    admin = await yard.person(tenant, { name: '관리자님', email: 'admin@spec.example', role: 'administrator' });
    await as(SYSTEM, () =>
      db().run(`INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, 'here', '{"ko":"여기 모임"}', now())`, [
        space,
      ]),
    );
    roleId = await as(admin, () =>
      yard.get(Roles).save({ name: [{ locale: 'ko', text: '살핌이' }], permissions: ['members.decide'] }),
    );
  });
  afterAll(() => yard.close());

  it('are looked through first: every bad line is named with its field and reason, and nobody is invited', async () => {
    const csv = [
      'email,name,standing,role,space,language',
      'good@spec.example,좋은,,,,',
      'no-address,,,,,',
      'good@spec.example,,,,,',
      'admin@spec.example,,,,,',
      'x1@spec.example,,왕,,,',
      'x2@spec.example,,,없는 역할,,',
      'x3@spec.example,,,,nowhere,',
      'x4@spec.example,,,,,fr',
      'admin@spec.example,,officer,,,',
    ].join('\n');
    const check = await as(admin, () => invitations().check(csv));
    expect([check.rows, check.good]).toEqual([9, 1]);
    expect(check.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
      '3 email email',
      '4 email duplicate',
      '5 email already_member',
      '6 standing unknown_standing',
      '7 role unknown_role',
      '8 space unknown_space',
      '9 locale unknown_language',
      '10 email duplicate',
    ]);
    expect(await list()).toEqual([]);
    await expect(as(admin, () => invitations().send(csv))).rejects.toMatchObject({ code: 'sheet_has_problems' });
  });

  it('are sent by a job that says what became of each, and give what they promised', async () => {
    const csv = 'email,role,space\none@spec.example,살핌이,여기 모임\ntwo@spec.example,,here\nbad,,';
    const batchId = await as(admin, () => invitations().send(csv, true));
    const progress = (): Promise<object> => as(admin, () => yard.get(InvitationsReader).progress(batchId));
    expect(await progress()).toMatchObject({ total: 2, waiting: 2, sent: 0 });
    expect(await yard.outbox('people.invite')).toMatchObject([{ payload: { batchId } }]);
    await as(SYSTEM, () => invitations().work({ batchId }));
    await as(SYSTEM, () => invitations().work({ batchId }));
    expect(await progress()).toMatchObject({ total: 2, waiting: 0, sent: 2 });
    expect(await yard.outbox('links.mail')).toHaveLength(2);
    const personId = await accept('one@spec.example');
    const one = await as(VISITOR, () => yard.get(PeopleReader).actorOf(personId));
    expect([one.spaces.get(space), one.granted?.spaces.get(space)]).toEqual(['member', new Set(['members.decide'])]);
    expect(one.granted?.site.size).toBe(0);
    expect(await progress()).toMatchObject({ accepted: 1, sent: 1 });
    const members = await as(SYSTEM, () => db().row('SELECT member_count AS n FROM spaces WHERE id = $1', [space]));
    expect(members).toEqual({ n: 1 });
  });

  it('are taken back and sent again; one address has one open invitation', async () => {
    await as(admin, () => yard.get(Staff).invite({ email: 'three@spec.example', role: 'member' }));
    await expect(
      as(admin, () => yard.get(Staff).invite({ email: 'three@spec.example', role: 'member' })),
    ).rejects.toMatchObject({
      code: 'already_invited',
    });
    const [row] = await list({ words: 'three' });
    await as(admin, () => invitations().resend(row!.id));
    await as(admin, () => invitations().revoke(row!.id));
    expect(await list({ words: 'three' })).toMatchObject([{ state: 'revoked' }]);
    await expect(accept('three@spec.example')).rejects.toThrow();
    await expect(as(admin, () => invitations().resend(row!.id))).rejects.toMatchObject({ code: 'invitation_missing' });
    await as(admin, () => yard.get(Staff).invite({ email: 'four@spec.example', role: 'member' }));
    yard.clock.advance({ days: 8 });
    expect(await list({ state: 'expired' })).toEqual(
      expect.arrayContaining([expect.objectContaining({ email: 'four@spec.example' })]),
    );
  });

  it('give nothing that is not the inviter\u2019s to give', async () => {
    const keeperRole = await as(admin, () =>
      yard.get(Roles).save({ name: [{ locale: 'ko', text: '초대하는 이' }], permissions: ['people.manage'] }),
    );
    const person = await yard.person(tenant);
    await as(admin, () => yard.get(Roles).give({ roleId: keeperRole, personId: person.personId }));
    const keeper = await as(VISITOR, () => yard.get(PeopleReader).actorOf(person.personId));
    const csv =
      'email,standing,role,space\na@k.example,administrator,,\nb@k.example,,살핌이,\nc@k.example,,,here\nd@k.example,,,';
    const { good, problems } = await as(keeper, () => invitations().check(csv));
    expect([good, problems.map(({ line, field, code }) => `${line} ${field} ${code}`)]).toEqual([
      1,
      ['2 standing not_yours', '2 standing not_yours', '3 role not_yours', '4 space not_yours'],
    ]);
    expect(roleId).not.toBe(keeperRole);
    await expect(
      as(keeper, () => yard.get(Staff).invite({ email: 'e@k.example', role: 'officer' })),
    ).rejects.toMatchObject({
      kind: 'denied',
    });
    await expect(as(person, () => invitations().check('x@k.example'))).rejects.toMatchObject({ kind: 'denied' });
  });

  it('and people: a ban ends by itself after its last day, and somebody is erased by their typed name', async () => {
    const person = await yard.person(tenant, { name: '떠날 이' });
    const staff = yard.get(Staff);
    await as(admin, () => staff.ban({ personId: person.personId, reason: '도배', until: '2026-12-02' }));
    const state = async (): Promise<unknown> =>
      (await as(admin, () => staff.list({ id: person.personId }))).nodes.map((row) => [row.state, row.bannedUntil]);
    expect(await state()).toEqual([['banned', '2026-12-02']]);
    await as(SYSTEM, () => staff.release());
    expect(await state()).toEqual([['banned', '2026-12-02']]);
    yard.clock.advance({ days: 2 });
    await as(SYSTEM, () => staff.release());
    expect(await state()).toEqual([['active', null]]);
    const erase = { personId: person.personId, reason: '본인 요청', confirm: '떠날이' };
    await expect(as(admin, () => staff.erase(erase))).rejects.toMatchObject({ fields: [{ field: 'confirm' }] });
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ objectId: person.personId }));
    expect(nodes.map((row) => row.act)).toEqual(['people.unbanned', 'people.banned']);
  });
});
