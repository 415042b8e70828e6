import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  db,
  hashSecret,
  inContext,
  inUnit,
  newContext,
  newId,
  newSecret,
  VISITOR,
  type Actor,
  type Tenant,
} from '@madang/kernel';
import { audit } from '@madang/commons-audit';
import { spaces } from '@madang/commons-spaces';
import { openYard, type Yard } from '@madang/testing';
import { people } from './people.part.js';
import { PeopleReader, SESSION_DAYS } from './people.reader.js';
import { me, Sessions } from './sessions.service.js';

const ORIGIN = { address: '192.0.2.7', userAgent: 'spec' };

describe('who sends a request', () => {
  let yard: Yard;
  let tenant: Tenant;
  let person: Actor & { personId: string };

  beforeAll(async () => {
    yard = await openYard([audit, people, spaces]);
    tenant = await yard.tenant();
    person = await yard.person(tenant, { name: '이웃', role: 'officer' });
  });
  afterAll(() => yard.close());

  /** A page of this tenant: recognised in a reading unit, as the server does it. */
  const recognise = (by: { sessionToken?: string; apiToken?: string }, at = tenant): Promise<Actor> =>
    inContext(newContext(at, { now: () => yard.clock.now }), () =>
      inUnit(yard.database, true, () => yard.get(PeopleReader).recognise(by)),
    );
  const signIn = (who = person): Promise<string> =>
    yard.as(tenant, VISITOR, () => yard.get(Sessions).start(who.personId, 'neighbour@spec.example', 'link', ORIGIN));
  const token = async (scopes: string[], parts: { expires?: Date; revoked?: Date } = {}): Promise<string> => {
    const secret = newSecret();
    await yard.as(tenant, VISITOR, () =>
      db().run(
        `INSERT INTO api_tokens (id, person_id, name, token_hash, scopes, created_at, expires_at, revoked_at) VALUES ($1, $2, 'spec', $3, $4, $5, $6, $7)`,
        [
          newId(),
          person.personId,
          hashSecret(secret),
          scopes,
          yard.clock.now,
          parts.expires ?? null,
          parts.revoked ?? null,
        ],
      ),
    );
    return secret;
  };

  it('knows the holder of a session, with standing in the site and in spaces', async () => {
    const spaceId = newId();
    await yard.as(tenant, VISITOR, async () => {
      await db().run(`INSERT INTO spaces (id, slug, name, created_at) VALUES ($1, 'dong', '{"ko":"동"}', $2)`, [
        spaceId,
        yard.clock.now,
      ]);
      await db().run(
        `INSERT INTO memberships (space_id, person_id, state, requested_at) VALUES ($1, $2, 'organiser', $3)`,
        [spaceId, person.personId, yard.clock.now],
      );
    });
    const found = await recognise({ sessionToken: await signIn() });
    expect(found).toMatchObject({
      kind: 'person',
      personId: person.personId,
      displayName: '이웃',
      role: 'officer',
      scopes: null,
    });
    expect([...found.spaces]).toEqual([[spaceId, 'organiser']]);
  });

  it('takes anything else for a visitor', async () => {
    const secret = await signIn();
    expect(await recognise({})).toBe(VISITOR);
    expect(await recognise({ sessionToken: `${secret}x` })).toBe(VISITOR);
    expect(await recognise({ apiToken: secret })).toBe(VISITOR);
    expect(await recognise({ sessionToken: hashSecret(secret) })).toBe(VISITOR);
  });

  it('keeps sessions and tokens inside their tenant', async () => {
    const other = await yard.tenant();
    const [secret, api] = [await signIn(), await token(['read'])];
    expect(await recognise({ sessionToken: secret }, other)).toBe(VISITOR);
    expect(await recognise({ apiToken: api }, other)).toBe(VISITOR);
    expect((await recognise({ sessionToken: secret })).personId).toBe(person.personId);
  });

  it('ends a session that was revoked', async () => {
    const secret = await signIn();
    const current = await recognise({ sessionToken: secret });
    await yard.as(tenant, current, () => yard.get(Sessions).end());
    expect(await recognise({ sessionToken: secret })).toBe(VISITOR);
  });

  it('ends the session that a browser had when somebody signs in there anew', async () => {
    const [before, elsewhere] = [await signIn(), await signIn()];
    const current = await recognise({ sessionToken: before });
    const other = await yard.person(tenant);
    const after = await yard.as(tenant, current, () =>
      yard.get(Sessions).start(other.personId, 'other@spec.example', 'password', ORIGIN),
    );
    expect(await recognise({ sessionToken: before })).toBe(VISITOR);
    expect((await recognise({ sessionToken: after })).personId).toBe(other.personId);
    expect((await recognise({ sessionToken: elsewhere })).personId).toBe(person.personId);
  });

  it('ends all others but the one in use', async () => {
    const [kept, gone] = [await signIn(), await signIn()];
    const current = await recognise({ sessionToken: kept });
    await yard.as(tenant, current, () => yard.get(Sessions).revokeOthers());
    expect((await recognise({ sessionToken: kept })).personId).toBe(current.personId);
    expect(await recognise({ sessionToken: gone })).toBe(VISITOR);
  });

  it('lengthens a session by its use, and ends one that was not used', async () => {
    const [used, unused] = [await signIn(), await signIn()];
    yard.clock.advance({ days: SESSION_DAYS - 1 });
    expect((await recognise({ sessionToken: used })).personId).toBe(person.personId);
    yard.clock.advance({ days: 2 });
    expect((await recognise({ sessionToken: used })).personId).toBe(person.personId);
    expect(await recognise({ sessionToken: unused })).toBe(VISITOR);
  });

  it('notes the use of a session at most every ten minutes', async () => {
    const secret = await signIn();
    const seen = async (): Promise<Date> =>
      (await yard.as(tenant, VISITOR, () =>
        db().row<{ at: Date }>('SELECT last_seen_at AS at FROM sessions WHERE token_hash = $1', [hashSecret(secret)]),
      ))!.at;
    const started = await seen();
    yard.clock.advance({ minutes: 9 });
    await recognise({ sessionToken: secret });
    expect(await seen()).toEqual(started);
    yard.clock.advance({ minutes: 2 });
    await recognise({ sessionToken: secret });
    expect(await seen()).toEqual(yard.clock.now);
  });

  it('lets a token do no more than it was made for', async () => {
    const member = await recognise({ apiToken: await token(['read', 'write']) });
    expect(member).toMatchObject({
      kind: 'token',
      role: 'member',
      departmentId: null,
      sessionId: null,
      scopes: ['read', 'write'],
    });
    expect([...member.spaces.values()]).toEqual(['member']);
    expect(await recognise({ apiToken: await token(['read', 'manage']) })).toMatchObject({ role: 'officer' });
  });

  it('refuses tokens that are revoked or over', async () => {
    const soon = new Date(yard.clock.now.getTime() + 60_000);
    const brief = await token(['read'], { expires: soon });
    expect((await recognise({ apiToken: brief })).kind).toBe('token');
    yard.clock.advance({ minutes: 2 });
    expect(await recognise({ apiToken: brief })).toBe(VISITOR);
    expect(await recognise({ apiToken: await token(['read'], { revoked: yard.clock.now }) })).toBe(VISITOR);
  });

  it.each(['banned', 'closed'])('knows nobody whose account is %s', async (state) => {
    const gone = await yard.person(tenant);
    const secret = await signIn(gone);
    await yard.as(tenant, VISITOR, () =>
      db().run(`UPDATE people SET state = $2, email = NULL, closed_at = $3 WHERE id = $1`, [
        gone.personId,
        state,
        yard.clock.now,
      ]),
    );
    expect(await recognise({ sessionToken: secret })).toBe(VISITOR);
  });

  it('asks one statement', async () => {
    const secret = await signIn();
    const asked: string[] = [];
    await inContext(newContext(tenant, { now: () => yard.clock.now }), () =>
      inUnit(yard.database, true, async () => {
        const unit = db();
        const row = unit.row.bind(unit);
        unit.row = (text: string, values: unknown[]) => (asked.push(text), row(text, values));
        unit.rows = () => Promise.reject(new Error('one statement, please'));
        unit.run = () => Promise.reject(new Error('one statement, please'));
        await yard.get(PeopleReader).recognise({ sessionToken: secret });
      }),
    );
    expect(asked).toHaveLength(1);
  });

  it('has no "me" for visitors', async () => {
    await expect(yard.as(tenant, VISITOR, async () => me())).rejects.toThrow('sign_in_first');
  });
});
