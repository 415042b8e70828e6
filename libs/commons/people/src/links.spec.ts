import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { db, inContext, newContext, VISITOR, type Actor, type Tenant, hashPassword } from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { site } from '@madang/commons-site';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { MyAccount } from './account.service.js';
import { Confirmations, type Confirmed, type LinkAnswer } from './confirmations.service.js';
import { LinkLetters } from './letters.js';
import { PendingActs } from './pending-acts.js';
import { people } from './people.part.js';
import { PeopleReader } from './people.reader.js';
import { SignIn } from './sign-in.service.js';
import { Staff } from './staff/staff.service.js';

const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };
const AGREED = { terms: true, privacy: true };

describe('links by mail', () => {
  let yard: Yard;
  let tenant: Tenant;

  beforeAll(async () => {
    const tables = [site].map(({ name, home, migrations }) => ({ name, home, migrations }));
    yard = await openYard([audit, people, spaces, ...tables]);
    tenant = await yard.tenant();
  });
  afterAll(() => yard.close());

  const as = <T>(who: Actor, work: () => Promise<T>): Promise<T> => yard.as(tenant, who, work);
  /** Writes the letter of the last link to an address and gives its secret. */
  const secretFor = async (email: string): Promise<string> => {
    const waiting = await as(VISITOR, () =>
      db().rows<{ id: string }>('SELECT id FROM mail_links WHERE email = $1 ORDER BY id', [email]),
    );
    const letter = await as(VISITOR, () => yard.get(LinkLetters).write(waiting.at(-1)!.id, 'ko'));
    return letter!.button.path.replace('/link/', '');
  };
  const press = (secret: string, answer: LinkAnswer = {}): Promise<Confirmed> =>
    as(VISITOR, () => yard.get(Confirmations).confirm(secret, answer, ORIGIN));
  const ask = (email: string, back?: string): Promise<void> =>
    as(VISITOR, () => yard.get(SignIn).requestLink({ email, back }));
  const count = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await as(VISITOR, () => db().row<{ n: number }>(sql, values)))!.n;
  const sessionsOf = (personId: string): Promise<number> =>
    count('SELECT count(*)::int AS n FROM sessions WHERE person_id = $1', [personId]);

  it('opens an account, keeps what was agreed to, and signs in', async () => {
    await as(VISITOR, () =>
      yard
        .get(SignIn)
        .register({ email: 'New@Spec.example', displayName: '새 이웃', ...AGREED, marketing: true, back: '/propose' }),
    );
    expect(await count(`SELECT count(*)::int AS n FROM people WHERE email = 'new@spec.example'`)).toBe(0);
    const secret = await secretFor('new@spec.example');
    const seen = await as(VISITOR, () => yard.get(Confirmations).look(secret));
    expect(seen).toMatchObject({ purpose: 'register', email: 'new@spec.example', displayName: '새 이웃', asks: false });
    expect(await count(`SELECT count(*)::int AS n FROM people WHERE email = 'new@spec.example'`)).toBe(0);
    const done = await press(secret, { passwordHash: await hashPassword('소나무 숲길 열두 번째') });
    expect(done).toMatchObject({ to: '/propose', flash: 'people.flash.register' });
    const actor = await as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken: done.session }));
    expect(actor).toMatchObject({
      personId: done.personId,
      displayName: '새 이웃',
      email: 'new@spec.example',
      role: 'member',
    });
    const consents = await as(VISITOR, () =>
      db().rows<{ document: string }>('SELECT document FROM consents WHERE person_id = $1 ORDER BY document', [
        done.personId,
      ]),
    );
    expect(consents.map((row) => row.document)).toEqual(['marketing', 'privacy', 'terms']);
    expect(
      await count(
        `SELECT count(*)::int AS n FROM people WHERE id = $1 AND assurance = 'email' AND email_verified_at IS NOT NULL AND source = 'registered'`,
        [done.personId],
      ),
    ).toBe(1);
  });

  it('needs both consents', async () => {
    const lacking = as(VISITOR, () =>
      yard
        .get(SignIn)
        .register({ email: 'no@spec.example', displayName: '아니오', terms: true, privacy: false, marketing: true }),
    );
    await expect(lacking).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ field: 'privacy', code: 'must_agree' }],
    });
  });

  it('works once: of two who press at once, one session starts', async () => {
    const person = await yard.person(tenant, { email: 'once@spec.example' });
    await ask('once@spec.example');
    const secret = await secretFor('once@spec.example');
    const tries = await Promise.allSettled([press(secret), press(secret)]);
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(tries.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { kind: 'closed', code: 'link_over' },
    });
    expect(await sessionsOf(person.personId)).toBe(1);
    await expect(press(secret)).rejects.toThrow('link_over');
  });

  it('is not used up by looking at it', async () => {
    const person = await yard.person(tenant, { email: 'look@spec.example' });
    await ask('look@spec.example');
    const secret = await secretFor('look@spec.example');
    for (let i = 0; i < 3; i += 1) await as(VISITOR, () => yard.get(Confirmations).look(secret));
    expect(await sessionsOf(person.personId)).toBe(0);
    await press(secret);
    expect(await sessionsOf(person.personId)).toBe(1);
  });

  it('ends after twenty minutes', async () => {
    await yard.person(tenant, { email: 'late@spec.example' });
    await ask('late@spec.example');
    const secret = await secretFor('late@spec.example');
    yard.clock.advance({ minutes: 21 });
    await expect(as(VISITOR, () => yard.get(Confirmations).look(secret))).rejects.toThrow('link_over');
    await expect(press(secret)).rejects.toThrow('link_over');
  });

  it('means nothing to another tenant', async () => {
    await yard.person(tenant, { email: 'home@spec.example' });
    await ask('home@spec.example');
    const secret = await secretFor('home@spec.example');
    const other = await yard.tenant();
    await expect(yard.as(other, VISITOR, () => yard.get(Confirmations).confirm(secret, {}, ORIGIN))).rejects.toThrow(
      'link_missing',
    );
    await expect(press(secret)).resolves.toMatchObject({ flash: 'people.flash.sign_in' });
  });

  it('keeps its secret out of the database', async () => {
    await yard.person(tenant, { email: 'secret@spec.example' });
    await ask('secret@spec.example');
    const secret = await secretFor('secret@spec.example');
    const found = await as(VISITOR, () =>
      db().rows<{ row: string }>('SELECT to_jsonb(l)::text AS row FROM mail_links l'),
    );
    expect(found.filter(({ row }) => row.includes(secret))).toEqual([]);
    const queued = JSON.stringify(await yard.outbox());
    for (const word of [secret, 'secret@spec.example']) expect(queued).not.toContain(word);
  });

  it('leaves the same traces for addresses that are known and that are not', async () => {
    await yard.person(tenant, { email: 'known@spec.example' });
    const traces = async (email: string): Promise<unknown> => {
      const before = (await yard.outbox()).length;
      const answer = await ask(email);
      return {
        answer,
        mails: (await yard.outbox()).length - before,
        links: await count('SELECT count(*)::int AS n FROM mail_links WHERE email = $1', [email]),
      };
    };
    expect(await traces('known@spec.example')).toEqual(await traces('unknown@spec.example'));
    const register = (email: string): Promise<void> =>
      as(VISITOR, () =>
        yard.get(SignIn).register({ email, displayName: '겹치지 않는 이름', ...AGREED, marketing: false }),
      );
    expect(await register('known@spec.example')).toEqual(await register('nobody@spec.example'));
  });

  it.each(['five@spec.example', 'unknown-five@spec.example'])('sends at most five an hour to %s', async (email) => {
    if (email === 'five@spec.example') await yard.person(tenant, { email });
    for (let i = 0; i < 5; i += 1) await ask(email);
    await expect(ask(email)).rejects.toMatchObject({
      kind: 'too_many',
      code: 'too_many_links',
      params: { minutes: 60 },
    });
    yard.clock.advance({ minutes: 61 });
    await expect(ask(email)).resolves.toBeUndefined();
  });

  it('signs in with a password, and refuses a wrong one and an unknown address alike', async () => {
    const person = await yard.person(tenant, { email: 'words@spec.example' });
    const hash = await hashPassword('바다가 보이는 언덕');
    await as(VISITOR, () => db().run('UPDATE people SET password_hash = $2 WHERE id = $1', [person.personId, hash]));
    const enter = (email: string, password: string): Promise<string> =>
      inContext(newContext(tenant, { now: () => yard.clock.now }), () =>
        yard.get(SignIn).byPassword({ email, password }, ORIGIN),
      );
    const secret = await enter('Words@spec.example', '바다가 보이는 언덕');
    expect((await as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken: secret }))).personId).toBe(
      person.personId,
    );
    await expect(enter('words@spec.example', 'wrong words')).rejects.toMatchObject({ code: 'sign_in_refused' });
    await expect(enter('nobody@spec.example', 'wrong words')).rejects.toMatchObject({ code: 'sign_in_refused' });
    for (let i = 0; i < 9; i += 1) await enter('words@spec.example', 'wrong words').catch(() => undefined);
    await expect(enter('words@spec.example', '바다가 보이는 언덕')).rejects.toMatchObject({ kind: 'too_many' });
    yard.clock.advance({ minutes: 16 });
    await expect(enter('words@spec.example', '바다가 보이는 언덕')).resolves.toEqual(expect.any(String));
  });

  it('tells a banned person why, once they have proved who they are', async () => {
    const admin = await yard.person(tenant, { role: 'administrator' });
    const person = await yard.person(tenant, { email: 'banned@spec.example' });
    await ask('banned@spec.example');
    const before = await secretFor('banned@spec.example');
    await as(admin, () => yard.get(Staff).ban({ personId: person.personId, reason: '광고를 되풀이했어요' }));
    await expect(press(before)).rejects.toThrow('link_missing');
    await ask('banned@spec.example');
    await expect(press(await secretFor('banned@spec.example'))).rejects.toMatchObject({
      code: 'account_banned',
      params: { value: '광고를 되풀이했어요' },
    });
    await as(admin, () => yard.get(Staff).unban({ personId: person.personId, reason: '이야기를 나누었어요' }));
    await ask('banned@spec.example');
    await expect(press(await secretFor('banned@spec.example'))).resolves.toMatchObject({ personId: person.personId });
  });

  it('changes an address when the new one is confirmed', async () => {
    const person = await yard.person(tenant, { email: 'old@spec.example' });
    await as(person, () => yard.get(MyAccount).requestEmail({ email: 'moved@spec.example' }));
    const email = (): Promise<unknown> =>
      as(VISITOR, () => db().row('SELECT email FROM people WHERE id = $1', [person.personId]));
    const secret = await secretFor('moved@spec.example');
    expect(await email()).toEqual({ email: 'old@spec.example' });
    await press(secret);
    expect(await email()).toEqual({ email: 'moved@spec.example' });
  });

  it('invites to a standing, with a name and consents of their own', async () => {
    const admin = await yard.person(tenant, { role: 'administrator' });
    await as(admin, () => yard.get(Staff).invite({ email: 'guest@spec.example', role: 'officer' }));
    const secret = await secretFor('guest@spec.example');
    await expect(press(secret, { displayName: '새 담당자' })).rejects.toMatchObject({ code: 'invalid_input' });
    const done = await press(secret, { displayName: '새 담당자', ...AGREED });
    expect(await as(VISITOR, () => yard.get(PeopleReader).recognise({ sessionToken: done.session }))).toMatchObject({
      displayName: '새 담당자',
      role: 'officer',
    });
    await expect(
      as(await yard.person(tenant), () => yard.get(Staff).invite({ email: 'x@spec.example', role: 'member' })),
    ).rejects.toThrow('denied');
  });

  describe('that confirm an act', () => {
    const done: { data: Record<string, unknown>; personId: string; actor: string | null }[] = [];

    beforeAll(() => {
      yard.get(PendingActs).offer('spec.wave', async (data, personId) => {
        const who = await db().row<{ name: string }>('SELECT display_name AS name FROM people WHERE id = $1', [
          personId,
        ]);
        if (data['fails']) throw new Error('on purpose');
        done.push({ data, personId, actor: who!.name });
        return '/waved';
      });
    });

    const wave = (email: string, name: string, data: Record<string, unknown> = { at: 'you' }): Promise<void> =>
      as(VISITOR, () =>
        yard.get(PendingActs).request('spec.wave', data, email, name, { key: 'spec.wave', params: { name: 'you' } }),
      );

    it('does it as a new person, whose name gets a number when it is taken', async () => {
      await yard.person(tenant, { name: '솔바람' });
      await wave('waver@spec.example', '솔바람');
      const secret = await secretFor('waver@spec.example');
      expect(await as(VISITOR, () => yard.get(Confirmations).look(secret))).toMatchObject({
        asks: true,
        displayName: '솔바람',
        sentence: { key: 'spec.wave', params: { name: 'you' } },
      });
      await expect(press(secret, { stay: false })).rejects.toMatchObject({ code: 'invalid_input' });
      expect(done).toEqual([]);
      const confirmed = await press(secret, { ...AGREED, stay: false });
      expect(confirmed).toMatchObject({ to: '/waved', session: undefined });
      expect(done).toEqual([{ data: { at: 'you' }, personId: confirmed.personId, actor: '솔바람2' }]);
      expect(
        await count(
          `SELECT count(*)::int AS n FROM people WHERE id = $1 AND source = 'confirmed' AND assurance = 'email'`,
          [confirmed.personId],
        ),
      ).toBe(1);
    });

    it('does it as the person who has the address', async () => {
      const person = await yard.person(tenant, { name: '오랜 이웃', email: 'old-friend@spec.example' });
      await wave('old-friend@spec.example', '다른 이름');
      const confirmed = await press(await secretFor('old-friend@spec.example'), { stay: false });
      expect(confirmed.personId).toBe(person.personId);
      expect(done.at(-1)).toMatchObject({ personId: person.personId, actor: '오랜 이웃' });
      expect(await sessionsOf(person.personId)).toBe(0);
    });

    it('leaves no account and an unused link when the act fails', async () => {
      await wave('failing@spec.example', '실패', { fails: true });
      const secret = await secretFor('failing@spec.example');
      await expect(press(secret, AGREED)).rejects.toThrow('on purpose');
      expect(await count(`SELECT count(*)::int AS n FROM people WHERE email = 'failing@spec.example'`)).toBe(0);
      expect(await as(VISITOR, () => yard.get(Confirmations).look(secret))).toMatchObject({ purpose: 'confirm_act' });
    });
  });
});
