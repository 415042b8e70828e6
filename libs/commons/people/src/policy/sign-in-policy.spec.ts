import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { db, hashPassword, inContext, newContext, SYSTEM, VISITOR, type Actor, type Tenant } from '@madang/kernel';
import { audit, AuditReader } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { Confirmations, type Confirmed } from '../confirmations.service.js';
import { MailLinks } from '../links.service.js';
import { people } from '../people.part.js';
import type { RegisterInput } from '../people.inputs.js';
import { PeopleReader } from '../people.reader.js';
import { Sessions } from '../sessions.service.js';
import { SignIn } from '../sign-in.service.js';
import { Staff } from '../staff/staff.service.js';
import { OPEN_RULES, SignInPolicy, type SignInRules } from './sign-in-policy.js';

type Someone = Actor & { personId: string };
const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };

describe('how people come in', () => {
  let yard: Yard;
  let tenant: Tenant;
  let admin: Someone;
  let turn = 0;

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  const decide = async (rules: Partial<SignInRules>): Promise<void> => {
    const policy = yard.get(SignInPolicy);
    const { revision } = await as(admin, () => policy.read());
    await as(admin, () => policy.save({ ...OPEN_RULES, ...rules }, revision));
  };
  const register = (email: string): Promise<void> => {
    turn += 1;
    const input = { email, displayName: `새사람${turn}`, terms: true, privacy: true, marketing: false };
    return as(VISITOR, () => yard.get(SignIn).register(input as RegisterInput));
  };
  const press = async (email: string): Promise<Confirmed> => {
    const row = await as(SYSTEM, () =>
      db().row<{ id: string }>(
        'SELECT id FROM mail_links WHERE email = $1 AND used_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1',
        [email],
      ),
    );
    const armed = await as(SYSTEM, () => yard.get(MailLinks).arm(row!.id));
    return as(VISITOR, () => yard.get(Confirmations).confirm(armed!.secret, {}, ORIGIN));
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
    admin = await yard.person(tenant, { name: '관리자님', role: 'administrator' });
  });
  beforeEach(() => decide({}));
  afterAll(() => yard.close());

  it('is open to everybody until a site decides otherwise', async () => {
    await register('open@spec.example');
    expect((await press('open@spec.example')).session).toBeTruthy();
  });

  it('can be by invitation alone: nobody opens an account, an invitation does', async () => {
    await decide({ registration: 'invitation' });
    await expect(register('closed@spec.example')).rejects.toMatchObject({ code: 'registration_closed' });
    // Asking for a link leaves the same traces as ever; its page refuses.
    await as(VISITOR, () => yard.get(SignIn).requestLink({ email: 'closed@spec.example' }));
    await decide({ registration: 'invitation' });
    await expect(press('closed@spec.example')).rejects.toMatchObject({ code: 'registration_closed' });
    const count = await as(SYSTEM, () => db().row(`SELECT 1 FROM people WHERE email = 'closed@spec.example'`));
    expect(count).toBeUndefined();
  });

  it('can be for addresses of some domains', async () => {
    await decide({ registration: 'domains', domains: ['gu.example'] });
    await expect(register('me@evil-gu.example')).rejects.toMatchObject({ code: 'registration_domain' });
    await expect(register('me@gu.example.org')).rejects.toMatchObject({ code: 'registration_domain' });
    await register('me@gu.example');
    expect((await press('me@gu.example')).session).toBeTruthy();
    await expect(decide({ registration: 'domains', domains: [] })).rejects.toMatchObject({
      fields: [{ field: 'domains' }],
    });
    await expect(decide({ registration: 'domains', domains: ['@gu example'] })).rejects.toMatchObject({
      kind: 'invalid',
    });
  });

  it('can wait for approval: the account is there, and opens nothing until somebody lets it in', async () => {
    await decide({ registration: 'approval' });
    await register('wait@spec.example');
    const { personId, session, flash } = await press('wait@spec.example');
    expect([session, flash]).toEqual([undefined, 'people.flash.waiting']);
    expect((await as(VISITOR, () => yard.get(PeopleReader).actorOf(personId))).kind).toBe('visitor');
    await as(VISITOR, () => yard.get(SignIn).requestLink({ email: 'wait@spec.example' }));
    await expect(press('wait@spec.example')).rejects.toMatchObject({ code: 'account_waiting' });
    const staff = yard.get(Staff);
    await expect(
      as({ ...VISITOR, kind: 'person', personId, role: 'member' }, () => staff.approve([personId])),
    ).rejects.toMatchObject({
      kind: 'denied',
    });
    expect(await as(admin, () => staff.approve([personId]))).toBe(1);
    expect(await as(admin, () => staff.approve([personId]))).toBe(0);
    expect((await press('wait@spec.example')).session).toBeTruthy();
  });

  it('can do without passwords, whoever asks and whether or not the address is known', async () => {
    const email = 'pass@spec.example';
    const person = await yard.person(tenant, { email });
    const hash = await hashPassword('a sentence to remember');
    await as(SYSTEM, () => db().run('UPDATE people SET password_hash = $2 WHERE id = $1', [person.personId, hash]));
    const enter = (address: string): Promise<string> =>
      inContext(newContext(tenant, { now: () => yard.clock.now }), () =>
        yard.get(SignIn).byPassword({ email: address, password: 'a sentence to remember' }, ORIGIN),
      );
    expect(await enter(email)).toBeTruthy();
    await decide({ passwords: false });
    for (const address of [email, 'nobody@spec.example'])
      await expect(enter(address)).rejects.toMatchObject({ code: 'passwords_off' });
  });

  it('keeps people signed in as long as the site says', async () => {
    await decide({ sessionDays: 2 });
    const person = await yard.person(tenant);
    const sessionToken = await as(VISITOR, () =>
      yard.get(Sessions).start(person.personId, 'x@spec.example', 'link', ORIGIN),
    );
    const kind = async (): Promise<string> =>
      (await as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken }))).kind;
    expect(await kind()).toBe('person');
    yard.clock.advance({ days: 1 });
    expect(await kind()).toBe('person');
    yard.clock.advance({ days: 3 });
    expect(await kind()).toBe('visitor');
  });

  it('is decided on the revision that was read, by whoever may, and noted', async () => {
    const policy = yard.get(SignInPolicy);
    const { revision } = await as(admin, () => policy.read());
    await as(admin, () => policy.save({ ...OPEN_RULES, sessionDays: 7 }, revision));
    await expect(as(admin, () => policy.save(OPEN_RULES, revision))).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
    await expect(as(admin, () => policy.save(OPEN_RULES, 0))).rejects.toMatchObject({ code: 'changed_meanwhile' });
    await expect(as(admin, () => policy.save({ ...OPEN_RULES, sessionDays: 0 }, revision + 1))).rejects.toMatchObject({
      fields: [{ field: 'sessionDays' }],
    });
    const member = await yard.person(tenant);
    await expect(as(member, () => policy.save(OPEN_RULES, revision + 1))).rejects.toMatchObject({ kind: 'denied' });
    const { nodes } = await as(admin, () => yard.get(AuditReader).list({ act: 'people.sign_in_rules_set' }));
    expect(nodes[0]).toMatchObject({ details: { to: { sessionDays: 7 } } });
  });
});
